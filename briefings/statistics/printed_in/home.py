"""What the home page prints of values that are to be entered."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Min
from django.utils.translation import gettext as _

from ...addresses.models import page_url
from ...lib.numbers import language_code
from ...lib.periods import moved
from ..entering.entries import Change
from ..models import Vintage
from ..newest_values import HOME, first_drawn, newest_of_all_series
from .home_differences import cells_of_values, home_differences
from .home_figures import MAX_FIGURES, HomeFigures
from .places import Cells, Group, Kind, Once, Place, Places, prints


@prints
def home_page(cells: Cells, user) -> list[Group]:
    once, uses = cells.once, []
    figures = once.home if once else HomeFigures()
    known_on, is_undo = (once.known_on.date, bool(once.reverts)) if once else (None, False)
    changes = changes_on_home(cells.by_key.values(), known_on, figures, is_undo=is_undo)
    if once and (changes or once.shows):
        uses = home_differences(figures, once.counting(changes or cells.by_key.values()))
        uses = [replace(use, remarks=_remarks(cells, use)) for use in uses]
    return _groups(uses or _of_values(cells, changes, figures))


def _of_values(cells, changes, figures):
    """What is neither a figure nor drawn is part of a sum."""
    shown = cells_of_values(figures) if changes else {}
    where = {key: ", ".join(map(str, labels)) for key, labels in shown.items()}
    calculated = _("part of a calculation")
    return [cells.use(each, where=where.get((each.series.pk, each.period), calculated)) for each in changes]


def _remarks(cells, use):
    change = cells.by_key.get((use.series.pk, use.period))
    return tuple(change.printed_remarks) if change else ()


def home_once(once: Once) -> Places:
    """The home page as the only place, for what changes no value."""
    return Places(_groups(home_differences(once.home, once.counting([]))))


def _groups(uses):
    if not uses:
        return []
    place = Place(Kind.HOME, _("Home page"), page_url("home", language_code()), tuple(uses))
    return [Group(Kind.HOME, lambda most: [place], list)]


def home_prints(figures: HomeFigures | None = None) -> list:
    """Everything that the figures and the chart of the home page show, to be compared with another moment. `figures`:
    those of now, where the caller has them."""
    figures = figures or HomeFigures()
    shown = [*figures.shown, *([figures.charted] if figures.charted else [])]
    return [_printed(figure) for figure in shown]


def _printed(figure):
    values = [(each.start, each.months, each.value, each.status) for each in figure.observations]
    latest, to_date = figure.latest, figure.to_date
    ends = (latest.low, latest.high) if latest else None
    return figure.series.pk, values, ends, to_date and (to_date.period, to_date.value, to_date.before)


def changes_on_home(
    changes: Iterable[Change],
    known_on: date | None = None,
    figures: HomeFigures | None = None,
    *,
    is_undo: bool = False,
) -> list[Change]:
    """Those that change a figure or chart of the home page, or bring their indicator or series there: at most eight
    queries.

    An indicator that is not there yet comes there with a newer value than the least new of those shown. `known_on`: of
    the values; without it they count as known today. What an undo restores was known before. `figures`: those of now,
    where the caller has them.
    """
    candidates = [change for change in changes if not change.stays_history and _may_be_on_home(change.series)]
    if not candidates:
        return []
    figures = figures or HomeFigures()
    shown = figures.newest[:MAX_FIGURES]
    sums = [figure.to_date for figure in figures.shown if figure.to_date]
    summed = {to_date.series.pk: moved(to_date.period.start, -12) for to_date in sums}
    drawn_values = [*shown, *([figures.charted_value] if figures.charted_value else [])]
    drawn = {value.series: value for value in drawn_values}
    least = shown[-1].news_on if len(shown) == MAX_FIGURES else date.min
    known_before = _known_before(candidates) if is_undo else {}
    on_home = {value.indicator for value in drawn_values}
    represented = {value.indicator: value for value in figures.all_newest}
    will_represent = _will_represent(candidates)

    def comes(change):
        """Whether readers see this because its series represents the indicator once the values count."""
        indicator = change.series.indicator_id
        newest = represented.get(indicator)
        if change.entry.value.value is None:  # what becomes the newest then may be known since today
            is_newest = newest and (newest.series, newest.period) == (change.series.pk, change.period)
            return bool(is_newest) and not change.series.indicator.part_of_id
        if change.series.pk not in will_represent:
            return False
        if newest and newest.series != change.series.pk and indicator in on_home:
            return True
        news_on = known_before.get((change.before and change.before.observation, change.entry.value.value), known_on)
        if (news_on or date.max) < least or change.series.indicator.part_of_id:
            return False
        is_other = newest is None or newest.series != change.series.pk or newest.start is None
        return is_other or change.period.start >= newest.start

    return [change for change in candidates if _is_drawn(change, drawn, summed) or comes(change)]


def _known_before(changes):
    """{(observation, value): the first day on which it was known}: one query."""
    keys = [change.before.observation for change in changes if change.before]
    rows = Vintage.objects.applied().filter(observation__in=keys).order_by()
    return {(key, value): day for key, value, day in rows.values_list("observation", "value").annotate(Min("known_on"))}


def _will_represent(changes):
    """Keys of the series of these changes that represent their indicator once the values count: one query.

    By the sort key of the home page itself. Several values that come in may make a series one with several.
    """
    coming = defaultdict(set)
    for change in changes:
        if change.entry.value.value is not None and not change.period.is_part(change.series.frequency):
            coming[change.series.pk].add(change.period)
    rows = newest_of_all_series({change.series.indicator_id for change in changes})
    rows = [_once_they_count(row, coming[row.series]) for row in rows]
    best = {}
    for row in rows:
        best[row.indicator] = min(best.get(row.indicator, row.preference), row.preference)
    return {row.series for row in rows if row.preference == best[row.indicator]}


def _once_they_count(row, coming):
    first = min((period.start for period in coming), default=None)
    return row._replace(has_several=row.has_several or _has_several(row, coming), start=row.start or first)


def _has_several(row, coming):
    """Whether the whole periods that come in and the one on record are several; the latter may be among them."""
    is_whole = row.period and not row.period.is_part(row.frequency)
    return len(coming | {row.period} if is_whole else coming) > 1 or None


def _may_be_on_home(series):
    is_public = series.is_public and series.indicator.is_public and series.source.is_public
    return is_public and series.area.code == HOME


def _is_drawn(change, drawn, summed):
    """`summed`: by series the first day of the sums of a year so far and the year before."""
    key, start = change.series.pk, change.period.start
    return (key in drawn and start >= first_drawn(drawn[key])) or (key in summed and start >= summed[key])
