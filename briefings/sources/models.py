from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..addresses.models import WithPage
from ..history.logged_models import Logged
from ..lib.bases import Named, Publishable, TextWithLanguage, bilingual
from ..lib.clock import Day, DayField, is_precision, precision_field
from ..lib.periods import months_later
from ..lib.texts import DESCRIPTION, LineField, text_field
from ..roles import Realm
from ..search.searchable import Searchable

EARLY = timedelta(days=31)  # a release that comes so long before the day on which it was expected is that one
RELEASES_FOUND = 50  # a source is found by the titles of so many of its releases
WEB = RegexValidator(r"\Ahttps?://", _("A web address begins with https:// or http://."), code="web")


def _on_the_web(name, field="url"):
    """The constraint that the address is empty or begins with http:// or https://."""
    allowed = {field: ""}, {f"{field}__startswith": "https://"}, {f"{field}__startswith": "http://"}
    condition = reduce(or_, (models.Q(**each) for each in allowed))
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
    release_every = models.PositiveSmallIntegerField(
        _("a release every … months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("The desk of analysts names what is due. Empty: no regular releases."),
    )
    next_release = DayField(
        _("next release expected on"),
        null=True,
        blank=True,
        help_text=_("Empty: counted from the newest release. Each new release moves it on."),
    )

    page_name = search_kind = "source"
    publish_permission = "edit_statistics"
    logged = Logged(Realm.STATISTICS)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["sort_en"]
        constraints = [_on_the_web("source_on_the_web")]
        indexes = [models.Index(fields=["next_release"], name="source_next_release")]

    def save(self, *args, **kwargs):
        """Without a typed day the next release is expected so many months after the newest one."""
        if self.release_every and not self.next_release and self.pk and "update_fields" not in kwargs:
            newest = self.releases.filter(published__isnull=False).order_by("-published").first()
            self.next_release = months_later(newest.published, self.release_every) if newest else None
        super().save(*args, **kwargs)

    def expect_release_after(self, published: date) -> None:
        """A release has come: expect the next one, or none where releases are not regular."""
        if self.release_every:
            expected = months_later(published, self.release_every)
            is_later = self.next_release is None or expected > self.next_release
        else:
            expected, is_later = None, bool(self.next_release and published >= self.next_release - EARLY)
        if is_later:
            self.next_release = expected
            self.save(update_fields=["next_release"])

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
    publisher = LineField(
        _("published by"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("Who published it, where that is not the publisher of the source."),
    )
    published = DayField(_("published"), null=True, blank=True)
    published_precision = precision_field()
    copy_url = models.URLField(
        _("link to our copy"),
        max_length=500,
        blank=True,
        db_default="",
        validators=[WEB],
        help_text=_("Where our copy was taken, if not from the publisher."),
    )
    copy_keeper = LineField(
        _("whose copy it is"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("The third party who keeps this copy; empty if it is the publisher’s own."),
    )
    retrieved = DayField(_("retrieved"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    recorded_on = models.DateField(_("recorded"), null=True, default=timezone.localdate, editable=False)

    search_parts_of = ("source",)
    logged = Logged(Realm.STATISTICS)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["source", "-published", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "title", "published", "published_precision"],
                name="release_once",
                violation_error_message=_("This source already has a release of this title and date."),
            ),
            models.CheckConstraint(condition=is_precision("published_precision"), name="release_precision"),
            _on_the_web("release_on_the_web"),
            _on_the_web("release_copy_on_the_web", "copy_url"),
        ]
        indexes = [models.Index(fields=["source", "-published", "-retrieved", "-id"], name="release_newest_first")]

    def __str__(self):
        day = f", {self.day_published}" if self.published else ""
        return f"{self.title}{day} ({self.source})"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        if self.published:
            self.source.expect_release_after(self.published)

    def validate_constraints(self, exclude=None):
        """The precision is never a field of a form, and yet it makes a release another one."""
        super().validate_constraints(exclude=(exclude or set()) - {"published_precision"})

    @property
    def day_published(self) -> Day | None:
        return Day(self.published, self.published_precision) if self.published else None

    @property
    def is_third_party_copy(self) -> bool:
        return bool(self.copy_url or self.copy_keeper)

    @property
    def link(self) -> str:
        """Where a reader finds it: at its publisher, or else our copy."""
        return self.url or self.copy_url

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
