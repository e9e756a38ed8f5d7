"""Fill a site with values: deep (few indicators in many areas), wide (many indicators) or in between, with SQL."""

import datetime

from django.db import connection, transaction
from django.utils import timezone

from briefings.accounts.models import User
from briefings.sources.models import Source
from briefings.statistics.actions.newest import write_newest
from briefings.statistics.models import Area, Batch, Indicator, Observation, Series, Vintage

from .filling import NUMBERS, analyze

SHAPES = {"middle": (49, 25), "deep": (12, 246), "wide": (400, 25)}  # indicators, areas
FIRST = datetime.date(1990, 1, 1)
REVISED, REVISED_MONTHS, REVISIONS = 9_000, 360, 24  # measure-9000: each of its values has been revised so often
MONTH = {
    "postgresql": "(DATE '1990-01-01' + n * interval '1 month')::date",
    "sqlite": "date('1990-01-01', '+' || n || ' months')",
}
NOW = {"postgresql": "now()", "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"}


def fill(shape, observations):
    """Add about `observations` monthly values, none of them printed in a briefing; the number that is there now."""
    with transaction.atomic():
        offset = 10_000_000  # above every key of the demonstration
        offset += _revised(offset)
        for series, months in (_middle if shape == "middle" else _even)(*SHAPES[shape], observations):
            _values(series, months, offset)
            write_newest([each.pk for each in series])
            offset += len(series) * months
    analyze()
    return Observation.objects.count()


def _even(indicators, areas, observations):
    yield _series(indicators, _areas(areas)), observations // (indicators * areas)


def _middle(indicators, areas, observations):
    """The last indicator, which the pages are measured with, has as many areas as those of the deep site, and in two
    of them as many months: its pages show as much as there, among fewer observations."""
    deep_indicators, deep_areas = SHAPES["deep"]
    all_areas, most = _areas(deep_areas), 1_000_000 // (deep_indicators * deep_areas)
    few = 3
    yield _series(indicators, all_areas[:areas]), few
    measured = _series(1, all_areas, first=indicators)
    yield measured[:2], most
    rest = measured[2:]
    yield rest, (observations - indicators * areas * few - 2 * most) // len(rest)


def _revised(offset):
    """An indicator of the country whose values are all revised again and again; how many values there are."""
    series = _series(1, _areas(1), first=REVISED)
    _values(series, REVISED_MONTHS, offset)
    for number in range(1, REVISIONS + 1):
        known_on = datetime.date(2020 + number // 12, number % 12 + 1, 1)
        vintages = _revise(offset, offset + number * REVISED_MONTHS, known_on)
    for vintage in vintages:
        Observation.objects.filter(pk=vintage.observation_id).update(current=vintage, current_value=vintage.value)
    write_newest([series[0].pk])
    return (REVISIONS + 1) * REVISED_MONTHS


def _revise(observations, vintages, known_on):
    now, by = timezone.now(), User.objects.earliest("pk")
    batch = Batch.objects.create(
        kind="update", stage="applied", reason_en="Made for measuring.", by=by, proposed_at=now, decided_at=now
    )
    made = {"batch": batch, "known_on": known_on, "recorded_at": now}
    return Vintage.objects.bulk_create(
        [
            Vintage(pk=vintages + n, observation_id=observations + n, value=vintages % 900 + n, **made)
            for n in range(REVISED_MONTHS)
        ]
    )


def _areas(number):
    country, parent = Area.objects.get(code="EC"), Area.objects.filter(kind=Area.Kind.PROVINCE).earliest("pk")
    provinces = list(Area.objects.filter(kind=Area.Kind.PROVINCE)[: number - 1])
    missing = range(number - 1 - len(provinces))
    cantons = [
        Area(code=f"C{n:04}", slug=f"canton-{n:04}", kind="canton", parent=parent, **_names(f"Canton {n:04}"))
        for n in missing
    ]
    return [country, *provinces, *Area.objects.bulk_create(cantons)]


def _names(name):
    return {"name_en": name, "sort_en": name.lower(), "sort_es": name.lower()}


def _series(indicators, areas, first=0):
    now = timezone.now()
    source = Source.objects.filter(public_since__isnull=False).earliest("pk")
    rows = [
        Indicator(
            slug=f"measure-{n}", kind="count", unit_en="cases", definition_en="Made for measuring.", decimals=0,
            public_since=now, **_names(f"Measure {n:03}"),
        )
        for n in range(first, first + indicators)
    ]  # fmt: skip
    made = Indicator.objects.bulk_create(rows)
    return Series.objects.bulk_create(
        [
            Series(indicator=indicator, area=area, source=source, frequency="M", public_since=now, preferred=True)
            for indicator in made
            for area in areas
        ],
        batch_size=500,
    )


def _values(series, months, offset):
    now, by = timezone.now(), User.objects.earliest("pk")
    batch = Batch.objects.create(kind="first", stage="applied", by=by, proposed_at=now, decided_at=now)
    first, last = series[0].pk, series[-1].pk
    key = f"{offset} + (s.id - {first}) * {months} + n"
    source = f"briefings_series s CROSS JOIN {NUMBERS[connection.vendor]} WHERE s.id BETWEEN {first} AND {last}"
    value, day = "(s.id * 7 + n * 13) %% 900", MONTH[connection.vendor]
    with connection.cursor() as cursor:
        # First, because SQLite looks for what refers to them, and not all that may has an index.
        cursor.execute(
            f"INSERT INTO {Vintage._meta.db_table} (id, observation_id, batch_id, value, status, credibility, "
            f"known_on, recorded_at) SELECT {key}, {key}, {batch.pk}, {value}, 'A', 3, {day}, {NOW[connection.vendor]} "
            f"FROM {source}",
            [0, months - 1],
        )
        cursor.execute(
            f"INSERT INTO {Observation._meta.db_table} (id, series_id, start, months, current_id, current_value, "
            f"current_status, cited) SELECT {key}, s.id, {day}, 1, {key}, {value}, 'A', false FROM {source}",
            [0, months - 1],
        )
