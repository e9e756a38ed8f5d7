import re
import unicodedata
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.deconstruct import deconstructible
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField

from .html import clean_html, losses_of

# Limits in characters. 100,000 are about 15,000 words; parsing much longer nested HTML takes minutes.
SUMMARY, REMARK, DESCRIPTION, PROSE = 1_000, 2_000, 5_000, 100_000

LIST_TYPES = [
    {"label": "1, 2, 3", "type": "decimal"},
    {"label": "a, b, c", "type": "lower-alpha"},
    {"label": "A, B, C", "type": "upper-alpha"},
    {"label": "i, ii, iii", "type": "lower-roman"},
    {"label": "I, II, III", "type": "upper-roman"},
]
# What the rich text editor offers; html.py lets the same elements through.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"listTypes": LIST_TYPES},
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "HardBreak": True,
    "History": True,
    "Paste": True,
}


DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def without_direction_marks(data):
    """`data`, of JSON types, without the invisible characters that reverse the direction of writing.

    With them a text is read differently from how it is stored: 4886 as 6884, by whoever approves it and by readers.
    """
    if isinstance(data, str):
        return DIRECTION_MARKS.sub("", data)
    if isinstance(data, dict):
        return {name: without_direction_marks(value) for name, value in data.items()}
    return [without_direction_marks(value) for value in data] if isinstance(data, list | tuple) else data


@deconstructible
class Longest(MaxLengthValidator):
    """MaxLengthValidator that counts a line break as one character, as browsers do."""

    def clean(self, x):
        return len(x.replace("\r\n", "\n"))


def one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


class TypedText:
    """Mixin for the form field of a text: browsers post line ends of their own, which is no change."""

    def to_python(self, value):
        return one_line_end(super().to_python(value))

    def has_changed(self, initial, data):
        return super().has_changed(initial and self.to_python(initial), data)


class TextAreaField(TypedText, forms.CharField):
    pass


class ProseAreaField(TypedText, ProseEditorFormField):
    pass


class KeptAsStored:
    """Mixin for a model field: a form does not write a text again of which only line ends or outer spaces differ."""

    form_class: type[forms.Field]

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.form_class} | kwargs)

    def save_form_data(self, instance, data):
        stored = self.value_from_object(instance) or ""
        if self.formfield().to_python(stored) != data:
            super().save_form_data(instance, data)


class TextField(KeptAsStored, models.TextField):
    """`strip`: whether forms drop spaces and tabs at both ends."""

    form_class = TextAreaField

    def __init__(self, *args, strip: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.strip = strip

    def formfield(self, **kwargs):
        return super().formfield(**{"strip": self.strip} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class ProseField(KeptAsStored, ProseEditorField):
    form_class = ProseAreaField


def text_field(*args, most: int = REMARK, **options) -> TextField:
    """A TextField that refuses longer text. With `max_length`, browsers would cut pasted text off silently."""
    return TextField(*args, validators=[Longest(most)], **options)


LOST = {
    "sup": gettext_lazy("raised characters"),
    "sub": gettext_lazy("lowered characters"),
    "table": gettext_lazy("a table"),
    "img": gettext_lazy("a picture"),
    **dict.fromkeys(("s", "del", "strike"), gettext_lazy("struck-out text")),
    **dict.fromkeys(("h1", "h4", "h5", "h6"), gettext_lazy("a heading of another level than 2 and 3")),
}
PARTS_OF_TABLES = {"thead", "tbody", "tfoot", "tr", "th", "td", "caption", "col", "colgroup"}


def _refuse_losses(html):
    """Say what the sanitiser would take out of a text, instead of letting it."""
    elements, links = losses_of(html)
    names = [
        str(LOST.get(name, f"<{name}>")) for name in elements if name not in PARTS_OF_TABLES or "table" not in elements
    ]
    problems = [
        ValidationError(
            _("“%(text)s” leads to “%(address)s”, which cannot be a link."),
            code="link",
            params={"text": text, "address": address[:100]},
        )
        for text, address in links
    ]
    if names:
        text = _("This cannot be kept here: %(names)s. Write it otherwise, or use a block of its own.")
        problems.append(ValidationError(text, code="lost", params={"names": ", ".join(dict.fromkeys(names))}))
    if problems:
        raise ValidationError(problems)


def _clean_prose(html):
    html = str(html or "")
    MaxLengthValidator(PROSE)(html)
    _refuse_losses(html)
    return clean_html(html)


def prose_field(*args, **kwargs) -> ProseField:
    """A rich text field. It is sanitised in `clean()`, not in `save()`: call `full_clean()` before saving."""
    return ProseField(*args, extensions=dict(EXTENSIONS), sanitize=_clean_prose, **kwargs)


def require_length(name: str, text: str, most: int = REMARK) -> None:
    """Raise a ValidationError for the argument `name` of an act when its text is too long."""
    try:
        Longest(most)(text)
    except ValidationError as error:
        raise ValidationError({name: error}) from error


def day_and_time(moment: datetime) -> str:
    """For lists of the desk: 23 Nov 2026, 14:05."""
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


def fold(text: str) -> str:
    """A key for sorting and searching: `Cañar` → `can~ar`. ñ sorts between n and o; other accents are dropped."""
    decomposed = unicodedata.normalize("NFD", str(text).casefold().replace("ñ", "\0"))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.replace("\0", "n~").split())[:200]
