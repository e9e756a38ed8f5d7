"""Figures calculated from two values: as they are, and as they would be once values count."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ...lib.periods import Period
from ..calculations import Comparison
from ..data_tables.derived import derived_text
from ..lookups import vintages_by_period
from ..models import DataTableColumn, Series
from ..models.observations import Status
from .places import Cells


class Calculated:
    """`wanted`: the (series key, period) of the values that the figures rest on: one query, none without any."""

    def __init__(self, cells: Cells, wanted: Iterable[tuple[int, Period]]):
        wanted = set(wanted)
        series, periods = {key for key, _period in wanted}, {period for _key, period in wanted}
        self.now = vintages_by_period(series, periods, None, breaks_of=series) if wanted else {}
        self.once = self.now | {key: change.entry.value for key, change in cells.by_key.items() if key[0] in series}

    def change(self, series: Series, period: Period, before: Period, language: str) -> tuple[str, str]:
        """The change since the period `before` as a key figure has it, now and then; "" where it has none."""
        return tuple(_change(series, period, before, language, readings) for readings in (self.now, self.once))

    def derived(self, formula: str, series: Series, keys: tuple, language: str) -> str:
        """What a derived cell of a data table would print, calculated from the values of two keys."""
        column = DataTableColumn(formula=formula, series=series)
        return derived_text(column, *map(self.once.get, keys), language)


def _change(series, period, before, language, readings):
    value, base = readings.get((series.pk, period)), readings.get((series.pk, before))
    breaks = [
        of_value.start
        for (key, of_value), reading in readings.items()
        if key == series.pk and reading.status == Status.BREAK
    ]
    return Comparison(series, value, base, language, breaks).text if value and base else ""


def name_of_change(before: Period) -> str:
    return _("change on %(period)s") % {"period": before.label()}
