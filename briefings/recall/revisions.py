"""What has been revised since an edition was published: the values behind its tables, key figures and charts, printed
or calculated with, that are now others than then. Numbers typed in its text refer to no value and do not count.

The band of an edition, lists, search, feeds, files and the API all count these.
"""

import datetime
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BigIntegerField, F, QuerySet
from django.db.models.functions import Coalesce
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..articles.finding import not_current, overtaken_vintage
from ..articles.models import FigureUse
from ..lib.clock import Day
from ..lib.numbers import format_number, plain, reads_same
from ..lib.periods import Period, period_of
from ..lib.rows.prepared import prepared
from ..sources.models import Source
from ..statistics.models import Area, Batch, Indicator

MOST = 5_000  # uses of one edition that are listed: those of a dozen of the largest tables
KEY = BigIntegerField()
OBSERVATION = "vintage__observation__"
CURRENT, SINCE = f"{OBSERVATION}current__", f"{OBSERVATION}value_since__"
NAMES, SLUGS = ("name_en", "name_es"), ("slug", "slug_es")
INDICATOR, AREA, SOURCE = (*SLUGS, "decimals", *NAMES), ("code", *NAMES), (*SLUGS, *NAMES)
REASON = ("kind", "reason_en", "reason_es", "decided_at")
CHART = re.compile(
    r'<div class="chart-canvas">\s*<svg[^>]*aria-labelledby="(f-[0-9a-f]{8})-chart-title[ "].*?</svg>\s*</div>',
    re.DOTALL,
)
MOST_AT_CHART = 5  # revisions named under a chart
FIGURE = re.compile(r'(<data id="([^"]+)"[^>]*>[^<]*</data>)')


@dataclass
class Revision:
    """A value behind an edition, and what it is now. `before` and `now` are as people read them, the plain ones
    as machines do; `now` is "" where the value has been retracted; `batch` gave it. `figures` are the ids of the places
    on the page."""

    observation: int
    indicator: Indicator
    area: Area
    source: Source
    frequency: str
    period: Period
    before: str
    before_plain: str
    now: str
    now_plain: str
    day_known: Day
    batch: Batch
    figures: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)  # ids of figures that are calculated from the value

    @property
    def anchor(self) -> str:
        return f"revised-{self.observation}"


class Revisions(list):
    """`Revision`s; `left_out` is how many there are beside them, where an edition prints too many values."""

    left_out = 0

    @property
    def number(self) -> int:
        return len(self) + self.left_out


def _overtaken(uses: QuerySet) -> QuerySet:
    """The uses of vintages that are not current any more.

    The index of current vintages answers for each use; only for those that it does not have are other tables read.
    """
    return not_current(uses).filter(vintage__observation__current__isnull=False)


def since(name: str) -> Coalesce:
    """This field of the vintage that changed the value last, as people read it."""
    return Coalesce(f"{SINCE}{name}", f"{CURRENT}{name}")


@prepared(edition=KEY)
def _first_overtaken(edition):
    return overtaken_vintage(edition)


def is_overtaken(edition: int) -> bool:
    """Whether a value that the edition prints is not current any more, which is all that most editions need to know:
    PostgreSQL takes longer to plan the joins of `revisions_since`."""
    return bool(_first_overtaken(edition=edition))


@prepared(edition=KEY)
def _rows(edition, most):
    uses = _overtaken(FigureUse.objects.filter(edition=edition)).order_by("pk")
    renamed = {
        "observation": F("vintage__observation"),
        "frequency": F(f"{OBSERVATION}series__frequency"),
        "start": F(f"{OBSERVATION}start"),
        "months": F(f"{OBSERVATION}months"),
        "printed": F("vintage__value"),
        "now": F(f"{OBSERVATION}current_value"),
        "known_on": since("known_on"),
        "known_precision": since("known_precision"),
    }
    for prefix, names in PARTS.items():
        renamed |= {f"{prefix}_{name}": F(f"{OBSERVATION}series__{prefix}__{name}") for name in names}
    renamed |= {f"batch_{name}": since(f"batch__{name}") for name in REASON}
    return uses.annotate(**renamed).values_list("key", "role", *renamed)[:most]


PARTS = {"indicator": INDICATOR, "area": AREA, "source": SOURCE}


def _part(row, prefix, names):
    return {name: getattr(row, f"{prefix}_{name}") for name in names}


def revisions_since(edition: int, language: str) -> Revisions:
    """The revised values behind an edition in the order in which it prints them: one query.

    A value that reads the same as printed, because only decimals that are not shown differ, is not revised for readers.
    """
    found, rows = {}, _rows(edition=edition, most=MOST)
    for row in rows:
        if row.observation not in found:
            found[row.observation] = _revision(row, language)
        revision = found[row.observation]
        places = revision.results if row.role == FigureUse.Role.OPERAND else revision.figures
        if row.key not in places:
            places.append(row.key)
    revisions = Revisions(revision for revision in found.values() if revision.before != revision.now)
    if len(rows) == MOST:
        revisions.left_out = numbers_revised([edition])[edition] - len(revisions)
    return revisions


def _revision(row, language):
    indicator = Indicator(**_part(row, "indicator", INDICATOR))
    before, now = (
        "" if value is None else format_number(value, indicator.decimals, language) for value in (row.printed, row.now)
    )
    return Revision(
        row.observation,
        indicator,
        Area(**_part(row, "area", AREA)),
        Source(**_part(row, "source", SOURCE)),
        row.frequency,
        period_of(row.start, row.months),
        before,
        "" if row.printed is None else plain(row.printed),
        now,
        "" if row.now is None else plain(row.now),
        Day(row.known_on, row.known_precision),
        Batch(**_part(row, "batch", REASON)),
    )


@prepared(editions=KEY)
def _overtaken_values(editions, more=(), since_when=()):
    """(edition, observation, printed value, the one now, its decimals, …) of each value behind the editions that is
    not current any more; at the end fields of its last change."""
    uses = _overtaken(FigureUse.objects.filter(edition__pk__in=editions))
    decimals = f"{OBSERVATION}series__indicator__decimals"
    names = "edition", "vintage__observation", "vintage__value", f"{OBSERVATION}current_value", decimals
    return uses.order_by().values_list(*names, *more, *map(since, since_when)).distinct()


def values_revised(editions: list[int], more: tuple[str, ...] = (), since_when: tuple[str, ...] = ()) -> list[tuple]:
    """`_overtaken_values` of the editions, without those that read the same for people: one query."""
    rows = _overtaken_values(editions=tuple(editions), more=more, since_when=since_when) if editions else ()
    return [row for row in rows if not reads_same(*row[2:5])]


def counted(revised: list[tuple]) -> dict[int, int]:
    """{edition: how many values behind it have been revised since}, without those that have none."""
    return Counter(edition for edition, _observation in {row[:2] for row in revised})


def numbers_revised(editions: list[int]) -> dict[int, int]:
    """The same in one query."""
    return counted(values_revised(editions))


class RevisedSince(NamedTuple):
    number: int
    at: datetime.datetime | None  # of the last revision, also of one that gave a value back


NOT_REVISED = RevisedSince(0, None)


def revised_since(editions: list[int]) -> dict[int, RevisedSince]:
    """The same with the moment, for feeds: one query."""
    found, since_when = {}, ("batch__decided_at",)
    rows = _overtaken_values(editions=tuple(editions), since_when=since_when) if editions else ()
    for edition, _observation, *values, at in rows:
        before = found.get(edition, NOT_REVISED)
        last = max(filter(None, [before.at, at]), default=None)
        found[edition] = RevisedSince(before.number + (not reads_same(*values)), last)
    return found


def revised_words(number: int) -> str:
    """How many values behind a briefing have been revised, beside its title in a list."""
    words = ngettext(
        "%(number)s value behind its tables, key figures and charts has been revised since",
        "%(number)s values behind its tables, key figures and charts have been revised since",
        number,
    )
    return words % {"number": format_number(number)}


def with_marks(html: str, revisions: list[Revision]) -> SafeString:
    """Frozen HTML with a mark after each figure that has been revised, which leads to the revision in the list above,
    and under each chart with what has been revised in it.

    The stored rendering stays as it is; the marks are added to what is served.
    """
    marks = {key: _result_mark(revision) for revision in revisions for key in revision.results}
    marks |= {key: _mark(revision) for revision in revisions for key in revision.figures}
    if not marks:
        return mark_safe(html)
    html = CHART.sub(lambda chart: chart[0] + _chart_line(chart[1], revisions), html)
    return mark_safe(FIGURE.sub(lambda figure: figure[1] + marks.get(figure[2], ""), html))


def _chart_line(prefix, revisions):
    """`Revised since this chart was published: Guayas, 2024 now 1,204; …`"""
    drawn = [each for each in revisions if any(key.startswith(f"{prefix}-r") for key in each.figures)]
    if not drawn:
        return ""
    links = format_html_join(
        "; ",
        "{}, {}{}",
        ((each.area.text_in("name"), each.period.label(), _mark(each)) for each in drawn[:MOST_AT_CHART]),
    )
    more = "; …" if len(drawn) > MOST_AT_CHART else ""
    return format_html('<p class="chart-note">{} {}{}</p>', _("Revised since this chart was published:"), links, more)


def _mark(revision):
    words = _("now %(value)s") % {"value": revision.now} if revision.now else _("retracted")
    return format_html(' <a class="revised" href="#{}">{}</a>', revision.anchor, words)


def _result_mark(revision):
    words = _("from a revised value")
    return format_html(' <a class="revised" href="#{}">{}</a>', revision.anchor, words)
