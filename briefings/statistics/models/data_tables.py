"""Data tables: an ordered selection of observations, shown as a table, a chart or both."""

from django.core.exceptions import ValidationError
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

    rows_are = models.CharField(_("rows"), max_length=8, choices=Rows.choices, default=Rows.PERIODS)
    show = models.CharField(_("shown as"), max_length=6, choices=Show.choices, default=Show.TABLE)
    finding_en = LineField(
        _("finding in English"),
        max_length=200,
        blank=True,
        help_text=_("What the chart shows, in one sentence: its title. The name stays the table’s."),
    )
    finding_es = LineField(_("finding in Spanish"), max_length=200, blank=True)
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

    def search_words(self, language):
        series = {column.series for column in self._columns()}
        names = {each.indicator.text_in("name", language) for each in series}
        return sorted(names | {area.text_in("name", language) for area in self._areas()})

    def search_details(self):
        return {"places": tuple(sorted({area.code for area in self._areas()}))}

    def _columns(self):
        return self.columns.select_related("series__indicator", "series__area")

    def _areas(self):
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
    series = models.ForeignKey("Series", models.PROTECT, verbose_name=_("series"))
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
