"""Keep the copy of the newest value of each series, with which pages about hundreds of series begin."""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from ...history.public_token import public_changed
from ...lib.rows.chunks import in_chunks
from ..models import Observation, Series, SeriesNewest

CHUNK = 500  # series in a transaction
COLUMNS = ["vintage_id", "start", "months", "second_start", "known_on", "known_precision", "low", "high", "news_on"]
WHOLE = """FROM briefings_observation w WHERE w.series_id = s.id AND w.current_value IS NOT NULL
    AND w.months = CASE s.frequency WHEN 'A' THEN 12 WHEN 'Q' THEN 3 ELSE 1 END ORDER BY w.start DESC LIMIT 1"""
PART = """FROM briefings_observation p WHERE p.series_id = s.id AND p.current_value IS NOT NULL
    ORDER BY p.start DESC, p.months DESC LIMIT 1"""
NEWEST = f"""
SELECT s.id, o.current_id, o.start, o.months, (SELECT w.start {WHOLE} OFFSET 1), v.known_on, v.known_precision,
       v.low, v.high,
       CASE WHEN b.reverts_id IS NULL THEN v.known_on ELSE
           (SELECT MIN(e.known_on) FROM briefings_vintage e JOIN briefings_batch f ON f.id = e.batch_id
            WHERE e.observation_id = o.id AND e.value = v.value AND (f.stage = 'applied' OR f.id = b.id)) END
FROM briefings_series s
JOIN briefings_observation o ON o.id = COALESCE((SELECT w.id {WHOLE}), (SELECT p.id {PART}))
LEFT JOIN briefings_vintage v ON v.id = o.current_id
LEFT JOIN briefings_batch b ON b.id = v.batch_id
WHERE s.id IN ({{places}})
ORDER BY s.id
"""
# Both databases know it: one statement is a third of the time of reading rows and writing them back.
WRITE = f"""
INSERT INTO briefings_seriesnewest (series_id, {", ".join(COLUMNS)}) {NEWEST}
ON CONFLICT (series_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS)}
"""


def write_newest(series: list[int]) -> None:
    """Of these series, by their keys; the caller has locked them, so that nothing else becomes current meanwhile."""
    for keys in in_chunks(series, CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(_of(WRITE, keys), keys)
            is_every = cursor.rowcount == len(keys)
        if not is_every:  # one has no value left
            values = Observation.objects.filter(series=OuterRef("series"), current_value__isnull=False)
            SeriesNewest.objects.filter(~Exists(values), series__in=keys).delete()


def write_in_steps(series: list[int]) -> None:
    """The same, some hundred in each transaction, which locks them."""
    for keys in in_chunks(series, CHUNK):
        with transaction.atomic():
            list(Series.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
            write_newest(keys)


def correct_newest(batches: QuerySet | None = None) -> None:
    """Of the series of these batches, or of all, write what is wrong: a release that does not know the copy may have
    applied values, before an upgrade was done or after going back."""
    if wrong := wrong_newest(None if batches is None else _series_of(batches)):
        write_in_steps([each.pk for each in wrong])
        public_changed()


def _series_of(batches):
    rows = Observation.objects.filter(vintages__batch__in=batches).order_by("series")
    return list(rows.values_list("series", flat=True).distinct())


def wrong_newest(series: list[int] | None = None) -> list[Series]:
    """Those of these series, or of all, whose copy is not of their newest value, or missing."""
    wrong = []
    everything = Series.objects.order_by("pk").values_list("pk", flat=True)
    for keys in in_chunks(list(everything) if series is None else series, CHUNK):
        with connection.cursor() as cursor:
            cursor.execute(_of(NEWEST, keys), keys)
            newest = {row[0]: (row[1], row[4], row[9]) for row in cursor.fetchall()}
        copied = "vintage", "second_start", "news_on"
        copies = SeriesNewest.objects.filter(series__in=keys).values_list("series", *copied)
        copies = {key: of_value for key, *of_value in copies}
        wrong += [key for key in keys if _plain(copies.get(key)) != _plain(newest.get(key))]
    return list(Series.objects.filter(pk__in=wrong).with_names().order_by("pk")) if wrong else []


def _of(sql, keys):
    return sql.format(places=", ".join(["%s"] * len(keys)))


def _plain(row):
    """SQLite gives dates as text."""
    return row and [str(value or "") for value in row]
