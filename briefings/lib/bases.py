"""Abstract model bases that several slices share: names in two languages, and being public or not yet."""

from django.db import models
from django.db.models.functions import Now
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .texts import fold


class TextWithLanguage(str):
    """A text together with the language that it is in, so that a page can mark a text that is not in its own."""

    __slots__ = ("language",)

    def __new__(cls, text, language):
        marked = super().__new__(cls, text)
        marked.language = language
        return marked


def marked(text):
    """`text` escaped; a `TextWithLanguage` that is not in the page's language is wrapped in an element that says so."""
    if isinstance(text, TextWithLanguage) and text and text.language != (get_language() or "en")[:2]:
        return format_html('<span lang="{}">{}</span>', text.language, str(text))
    return conditional_escape(text)


class Bilingual(models.Model):
    """Texts kept as `<field>_en` and `<field>_es`; when one is empty the other stands in, marked with its language."""

    class Meta:
        abstract = True

    def text_in(self, field, language=None):
        """The text of `field` in `language` (default: the active one) as `TextWithLanguage`."""
        language = (language or get_language() or "en")[:2]
        other = "en" if language == "es" else "es"
        text = getattr(self, f"{field}_{language}")
        if text:
            return TextWithLanguage(text, language)
        return TextWithLanguage(getattr(self, f"{field}_{other}"), other)


class Named(Bilingual):
    """A thing with a name in each language and a stored key per language that sorts alike on both databases."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_es = models.CharField(_("name in Spanish"), max_length=200, blank=True)
    sort_en = models.CharField(max_length=200, editable=False, db_index=True)
    sort_es = models.CharField(max_length=200, editable=False, db_index=True)

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.name)

    def save(self, *args, **kwargs):
        self.sort_en = fold(self.text_in("name", "en"))
        self.sort_es = fold(self.text_in("name", "es"))
        super().save(*args, **kwargs)

    @property
    def name(self):
        return self.text_in("name")


class PublicQuerySet(models.QuerySet):
    def public(self, now=None):
        """Those that readers may see."""
        return self.filter(public_since__lte=now or Now())


class Publishable(models.Model):
    """Private when it is made; the act `make_public` sets the moment from which readers may see it."""

    public_since = models.DateTimeField(_("public since"), null=True, blank=True, editable=False, db_index=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_public(self):
        return self.public_since is not None
