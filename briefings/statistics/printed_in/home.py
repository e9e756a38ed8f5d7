"""What the home page prints of values that are to be entered."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from ...lib.numbers import language_code
from ...lib.periods import moved
from ..entering.entries import Change
from ..newest_values import HOME, NewestValue, first_drawn
from .home_figures import MAX_FIGURES, HomeFigures
from .places import Cells, Kind, Place, prints


@prints
def home_page(cells: Cells, user) -> Iterator[Place]:
    changes = changes_on_home(cells.by_key.values())
    if changes:
        url = reverse(f"home-{language_code()}")
        yield Place(Kind.HOME, _("Home page"), url, tuple(cells.use(change) for change in changes))


def changes_on_home(changes: Iterable[Change], known_on: date | None = None) -> list[Change]:
    """Those that change a figure or chart of the home page, or bring their indicator there: at most six queries.

    A series that is not there yet comes there with a newer value than the least new of those shown. `known_on`: of the
    values; without it they count as known today.
    """
    candidates = [change for change in changes if _may_be_on_home(change.series)]
    if not candidates:
        return []
    figures = HomeFigures()
    shown = figures.newest[:MAX_FIGURES]
    sums = [figure.to_date for figure in figures.shown if figure.to_date]
    summed = {to_date.series.pk: moved(to_date.period.start, -12) for to_date in sums}
    drawn = {value.series: value for value in [*shown, *([figures.charted_value] if figures.charted_value else [])]}
    represented = {value.indicator: value for value in figures.all_newest}
    least = shown[-1].known_on if len(shown) == MAX_FIGURES else date.min
    is_new_enough = (known_on or date.max) >= least
    return [
        change
        for change in candidates
        if _is_drawn(change, drawn, summed)
        or (is_new_enough and _comes(change, represented.get(change.series.indicator_id)))
    ]


def _may_be_on_home(series):
    is_public = series.is_public and series.indicator.is_public and series.source.is_public
    return is_public and series.area.code == HOME


def _is_drawn(change, drawn, summed):
    """`summed`: by series the first day of the sums of a year so far and the year before."""
    key, start = change.series.pk, change.period.start
    return (key in drawn and start >= first_drawn(drawn[key])) or (key in summed and start >= summed[key])


def _comes(change: Change, newest: NewestValue | None) -> bool:
    """Whether this would be the newest value of the series that represents the indicator, or become that series."""
    if change.entry.value.value is None or change.series.indicator.part_of_id:
        return False
    if newest is None or newest.start is None:
        return True
    represents = change.series.pk == newest.series or change.series.preferred or not newest.preferred
    return represents and change.period.start >= newest.start
