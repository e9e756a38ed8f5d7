from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..addresses.models import WithPage
from ..history.logged_models import Logged
from ..lib.bases import Named, Publishable, TextWithLanguage, bilingual
from ..lib.clock import DayField
from ..lib.texts import DESCRIPTION, LineField, text_field
from ..roles import Realm
from ..search.searchable import Searchable

RELEASES_FOUND = 50  # a source is found by the titles of so many of its releases
WEB = RegexValidator(r"\Ahttps?://", _("A web address begins with https:// or http://."), code="web")


def _on_the_web(name):
    """The constraint that `url` is empty or begins with http:// or https://."""
    condition = models.Q(url="") | models.Q(url__startswith="https://") | models.Q(url__startswith="http://")
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=WEB.message)


class Source(Named, WithPage, Publishable, Searchable):
    """A publisher or a dataset."""

    read_by_public = True

    class Reliability(models.TextChoices):
        """The Admiralty code's first letter."""

        A = "A", _("A – completely reliable")
        B = "B", _("B – usually reliable")
        C = "C", _("C – fairly reliable")
        D = "D", _("D – not usually reliable")
        E = "E", _("E – unreliable")
        F = "F", _("F – reliability cannot be judged")

    publisher = LineField(_("publisher"), max_length=200, blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True, validators=[WEB])
    licence = LineField(
        _("licence"), max_length=200, blank=True, help_text=_("As the publisher states it; empty if none is stated.")
    )
    reliability = models.CharField(
        _("reliability"),
        max_length=1,
        choices=Reliability.choices,
        default=Reliability.F,
        help_text=_("How far this source has been right before (Admiralty code)."),
    )
    description_en = text_field(_("description in English"), most=DESCRIPTION, blank=True)
    description_es = text_field(_("description in Spanish"), most=DESCRIPTION, blank=True)
    description = bilingual("description")

    page_name = search_kind = "source"
    publish_permission = "edit_statistics"
    logged = Logged(Realm.STATISTICS)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["sort_en"]
        constraints = [_on_the_web("source_on_the_web")]

    def search_words(self, language):
        return [self.publisher, *self.releases.order_by("-pk").values_list("title", flat=True)[:RELEASES_FOUND]]


class Release(models.Model):
    """One publication of a source: a workbook, a report, a page as it was on a day."""

    read_by_public = True

    source = models.ForeignKey("Source", models.PROTECT, related_name="releases", verbose_name=_("source"))
    title = LineField(_("title"), max_length=300, help_text=_("As the publisher titles it."))
    language = models.CharField(
        _("language of the title"), max_length=2, choices=[("en", _("English")), ("es", _("Spanish"))], blank=True
    )
    url = models.URLField(_("link"), max_length=500, blank=True, validators=[WEB])
    published = DayField(_("published"), null=True, blank=True)
    retrieved = DayField(_("retrieved"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    search_parts_of = ("source",)
    logged = Logged(Realm.STATISTICS)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["source", "-published", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "title", "published"], name="release_once"),
            _on_the_web("release_on_the_web"),
        ]

    def __str__(self):
        day = f", {self.published:%Y-%m-%d}" if self.published else ""
        return f"{self.title}{day} ({self.source})"

    @property
    def title_with_language(self):
        return TextWithLanguage(self.title, self.language) if self.language else self.title


class Sourced(models.Model):
    source = models.ForeignKey(
        "Source",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("source"),
        help_text=_("Who says so. Without a source, the page says that none is named."),
    )

    class Meta:
        abstract = True
