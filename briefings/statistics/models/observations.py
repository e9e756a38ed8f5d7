from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from ...lib.clock import Day, is_precision, precision_field
from ...lib.numbers import format_number, plain
from ...lib.periods import Period
from ...lib.texts import LineField
from ..fields import ValueField, months_field
from .batches import Batch


class Status(models.TextChoices):
    """SDMX CL_OBS_STATUS, the codes that this site uses."""

    NORMAL = "A", _("normal")
    BREAK = "B", _("break in the series")
    DEFINITION = "D", _("definition differs")
    ESTIMATED = "E", _("estimated")
    FORECAST = "F", _("forecast")
    IMPUTED = "I", _("imputed")
    MISSING = "M", _("missing")
    PROVISIONAL = "P", _("provisional")
    UNRELIABLE = "U", _("low reliability")


# The Admiralty code's digit.
CREDIBILITY = [
    (1, _("confirmed by others")),
    (2, _("probably true")),
    (3, _("possibly true")),
    (4, _("doubtful")),
    (5, _("improbable")),
    (6, _("cannot be judged")),
]


class ObservationQuerySet(models.QuerySet):
    def public(self, now=None):
        """Observations of public series with an applied vintage."""
        return self.current().filter(
            series__public_since__isnull=False,
            series__indicator__public_since__isnull=False,
            series__source__public_since__isnull=False,
        )

    def current(self):
        """Observations with an applied vintage, whose value may be missing."""
        return self.filter(current__isnull=False)

    def with_names(self):
        return self.select_related("series__indicator", "series__area", "series__source")


class Observation(models.Model):
    """A series in one period. The current value is a copy for speed; the vintages are the record."""

    read_by_public = True

    series = models.ForeignKey("Series", models.PROTECT, related_name="observations", verbose_name=_("series"))
    start = models.DateField(_("start"))
    months = months_field(verbose_name=_("months"))
    current = models.ForeignKey("Vintage", models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    # What gave the value that people read now, where it is not `current`: the latter changed the status, say.
    value_since = models.ForeignKey(
        "Vintage", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )
    current_value = ValueField(_("value"), null=True, blank=True, editable=False)
    current_status = models.CharField(max_length=1, choices=Status.choices, blank=True, editable=False)
    cited = models.BooleanField(_("cited in a published edition"), default=False, editable=False)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["series", "start", "months"]
        constraints = [
            models.UniqueConstraint(fields=["series", "start", "months"], name="observation_once"),
            models.CheckConstraint(condition=models.Q(start__day=1), name="observation_starts_a_month"),
            models.CheckConstraint(condition=models.Q(months__gte=1, months__lte=120), name="observation_months"),
        ]
        indexes = [
            models.Index(fields=["start", "months", "series"], name="observation_of_period"),
            models.Index(fields=["series", "-start", "-months"], name="observation_latest"),
            models.Index(fields=["series"], condition=models.Q(cited=True), name="observation_cited"),
        ]

    def __str__(self):
        return f"{self.series}, {self.period.label()}"

    @property
    def period(self):
        return Period(self.start, self.months)

    @property
    def key(self):
        return self.series_id, self.period

    @property
    def last_change(self):
        """The vintage that changed the value last, as people read it."""
        return self.value_since or self.current

    @property
    def is_part(self):
        return self.period.is_part(self.series.frequency)

    @property
    def shown(self):
        """The current value as text; "" where it is missing."""
        if self.current_value is None:
            return ""
        return format_number(self.current_value, self.series.indicator.decimals)

    @property
    def plain(self):
        """The same for machines."""
        return "" if self.current_value is None else plain(self.current_value)


class VintageQuerySet(models.QuerySet):
    def applied(self):
        return self.filter(batch__stage=Batch.Stage.APPLIED)

    def counted(self):
        """Those of applied batches, and of a batch that is being applied."""
        is_accepted = models.Q(batch__second__isnull=False) | ~models.Q(batch__forced_reason="")
        is_accepted |= models.Q(batch__needs_second=False)
        being_applied = models.Q(batch__stage=Batch.Stage.PROPOSED) & is_accepted
        return self.filter(models.Q(batch__stage=Batch.Stage.APPLIED) | being_applied)

    def newest_first(self):
        """The first is the current one: by known_on, then recorded_at."""
        return self.order_by("-known_on", "-recorded_at", "-pk")

    def with_replaced(self, applied_at=None, **more):
        """`before` is the value that the observation had when the vintage's batch was applied, None where it had none.
        `more` names other fields of that vintage. `applied_at`: the moment of a batch that is just being applied.
        """
        earlier, fields = self._earlier(applied_at), more | {"before": "value"}
        return self.annotate(**{name: models.Subquery(earlier.values(of)[:1]) for name, of in fields.items()})

    def replacing(self, applied_at=None, **more):
        """Those that replaced another, described by `with_replaced`. What stays history has replaced nothing."""
        own_day, own_moment = models.OuterRef("known_on"), models.OuterRef("recorded_at")
        is_older = models.Q(known_on__lt=own_day) | models.Q(known_on=own_day, recorded_at__lte=own_moment)
        # One subquery, because planning one for each column took longer than running the query.
        earlier = self._earlier(applied_at).annotate(is_older=models.ExpressionWrapper(is_older, models.BooleanField()))
        return self.with_replaced(applied_at, **more).filter(models.Subquery(earlier.values("is_older")[:1]))

    @staticmethod
    def _earlier(applied_at):
        """Vintages of the same observation that counted when the vintage's batch was applied, the newest first."""
        earlier = Vintage.objects.applied().filter(observation=models.OuterRef("observation"))
        moment = applied_at or models.OuterRef("batch__decided_at")
        return earlier.filter(batch__decided_at__lt=moment).newest_first()

    def changing_printed(self, applied_at=None):
        """Those that gave an observation that an edition prints another value than `before` when their batch was
        applied."""
        # Said without "not": in SQL nothing differs from a missing value, nor equals it.
        differs = models.Q(value__lt=models.F("before")) | models.Q(value__gt=models.F("before"))
        differs |= models.Q(value=None, before__isnull=False) | models.Q(value__isnull=False, before=None)
        return self.filter(observation__cited=True).replacing(applied_at).filter(differs)

    def unlike_current(self):
        """Those that differ from what is on record in anything that a revision can change."""
        unlike = models.Q(observation__current=None)
        for name in ("value", "status", "low", "high", "credibility", "release", "locator"):
            unlike |= ~models.Q(**{name: models.F(f"observation__current__{name}")}) & ~models.Q(
                **{name: None, f"observation__current__{name}": None}
            )
        return self.filter(unlike)

    def as_known_on(self, day):
        """Of each observation the vintage that counted on `day`.

        For a mere equality PostgreSQL expects one vintage in all, and compares each of hundreds with every batch and
        release: of the half that it expects of COALESCE it looks them up.
        """
        newest = self.model.objects.known_by(day, models.OuterRef("observation")).newest_first()
        is_newest = Exact(models.F("pk"), models.Subquery(newest.values("pk")[:1]))
        return self.filter(Coalesce(is_newest, False, output_field=models.BooleanField()))

    def known_by(self, day, observation):
        """Applied vintages of an observation known by `day`, for a subquery.

        It looks up the batches that are not applied once a query, so that each observation is one step in an index.
        """
        known = self.filter(observation=observation, known_on__lte=day)
        return known.exclude(batch__in=Batch.objects.exclude(stage=Batch.Stage.APPLIED).order_by().values("pk"))


class Vintage(models.Model):
    """A value of an observation, append-only. A retraction is a vintage too."""

    read_by_public = True

    observation = models.ForeignKey("Observation", models.PROTECT, related_name="vintages")
    batch = models.ForeignKey("Batch", models.PROTECT, related_name="vintages")
    value = ValueField(_("value"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=1, choices=Status.choices, default=Status.NORMAL)
    low = ValueField(_("low"), null=True, blank=True)
    high = ValueField(_("high"), null=True, blank=True)
    release = models.ForeignKey("Release", models.PROTECT, null=True, blank=True, related_name="vintages")
    locator = LineField(
        _("where in it"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("Where in the release: page, table, cell."),
    )
    credibility = models.PositiveSmallIntegerField(
        _("credibility"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text=_("1 confirmed by others … 5 improbable, 6 cannot be judged (Admiralty code)."),
    )
    known_on = models.DateField(_("known on"))
    known_precision = precision_field()
    recorded_at = models.DateTimeField(_("recorded"))

    objects = VintageQuerySet.as_manager()

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["observation", "-known_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="M", value=None) | ~models.Q(status="M") & models.Q(value__isnull=False),
                name="vintage_value_or_missing",
            ),
            models.CheckConstraint(
                condition=models.Q(low=None) | models.Q(high=None) | models.Q(low__lte=models.F("high")),
                name="vintage_low_to_high",
            ),
            models.CheckConstraint(
                condition=models.Q(credibility__gte=1, credibility__lte=6), name="vintage_credibility_1_to_6"
            ),
            models.CheckConstraint(condition=is_precision("known_precision"), name="vintage_precision"),
        ]
        indexes = [
            models.Index(fields=["observation", "-known_on", "-recorded_at", "-id"], name="vintage_newest_first"),
            models.Index(fields=["value"], name="vintage_by_value"),
            models.Index(fields=["batch", "id"], name="vintage_of_batch"),  # the first of a batch, without a sort
            models.Index(fields=["known_on"], condition=models.Q(status=Status.FORECAST), name="vintage_forecast"),
        ]

    def __str__(self):
        value = "–" if self.value is None else format_number(self.value, self.observation.series.indicator.decimals)
        return f"{value} ({self.day_known})"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise ValidationError(_("A value on record is never changed: revise it, which adds another."))
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args, **kwargs):
        raise ValidationError(_("A value on record is never deleted: retract it, which adds a missing one."))

    @property
    def period(self) -> Period:
        return self.observation.period

    @property
    def day_known(self) -> Day:
        return Day(self.known_on, self.known_precision)
