"""Web addresses: which slug has belonged to which thing, and the models that have a page of their own."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from ..lib.append_only import AppendOnly, AppendOnlyQuerySet
from ..lib.numbers import language_code
from ..lib.texts import AddressField

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
ADDRESS_TAKEN = _("This address has belonged to something else before; addresses are for ever.")
BRIEFING = "briefing"


class AddressQuerySet(AppendOnlyQuerySet):
    def at(self, kind: str, language: str, slug: str):
        return self.filter(kind=kind, language=language, slug=slug)

    def of_others(self, kind: str, target_id: int | None):
        """Without those of the thing itself."""
        others = self.filter(kind=kind).exclude(target_id=target_id)
        return others.exclude(target_id=None, article_id=target_id) if kind == BRIEFING else others

    def targets(self):
        """The keys of the things, as rows of one value."""
        return self.annotate(target=Coalesce("target_id", "article_id")).values_list("target", flat=True)


class Address(AppendOnly):
    """A web address that a thing has had. It is never given to another and never taken away.

    `kind` is the `page_name` of the model. Things hold their canonical slugs themselves, so that lists read no address.
    """

    read_by_public = True

    language = models.CharField(max_length=2, choices=LANGUAGES)
    kind = models.CharField(max_length=20, db_default=BRIEFING)
    slug = AddressField(max_length=120)
    target_id = models.BigIntegerField(null=True)  # empty only in rows that the release before this one adds
    created_at = models.DateTimeField()
    # The key of a briefing again: the release before this one, which may run until the upgrade is done, reads it.
    article_id = models.BigIntegerField(null=True, editable=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "kind", "slug"],
                name="address_once_of_kind",
                violation_error_message=ADDRESS_TAKEN,
            )
        ]

    def __str__(self):
        return f"/{self.language}/…/{self.slug}/"

    def save(self, *args, **kwargs):
        if self.kind == BRIEFING:
            self.article_id = self.target_id
        super().save(*args, **kwargs)

    @property
    def thing_id(self) -> int:
        return self.article_id if self.target_id is None else self.target_id


class WithPage(models.Model):
    """Something with a page of its own, at the addresses that urls.py calls `<page_name>-en` and `<page_name>-es`.

    `slug` is the last part of the English address, and what documents and files call the thing by. Under `/es/` it
    redirects to `slug_es`.
    """

    page_name = ""

    slug = AddressField(_("address in English"), max_length=80, unique=True)
    slug_es = AddressField(
        _("address in Spanish"),
        max_length=80,
        unique=True,
        null=True,
        blank=True,
        help_text=_("If it is empty when this is made public, it is made from the Spanish name."),
    )

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return self.url_in(language_code())

    def slug_in(self, language: str | None = None) -> str:
        """The canonical slug in `language`, by default the active one."""
        return canonical_slug(language_code(language), self.slug, self.slug_es)

    def url_in(self, language: str) -> str:
        return page_url(self.page_name, language, self.slug_in(language))

    def clean(self):
        super().clean()
        wanted = {"slug": self.slug, "slug_es": self.slug_es}
        others = Address.objects.of_others(self.page_name, self.pk).filter(slug__in=set(wanted.values()) - {None, ""})
        taken = set(others.values_list("language", "slug"))
        for field, languages in (("slug", ("en", "es")), ("slug_es", ("es",))):
            if any((language, wanted[field]) in taken for language in languages):
                raise ValidationError({field: ValidationError(ADDRESS_TAKEN, code="taken")})


def canonical_slug(language: str, slug: str, slug_es: str | None) -> str:
    """Of the address in `language`; Spanish ones without a slug of their own have the English one."""
    return slug_es or slug if language == "es" else slug


def at_slug(slug: str, language: str | None = None, *, through: str = "") -> Q:
    """The condition that the page of a thing is at this slug; `through` is the way to it, such as "part_of__"."""
    if language_code(language) != "es":
        return Q(**{f"{through}slug": slug})
    return Q(**{f"{through}slug_es": slug}) | Q(**{f"{through}slug_es": None, f"{through}slug": slug})


def at_slug_or_key(rows, text: str, field: str):
    """The row at this slug of the active language, else the one whose key it is in both languages, or None."""
    return rows.filter(at_slug(text)).first() or rows.filter(**{field: text}).first()


def page_url(page_name: str, language: str, *args) -> str:
    """The address of a public page: its name without the language, then what the address names, slugs and numbers."""
    return _url(f"{page_name}-{language}", args, get_script_prefix())


@lru_cache(maxsize=5000)
def _url(name, args, _prefix):
    """`reverse` takes 10 to 20 µs, a list has a hundred links, and the frame of every page fourteen."""
    return reverse(name, args=args)
