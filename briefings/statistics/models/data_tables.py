"""Data tables: an ordered selection of observations, shown as a table, a chart or both."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...addresses.models import WithPage
from ...history.logged_models import Logged
from ...lib.bases import Bilingual, Named, Publishable, bilingual
from ...lib.periods import Period
from ...lib.texts import LineField, text_field
from ...roles import Realm
from ...search.searchable import Searchable
from ..fields import months_field
from .areas import Area


class DataTable(Named, WithPage, Publishable, Searchable):
    """Rows are periods and columns are series, or rows are areas and columns are a series in one period."""

    read_by_public = True

    class Rows(models.TextChoices):
        PERIODS = "periods", _("a row for each period, a column for each series")
        AREAS = "areas", _("a row for each area, a column for each period")

    class Show(models.TextChoices):
        TABLE = "table", _("table")
        CHART = "chart", _("chart")
        BOTH = "both", _("chart and table")
        MAP = "map", _("map of the provinces and table")

    class RowRule(models.TextChoices):
        LISTED = "listed", _("one by one, as listed below")
        SPAN = "span", _("periods from – to, with new values")
        LAST = "last", _("the last periods, with new values")
        LEVEL = "level", _("all areas of a level")

    rows_are = models.CharField(_("rows"), max_length=8, choices=Rows.choices, default=Rows.PERIODS)
    row_rule = models.CharField(
        _("which rows"), max_length=6, choices=RowRule.choices, default=RowRule.LISTED, db_default="listed"
    )
    rows_from = models.DateField(_("first day"), null=True, blank=True)
    rows_to = models.DateField(_("first day after the last row"), null=True, blank=True)
    rows_count = models.PositiveSmallIntegerField(
        _("how many periods"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    rows_level = models.CharField(_("level"), max_length=10, choices=Area.Kind.choices, blank=True, db_default="")
    show = models.CharField(_("shown as"), max_length=6, choices=Show.choices, default=Show.TABLE)
    finding_en = LineField(
        _("finding in English"),
        max_length=200,
        blank=True,
        help_text=_("What the chart shows, in one sentence: its title. The name stays the table’s."),
    )
    finding_es = LineField(_("finding in Spanish"), max_length=200, blank=True)
    # Hash of the values that it was written for (data_tables/findings.py); "" where that is not known.
    finding_values = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    note_en = text_field(_("note in English"), blank=True)
    note_es = text_field(_("note in Spanish"), blank=True)

    page_name = "data-table"
    search_kind = "table"
    search_fields = ("finding", "note")
    publish_permission = "edit_statistics"
    logged = Logged(Realm.STATISTICS)

    class Meta:
        verbose_name = _("data table")
        verbose_name_plural = _("data tables")
        ordering = ["sort_en"]

    def clean(self):
        """The rule fits the rows, and what it needs is there; what it does not use is emptied."""
        by_area, rule = self.rows_are == self.Rows.AREAS, self.row_rule
        if rule == self.RowRule.LEVEL and not by_area:
            raise ValidationError({"row_rule": _("All areas of a level: only where the rows are areas.")})
        if rule in (self.RowRule.SPAN, self.RowRule.LAST) and by_area:
            raise ValidationError(
                {"row_rule": _("Periods from – to and the last ones: only where the rows are periods.")}
            )
        if self.show == self.Show.MAP and not by_area:
            raise ValidationError({"show": _("A map: only where the rows are areas.")})
        if rule == self.RowRule.LAST and not self.rows_count:
            raise ValidationError({"rows_count": _("How many periods?")})
        if rule == self.RowRule.LEVEL and not self.rows_level:
            raise ValidationError({"rows_level": _("Which level?")})
        if rule != self.RowRule.SPAN:
            self.rows_from = self.rows_to = None
        elif self.rows_from and self.rows_to and self.rows_from >= self.rows_to:
            raise ValidationError({"row_rule": _("The last period is before the first one.")})
        self.rows_count = self.rows_count if rule == self.RowRule.LAST else None
        self.rows_level = self.rows_level if rule == self.RowRule.LEVEL else ""

    @property
    def has_rule(self):
        return self.row_rule != self.RowRule.LISTED

    def search_words(self, language):
        series = {column.series for column in self._columns()}
        names = {each.indicator.text_in("name", language) for each in series}
        return sorted(names | {area.text_in("name", language) for area in self._areas()})

    def search_details(self):
        return {"places": tuple(sorted({area.code for area in self._areas()}))}

    def _columns(self):
        return self.columns.select_related("series__indicator", "series__area")

    def _areas(self):
        if self.row_rule == self.RowRule.LEVEL:
            indicators = {column.series.indicator_id for column in self._columns()}
            rows = set(Area.objects.filter(kind=self.rows_level, series__indicator__in=indicators))
        else:
            rows = {row.area for row in self.rows.select_related("area") if row.area}
        return rows or {column.series.area for column in self._columns()}


class Part(models.Model):
    """A column or a row, in its place."""

    read_by_public = True
    search_parts_of = ("table",)

    position = models.PositiveIntegerField(_("position"), default=0)
    start = models.DateField(_("first day"), null=True, blank=True)
    months = months_field(verbose_name=_("months"), null=True, blank=True)

    logged = Logged(Realm.STATISTICS, part_of="table", labels={"position": _("place")})

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @property
    def period(self):
        return Period(self.start, self.months) if self.start else None

    def check_period(self, *, wanted: bool) -> None:
        """ValidationError unless there is a period exactly where `wanted`."""
        if wanted and not (self.start and self.months):
            raise ValidationError(_("Name the period, such as 2022 or January–November 2024."))
        if not wanted and (self.start or self.months):
            raise ValidationError(_("No period here: in this table the other direction holds the periods."))


class DataTableColumn(Part, Bilingual):
    """A series. Where rows are areas, also a period, and each row shows the same series of its own area."""

    table = models.ForeignKey("DataTable", models.CASCADE, related_name="columns")

    class Formula(models.TextChoices):
        """What a column may show instead of the values; calculations.py computes it."""

        VALUE = "", _("the value")
        CHANGE = "change", _("change on the period before")
        PERCENT = "percent", _("change in percent")
        SHARE = "share", _("share of a total, in percent")
        RATE = "rate", _("per 100,000 people")

    series = models.ForeignKey("Series", models.PROTECT, verbose_name=_("series"))
    formula = models.CharField(
        _("shows"), max_length=7, choices=Formula.choices, blank=True, default=Formula.VALUE, db_default=""
    )
    base = models.ForeignKey(
        "Series",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("total or population"),
        help_text=_("For a share the series of the total, for a rate that of the population."),
    )
    heading_en = LineField(_("heading in English"), max_length=120, blank=True)
    heading_es = LineField(_("heading in Spanish"), max_length=120, blank=True)
    heading = bilingual("heading")

    class Meta(Part.Meta):
        verbose_name = _("column")
        verbose_name_plural = _("columns")

    def __str__(self):
        return str(self.heading) or str(self.series)

    def clean(self):
        self.check_period(wanted=self.table.rows_are == DataTable.Rows.AREAS)
        if words := self._formula_problem():
            raise ValidationError({"formula": words})

    def _formula_problem(self):
        """Why the formula does not go with the units of its series; "" where it does."""
        if not self.series_id:
            return ""
        indicator, base = self.series.indicator, self.base.indicator if self.base_id else None
        needs_base = self.formula in (self.Formula.SHARE, self.Formula.RATE)
        if needs_base and base is None:
            return _("Choose the series of the total or of the population.")
        if base is not None and not needs_base:
            return _("Only a share has a total and only a rate has a population.")
        if self.formula == self.Formula.PERCENT and indicator.is_percentage:
            return _("A percent change of a percentage misleads. Choose the change: it is in percentage points.")
        if self.formula == self.Formula.SHARE and not indicator.may_be_share_of(base):
            return _("A share needs counts or amounts of one unit: %(unit)s and %(other)s differ.") % {
                "unit": indicator.unit,
                "other": base.unit,
            }
        if self.formula == self.Formula.RATE and indicator.kind != indicator.Kind.COUNT:
            return _("Only a count is divided by the population.")
        if self.formula == self.Formula.RATE and not base.counts_people:
            return _("“%(series)s” does not count people.") % {"series": base}
        of_areas = self.table.rows_are == DataTable.Rows.AREAS  # each is divided by its own population
        if self.formula == self.Formula.RATE and not of_areas and self.series.area_id != self.base.area_id:
            names = {"people": self.base.area, "values": self.series.area}
            return _("The population is that of %(people)s, the values are those of %(values)s.") % names
        return ""


class DataTableRow(Part):
    table = models.ForeignKey("DataTable", models.CASCADE, related_name="rows")
    area = models.ForeignKey("Area", models.PROTECT, null=True, blank=True, verbose_name=_("area"))

    class Meta(Part.Meta):
        verbose_name = _("row")
        verbose_name_plural = _("rows")

    def __str__(self):
        return self.period.label() if self.period else str(self.area)

    def clean(self):
        rows_are_areas = self.table.rows_are == DataTable.Rows.AREAS
        self.check_period(wanted=not rows_are_areas)
        if rows_are_areas != bool(self.area_id):
            raise ValidationError({"area": _("Name an area exactly where the rows are areas.")})
