"""The first editions that printed an observation before it was revised."""

import datetime
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.urls import reverse

from ..articles.models import Edition
from ..lib.clock import NOW_SQL

# Of the editions that readers could open (as `Edition.objects.public`) before a revision, the first that print a value.
# They are read in the order in which they were made, by index: a figure that thousands of briefings print costs as much
# as any other. PostgreSQL could make a join of the condition, which may read all editions in order.
FIRST = """SELECT edition_id FROM (
    SELECT DISTINCT u.edition_id FROM briefings_figureuse u
    WHERE u.vintage_id = v.id AND (
        SELECT p.publish_at < b.decided_at AND p.publish_at <= {now} AND p.held_at IS NULL AND w.taken_down_at IS NULL
            {chosen}
        FROM briefings_edition p JOIN briefings_workflow w ON w.article_id = p.article_id WHERE p.id = u.edition_id)
    ORDER BY u.edition_id LIMIT {most}) {name}"""
# `r` are the revisions, `v` the values that the same observations had before.
PRINTED = """
SELECT r.id, e.id, e.publish_at, e.language, e.title, e.number, a.slug
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


class Printed(NamedTuple):
    """An edition that printed the observation of a revision before it."""

    revision: int
    pk: int
    publish_at: datetime.datetime
    language: str
    title: str
    number: int
    slug: str

    @property
    def url(self) -> str:
        return reverse(f"edition-{self.language}", args=[self.slug, self.number])


def first_printed(revisions: list[int], language: str, *, most: int) -> dict[int, list[Printed]]:
    """{vintage that revised a value: the first editions, in any and in this language, of each value before}: one query.

    The first that was published comes first.
    """
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
        for revision, pk, at, *names in cursor.fetchall():
            found.setdefault(revision, []).append(Printed(revision, pk, _aware(at), *names))
    return found


def _aware(moment):
    """SQLite gives it without the zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
