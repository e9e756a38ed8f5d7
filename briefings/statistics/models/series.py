from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...history.logged_models import Logged
from ...lib.bases import Bilingual, PublicQuerySet, Publishable, bilingual
from ...lib.clock import precision_field
from ...lib.texts import text_field
from ...roles import Realm
from ..fields import ValueField, months_field


class SeriesQuerySet(PublicQuerySet):
    def public(self, now=None):
        """Public series of public indicators and public sources."""
        public = super().public(now)
        return public.filter(indicator__public_since__isnull=False, source__public_since__isnull=False)

    def with_names(self):
        return self.select_related("indicator", "area", "source")


class Series(Bilingual, Publishable):
    """Values of one source for one indicator in one area. One per indicator, area and frequency can be preferred."""

    read_by_public = True

    class Frequency(models.TextChoices):
        """SDMX CL_FREQ."""

        ANNUAL = "A", _("yearly")
        QUARTERLY = "Q", _("quarterly")
        MONTHLY = "M", _("monthly")

    class Origin(models.TextChoices):
        """What kind of figures they are. It says nothing about how reliable the source is."""

        OFFICIAL = "official", _("official statistic")
        REGISTER = "register", _("administrative record")
        SURVEY = "survey", _("survey")
        PRESS = "press", _("press count")
        DERIVED = "derived", _("derived from other figures")

    indicator = models.ForeignKey("Indicator", models.PROTECT, related_name="series", verbose_name=_("indicator"))
    area = models.ForeignKey("Area", models.PROTECT, related_name="series", verbose_name=_("area"))
    frequency = models.CharField(_("frequency"), max_length=1, choices=Frequency.choices, default=Frequency.ANNUAL)
    source = models.ForeignKey("Source", models.PROTECT, related_name="series", verbose_name=_("source"))
    origin = models.CharField(
        _("kind of figures"), max_length=10, choices=Origin.choices, blank=True, db_default="",
        help_text=_("Readers see it beside the grade of the source."),
    )  # fmt: skip
    note_en = text_field(
        _("note in English"), blank=True, help_text=_("How this source counts, where that differs from the definition.")
    )
    note_es = text_field(_("note in Spanish"), blank=True)
    note = bilingual("note")
    processing_en = text_field(
        _("processing in English"),
        blank=True,
        db_default="",
        help_text=_("For derived figures: what was calculated, from which figures, by whom."),
    )
    processing_es = text_field(_("processing in Spanish"), blank=True, db_default="")
    processing = bilingual("processing")
    preferred = models.BooleanField(_("preferred"), default=False, editable=False)
    preferred_reason_en = text_field(_("why preferred, in English"), blank=True, editable=False)
    preferred_reason_es = text_field(_("why preferred, in Spanish"), blank=True, editable=False)
    preferred_reason = bilingual("preferred_reason")

    search_parts_of = ("indicator", "area")
    publish_permission = "edit_statistics"
    logged = Logged(Realm.STATISTICS, silent=("preferred", "preferred_reason_en", "preferred_reason_es"))
    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("plural", "series")
        ordering = ["indicator", "area", "frequency", "source"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "area", "frequency", "source"], name="series_once"),
            models.UniqueConstraint(
                fields=["indicator", "area", "frequency"],
                condition=models.Q(preferred=True),
                name="series_one_preferred",
                violation_error_message=_("Another series is already the preferred one."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.area}, {self.get_frequency_display()} – {self.source}"

    @property
    def reads_as(self) -> str:
        """What names its values where they are printed: whoever confirms values has read exactly this."""
        names = "name_en", "name_es"
        shown = [
            (self, ("origin",)),
            (self.indicator, (*names, "definition_en", "definition_es", "kind", "unit_en", "unit_es", "decimals")),
            (self.area, names),
            (self.source, (*names, "publisher", "reliability")),
        ]
        return "|".join(str(getattr(thing, field)) for thing, fields in shown for field in fields)

    @property
    def names_in_both(self) -> list[tuple[str, str, str]]:
        """(what it is, English, Spanish) of the names and words beside its values."""
        named = [
            (_("indicator"), self.indicator, "name"),
            (_("unit"), self.indicator, "unit"),
            (_("definition"), self.indicator, "definition"),
            (_("source"), self.source, "name"),
        ]
        return [(label, *(getattr(thing, f"{name}_{code}") for code in ("en", "es"))) for label, thing, name in named]

    @property
    def sisters(self) -> models.Q:
        """Those of which one can be preferred, this one included."""
        return models.Q(indicator=self.indicator_id, area=self.area_id, frequency=self.frequency)


class SeriesNewest(models.Model):
    """The newest value of a series that has any: of the last whole period, or else of the last part of one. A copy for
    speed, of a row that `actions/newest.py` finds."""

    read_by_public = True

    series = models.OneToOneField("Series", models.CASCADE, primary_key=True, related_name="newest_value")
    vintage = models.ForeignKey("Vintage", models.PROTECT, related_name="+", db_index=False)
    start = models.DateField()
    months = months_field()
    second_start = models.DateField(null=True)  # of the whole period before it that has a value, where there is one
    known_on = models.DateField()
    known_precision = precision_field()
    low = ValueField(null=True)
    high = ValueField(null=True)
    # The day on which the value was known first: before `known_on` where an undo has restored it.
    news_on = models.DateField()

    def __str__(self):
        return f"{self.series}: {self.vintage}"
