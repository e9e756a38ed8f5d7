"""How far an initiative has come, from the current figures of the series that measures it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ..lib.numbers import percent, plain, shown
from ..statistics.current import Current, observed
from ..statistics.models import Series


def share_of_way(now, start, target):
    """How much of the way from `start` to `target` lies behind `now`: 1 at the target, negative when it has moved
    away; None where there is no way to measure (a number is missing, or start and target are the same)."""
    if now is None or start is None or target is None or start == target:
        return None
    return (now - start) / (target - start)


@dataclass(frozen=True)
class Progress:
    """`current` is what the series says now; `initiative` names the target, if there is one."""

    initiative: object
    current: Current

    def _shown(self, value):
        """In the indicator's decimals, or more where the target was set finer."""
        finer = max(0, -Decimal(plain(value)).as_tuple().exponent)
        return shown(value, max(self.current.indicator.decimals, finer))

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
        """Per cent for the bar, 0 to 100, as text; None where there is no way to measure."""
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
    """None where nothing public measures it; two queries."""
    if not initiative.target_series_id:
        return None
    series = Series.objects.public().with_names().filter(pk=initiative.target_series_id).first()
    if series is None:
        return None
    current = Current(series, observed([series])[series.pk])
    return Progress(initiative, current) if current.latest else None
