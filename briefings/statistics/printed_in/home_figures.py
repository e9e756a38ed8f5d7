"""The figures of the home page: here, because whoever enters values is told what they change there."""

from django.utils.functional import cached_property
from django.utils.timezone import localdate

from ..charts import trend_chart
from ..newest_values import figures_of, first_with_whole_periods, newest_values
from ..year_to_date import years_to_date

MAX_FIGURES = 4
MIN_CHART_POINTS = 5


class HomeFigures:
    """Current figures of indicators that are not part of another, the last updated first (nine queries at most)."""

    @cached_property
    def all_newest(self):
        """`NewestValue` of every indicator, those without a value included."""
        return newest_values()

    @cached_property
    def newest(self):
        """`NewestValue` of each such indicator; of all indicators where each is part of another."""
        newest = [value for value in self.all_newest if value.start]
        newest.sort(key=lambda value: (value.part_of is not None, value.indicator_sort))
        newest.sort(key=lambda value: value.news_on, reverse=True)
        return [value for value in newest if value.part_of is None] or newest

    @cached_property
    def shown(self):
        figures = figures_of(self.newest[:MAX_FIGURES])
        for indicator, to_date in years_to_date(figures.values(), localdate()).items():
            figures[indicator].to_date = to_date
        return list(figures.values())

    @cached_property
    def tiles(self):
        return [figure.tile for figure in self.shown]

    @cached_property
    def charted(self):
        """The first figure with enough points for a chart."""
        for figure in self.shown:
            if len(figure.full) >= MIN_CHART_POINTS:
                return figure
        return next(iter(figures_of([self._later_charted]).values())) if self._later_charted else None

    @cached_property
    def _later_charted(self):
        return first_with_whole_periods(self.newest[MAX_FIGURES:], MIN_CHART_POINTS)

    @property
    def charted_value(self):
        """The `NewestValue` of a charted figure that has no tile."""
        if any(len(figure.full) >= MIN_CHART_POINTS for figure in self.shown):
            return None
        return self._later_charted

    @property
    def chart(self):
        return trend_chart(self.charted, id_prefix="front") if self.charted else None
