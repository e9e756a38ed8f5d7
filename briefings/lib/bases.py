"""Abstract models that several slices share: texts in two languages, names with sort keys, publication."""

import re
from functools import cache

from django.db import models
from django.db.models.functions import Now
from django.utils.html import conditional_escape, format_html
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .numbers import language_code
from .texts import LineField, fold

DASHES = re.compile("[‐-―−]")


class TextWithLanguage(str):
    __slots__ = ("language",)

    def __new__(cls, text: str, language: str):
        string = super().__new__(cls, text)
        string.language = language
        return string


def in_language(language: str, english: str, spanish: str) -> TextWithLanguage:
    """The text in this language, or in the other one where it is empty."""
    if language == "es":
        return TextWithLanguage(spanish, "es") if spanish else TextWithLanguage(english, "en")
    return TextWithLanguage(english, "en") if english else TextWithLanguage(spanish, "es")


def with_lang(text: str, language: str | None = None) -> str:
    """`text` escaped; in `<span lang="…">` when it is a `TextWithLanguage` in another language than the page, which is
    the active one by default."""
    if isinstance(text, TextWithLanguage) and text and text.language != language_code(language):
        return format_html('<span lang="{}">{}</span>', text.language, str(text))
    return conditional_escape(text)


@cache
def labels(model: type[models.Model], name: str) -> dict:
    """{value: what people call it} of a field of the model with choices; {} for any other name."""
    return next((dict(field.flatchoices) for field in model._meta.fields if field.name == name and field.choices), {})


def label_of(instance: models.Model, field: str) -> str:
    """What people call the value of a field with choices. `get_…_display` translates all of the choices each time: a
    quarter of the page of a source with fifty initiatives."""
    value = getattr(instance, field)
    return str(labels(type(instance), field).get(value, value))


def bilingual(field: str) -> property:
    """The text of `field` in the active language, or in the other one."""
    return property(lambda instance: instance.text_in(field))


class Bilingual(models.Model):
    """Texts in columns `<field>_en` and `<field>_es`. When one is empty, the other is shown with its language."""

    class Meta:
        abstract = True

    def text_in(self, field: str, language: str | None = None) -> TextWithLanguage:
        """The text of `field` in `language` (default: the active language), or in the other one."""
        return in_language(language_code(language), getattr(self, f"{field}_en"), getattr(self, f"{field}_es"))


class Named(Bilingual):
    """A name in each language, and per language a sort key that orders alike on SQLite and PostgreSQL."""

    name_en = LineField(_("name in English"), max_length=200)
    name_es = LineField(_("name in Spanish"), max_length=200, blank=True)
    name = bilingual("name")
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
    def sort_name(self) -> str:
        """What sorts it by its name in the active language."""
        return self.sort_es if language_code() == "es" else self.sort_en


def address_of(text: str, length: int = 80) -> str:
    """The address that a title makes: `Homicides, 2023–2025` → `homicides-2023-2025`."""
    return slugify(DASHES.sub("-", text))[:length].strip("-")


class PublicQuerySet(models.QuerySet):
    def public(self, now=None):
        return self.filter(public_since__lte=now or Now())


class Publishable(models.Model):
    """Private when created; the act `make_public` sets `public_since`."""

    public_since = models.DateTimeField(_("public since"), null=True, blank=True, editable=False, db_index=True)

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_public(self):
        return self.public_since is not None
