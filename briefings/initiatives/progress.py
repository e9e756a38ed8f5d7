from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ..lib.numbers import format_number, percent, plain
from ..statistics.calculations import share_of_way
from ..statistics.current_figures import CurrentFigure, values_by_series
from ..statistics.models import Series
from .models import Initiative


@dataclass(frozen=True)
class Progress:
    initiative: Initiative
    current: CurrentFigure

    def _shown(self, value):
        """With the decimals of the indicator, or of the value where it has more."""
        decimals = max(0, -Decimal(plain(value)).as_tuple().exponent)
        return format_number(value, max(self.current.indicator.decimals, decimals))

    @property
    def target(self):
        return None if self.initiative.target_value is None else self._shown(self.initiative.target_value)

    @property
    def target_plain(self):
        return plain(self.initiative.target_value)

    @property
    def start(self):
        return None if self.initiative.target_baseline is None else self._shown(self.initiative.target_baseline)

    @property
    def start_plain(self):
        return plain(self.initiative.target_baseline)

    @property
    def share(self):
        return share_of_way(self.current.value, self.initiative.target_baseline, self.initiative.target_value)

    @property
    def bar(self):
        """Percent for the bar, 0 to 100, as text; None without a share."""
        return None if self.share is None else plain(round(min(max(self.share, Decimal(0)), Decimal(1)) * 100, 1))

    @property
    def words(self):
        if self.share is None:
            return ""
        if self.share >= 1:
            return _("The target is reached.")
        if self.share < 0:
            return _("The figure is further from the target than it was at the start.")
        if self.share == 0:
            return _("The figure is where it was at the start.")
        return _("%(percent)s of the way from the starting value to the target.") % {"percent": percent(self.share)}


def progress_of(initiative):
    """None without a public series that measures it; two queries."""
    if not initiative.target_series_id:
        return None
    series = Series.objects.public().with_names().filter(pk=initiative.target_series_id).first()
    if series is None:
        return None
    current = CurrentFigure(series, values_by_series([series])[series.pk])
    return Progress(initiative, current) if current.latest else None
