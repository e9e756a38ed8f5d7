"""Printed figures that batches changed, and the first editions that printed them before."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import Count, DecimalField, Exists, ExpressionWrapper, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from ..addresses.models import page_url
from ..articles.models import Edition, FigureUse
from ..lib.clock import NOW_SQL
from ..lib.numbers import exact
from ..statistics.models import Vintage

SERIES = "observation__series__"
NAMES = (
    "batch",
    "observation__current__batch",
    "observation__value_since__batch",
    f"{SERIES}indicator",
    f"{SERIES}area",
    f"{SERIES}source",
)
# Of the editions that readers can open (as `Edition.objects.public`) the first that print a value. They are read in the
# order in which they were made, by index: a figure that thousands of briefings print costs as much as any other.
# PostgreSQL could make a join of the condition, which may read all editions in order.
FIRST = """SELECT edition_id FROM (
    SELECT DISTINCT u.edition_id FROM briefings_figureuse u
    WHERE u.vintage_id = v.id AND (
        SELECT p.publish_at <= {now} AND p.held_at IS NULL AND w.taken_down_at IS NULL
            {chosen}
        FROM briefings_edition p JOIN briefings_workflow w ON w.article_id = p.article_id WHERE p.id = u.edition_id)
    ORDER BY u.edition_id LIMIT {most}) {name}"""
# `r` are the revisions, `v` the values that the same observations had before.
PRINTED = """
SELECT r.id, v.value, e.id, e.publish_at, k.withdrawn_at, e.language, e.title, e.number, a.slug, k.withdrawal_reason
FROM briefings_vintage r
JOIN briefings_batch b ON b.id = r.batch_id
JOIN briefings_vintage v ON v.observation_id = r.observation_id
JOIN briefings_batch d ON d.id = v.batch_id AND d.decided_at < b.decided_at
{editions}
JOIN briefings_workflow k ON k.article_id = e.article_id
JOIN briefings_address a ON a.id = k.address_id
WHERE r.id IN ({revisions}) ORDER BY e.publish_at, e.id
"""
# SQLite has no LATERAL.
OF_EACH = {
    "postgresql": "CROSS JOIN LATERAL ({first}) f JOIN briefings_edition e ON e.id = f.edition_id",
    "sqlite": "JOIN briefings_edition e ON e.id IN ({first})",
}


def first_changed(batches: Iterable[int], *, most: int) -> list[Vintage]:
    """The first vintages of each batch that changed a figure which an edition prints; `number` is how many there are.

    Where there are more than are read, only those of which readers have seen another value count: one query more,
    because it looks for the editions of each.
    """
    changed = Vintage.objects.filter(batch__in=batches).changing_printed().select_related(*NAMES)
    first = _numbered(changed, most)
    large = {vintage.batch_id for vintage in first if vintage.number > most}
    if not large:
        return first
    seen = changed.filter(batch__in=large).filter(Exists(_uses_seen()))
    return sorted(
        [*(vintage for vintage in first if vintage.batch_id not in large), *_numbered(seen, most)],
        key=lambda vintage: (vintage.batch_id, vintage.pk),
    )


def _numbered(vintages, most):
    in_batch = {"partition_by": F("batch")}
    numbered = vintages.annotate(
        place=Window(RowNumber(), order_by="pk", **in_batch), number=Window(Count("pk"), **in_batch)
    )
    return list(numbered.filter(place__lte=most).order_by("batch", "pk"))


def _uses_seen():
    """The uses of an earlier value than a vintage in editions that are public, as `FIRST` reads them."""
    seen = Edition.objects.public().filter(pk=OuterRef("edition"))
    revised = ExpressionWrapper(OuterRef("value"), output_field=DecimalField())
    uses = FigureUse.objects.filter(vintage__observation=OuterRef("observation"))
    uses = uses.filter(vintage__batch__decided_at__lt=OuterRef("batch__decided_at")).alias(revised=revised)
    # Said without "not", as `changing_printed`.
    differs = Q(vintage__value__lt=F("revised")) | Q(vintage__value__gt=F("revised"))
    differs |= Q(vintage__value=None, revised__isnull=False) | Q(vintage__value__isnull=False, revised=None)
    uses = uses.filter(differs)
    return uses.filter(Exists(seen))


class Printed(NamedTuple):
    """An edition that prints what the observation of a revision was before it; it may have been published later, if it
    had waited."""

    revision: int
    pk: int
    publish_at: datetime.datetime
    withdrawn_at: datetime.datetime | None
    language: str
    title: str
    number: int
    slug: str
    withdrawal_reason: str

    @property
    def url(self) -> str:
        return page_url("edition", self.language, self.slug, self.number)


def first_printed(revisions: list[int], language: str, *, most: int) -> dict[int, dict[Decimal | None, list[Printed]]]:
    """{vintage that revised a value: {earlier value: the first editions, in any and in this language, that printed
    it}}: one query. The first that was published comes first."""
    if not revisions:
        return {}
    connection = connections[router.db_for_read(Edition) or DEFAULT_DB_ALIAS]
    now = NOW_SQL[connection.vendor].replace("%", "%%")
    first = [
        FIRST.format(now=now, most=most, chosen=chosen, name=name)
        for name, chosen in (("early", ""), ("own", " AND p.language = %s"))
    ]
    editions = OF_EACH[connection.vendor].format(first=" UNION ".join(first))
    sql = PRINTED.format(editions=editions, revisions=", ".join(["%s"] * len(revisions)))
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [language, *revisions])
        for revision, value, pk, at, withdrawn_at, *names in cursor.fetchall():
            values = found.setdefault(revision, {})
            printed = Printed(revision, pk, _aware(at), _aware(withdrawn_at), *names)
            values.setdefault(_number(value), []).append(printed)
    return found


def _number(value):
    """SQLite gives a binary number."""
    return None if value is None else exact(Decimal(str(value)))


def _aware(moment):
    """SQLite gives it without the zone."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
