"""The one kind of rich text that the site knows: what the editor offers and what the sanitiser lets through."""

from django.core.validators import MaxLengthValidator
from django_prose_editor.fields import ProseEditorField

from .html import clean_html

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "HardBreak": True,
    "History": True,
}


MAX_CHARACTERS = 100_000  # some 15,000 words; what is much longer takes a parser minutes where tags are nested


def _clean(html):
    MaxLengthValidator(MAX_CHARACTERS)(str(html or ""))
    return clean_html(html)


def prose_field(*args, **kwargs):
    """A text field edited as rich text and sanitised by `clean()`; whoever writes one calls `full_clean()`."""
    return ProseEditorField(*args, extensions=dict(EXTENSIONS), sanitize=_clean, **kwargs)
