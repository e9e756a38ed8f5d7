"""What the home page says of corrections: the newest corrections, withdrawn briefings, and revised figures behind the
newest briefings. The register has more figures, but takes longer to read than the whole home page."""

from operator import itemgetter

from django.db.models import CharField, F, IntegerField, Value

from ..articles.models import Workflow
from ..lib.periods import period_of
from ..lib.rows.prepared import prepared
from ..sources.models import Source
from ..statistics.models import Area, Batch, Indicator
from .changed_figures import ChangedFigure, values_in_words
from .register import KINDS, SOURCES, Entry, Kind
from .revisions import OBSERVATION

MOST = 3
LOOKED_AT = 50  # withdrawals
OF_BRIEFINGS = Kind.WITHDRAWAL, Kind.CORRECTION  # the register alone says that something was taken down
SERIES = f"{OBSERVATION}series__"
OF_REVISION = (
    f"{SERIES}indicator__name_en", f"{SERIES}indicator__name_es", f"{SERIES}area__name_en", f"{SERIES}area__name_es",
    f"{SERIES}source__name_en", f"{SERIES}source__name_es", f"{SERIES}frequency",
    f"{OBSERVATION}start", f"{OBSERVATION}months",
)  # fmt: skip
OF_BATCH = "batch", "batch__decided_at", "batch__kind", "batch__reason_en", "batch__reason_es"


@prepared(language=CharField())
def _briefings(language):
    """(kind, moment, key, words, title) of entries that are about a briefing."""
    first, *others = (_of_kind(kind, language) for kind in OF_BRIEFINGS)
    return first.union(*others, all=True).order_by("-at", "-place", "-key")[:MOST]


def _of_kind(kind, language):
    rows, moment = SOURCES[kind](language)
    order = f"-{moment}", "-pk"
    if kind != Kind.CORRECTION:
        # Of both languages: with 1,200 withdrawals in the other one PostgreSQL read all of them, for 3 ms.
        recent = Workflow.objects.filter(**{f"{moment}__isnull": False}, taken_down_at=None).order_by(*order)
        rows = rows.filter(pk__in=recent.values("pk")[:LOOKED_AT])
    newest = rows.order_by(*order).values("pk")[:MOST]
    columns = {
        "place": Value(KINDS.index(kind), IntegerField()),
        "at": F(moment),
        "key": F("pk"),
        "words": F("note" if kind == Kind.CORRECTION else "withdrawal_reason"),
        "name": F("title"),
    }
    return rows.filter(pk__in=newest).order_by().annotate(**columns).values_list(*columns)


def newest_entries(revised: list[tuple], language: str) -> list[Entry]:
    """The newest entries; of each revision one of the figures in `revised`, `values_revised` with `OF_REVISION` and
    `OF_BATCH`."""
    rows = _briefings(language=language)
    found = [Entry(KINDS[row.place], row.at, row.key, row.words, title=row.name or "") for row in rows]
    by_batch = {row[-5]: row for row in sorted(revised, key=itemgetter(1, 0), reverse=True)}
    revisions = [_revision(row, language) for row in by_batch.values()]
    return sorted([*found, *revisions], key=lambda entry: entry.key, reverse=True)[:MOST]


def _revision(row, language):
    (
        _edition,
        observation,
        before,
        now,
        decimals,
        *names,
        frequency,
        start,
        months,
        batch,
        at,
        kind,
        reason_en,
        reason_es,
    ) = row
    indicator, area = Indicator(name_en=names[0], name_es=names[1]), Area(name_en=names[2], name_es=names[3])
    words = values_in_words((before, now, now), decimals, language)
    period, source = period_of(start, months), Source(name_en=names[4], name_es=names[5])
    figure = ChangedFigure(observation, indicator, area, source, frequency, period, *words, now_at=at)
    revision = Batch(pk=batch, kind=kind, reason_en=reason_en, reason_es=reason_es)
    return Entry(Kind.REVISION, at, batch, revision.reason, figures=[figure], batch=revision)
