import datetime
import threading

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateTimeField, F
from django.utils import timezone

from briefings.lib.rows.prepared import STATEMENTS, padded, prepared
from briefings.statistics.models import Indicator, Series
from briefings.topics.models import Topic
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_slug():
    made = []

    @prepared(slug=CharField(), since=DateTimeField())
    def rows(slug, since=None, limit=5):
        made.append(limit)
        topics = Topic.objects.filter(slug=slug).order_by("pk")
        return (topics.filter(public_since__lte=since) if since else topics).values_list("slug", "public_since")[:limit]

    rows.made = made
    return rows


def test_is_made_once_for_each_combination_of_arguments(by_slug):
    ports, roads = make.topic(slug="ports"), make.topic(slug="roads")
    assert by_slug(slug="ports") == [("ports", ports.public_since)]
    assert by_slug(slug="roads") == [("roads", roads.public_since)]
    assert by_slug.made == [5]
    assert by_slug(slug="ports", limit=1)[0].slug == "ports"
    assert by_slug.made == [5, 1]


def test_values_are_converted_as_in_a_queryset(by_slug):
    topic = make.topic(slug="ports")
    assert by_slug(slug="ports", since=timezone.now())[0].public_since == topic.public_since
    assert by_slug(slug="ports", since=topic.public_since - datetime.timedelta(seconds=1)) == []


def test_nothing_of_a_value_gets_into_the_sql(by_slug):
    assert by_slug(slug="' OR 1 = 1 --") == []


def test_what_is_the_same_in_each_call_is_part_of_the_sql_on_postgresql():
    """A plan that is kept uses an index of some rows only where it knows that the query asks for those."""

    @prepared(slug=CharField())
    def named(slug):
        return Topic.objects.filter(slug=slug, name_en__contains="100% 'safe' %s", sort_en__gt="").values_list("slug")

    make.topic("100% 'safe' %s roads", slug="roads")
    make.topic("Ports", slug="ports")
    seen = []

    def note(execute, sql, params, many, context):
        seen.append(len(params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert named(slug="roads") == [("roads",)] and named(slug="ports") == []
    assert seen == ([1, 1] if connection.vendor == "postgresql" else [3, 3])


def test_without_values_list_rows_are_instances_with_what_was_selected(django_assert_num_queries):
    @prepared(keys=BigIntegerField())
    def series_of(keys):
        series = Series.objects.filter(pk__in=keys).select_related("indicator").defer("note_en").order_by("pk")
        return series.annotate(place=F("area__code"))

    one, other = make.series(), make.series()
    with django_assert_num_queries(1):
        rows = series_of(keys=(one.pk, other.pk))
        assert [(row, row.indicator, row.place) for row in rows] == [
            (each, each.indicator, each.area.code) for each in (one, other)
        ]
    assert rows[0].get_deferred_fields() == {"note_en"}
    with django_assert_num_queries(0):
        assert series_of(keys=()) == []


@pytest.mark.parametrize(
    ("keys", "number"), [([], 0), (["a"], 10), (list("abcdefghij"), 10), (list("abcdefghijk"), 20)]
)
def test_keys_are_filled_up_with_the_last_one(keys, number):
    assert len(padded(keys)) == number and set(padded(keys)) == set(keys)


def test_none_is_no_place_of_a_value(by_slug):
    ports = make.topic(slug="ports", public=False)
    assert by_slug(slug="ports", since=None) == [("ports", ports.public_since)]


def test_only_so_many_combinations_are_kept(by_slug, monkeypatch):
    monkeypatch.setattr("briefings.lib.rows.prepared.MOST", 2)
    for limit in (1, 2, 3, 3, 1):
        by_slug(slug="ports", limit=limit)
    assert by_slug.made == [1, 2, 3, 1]


@pytest.mark.django_db(transaction=True)
def test_each_thread_has_its_own(by_slug):
    make.topic(slug="ports")
    found = []

    def look():
        found.append([row.slug for row in by_slug(slug="ports")])
        connection.close()

    look()
    thread = threading.Thread(target=look)
    thread.start()
    thread.join(timeout=30)
    assert found == [["ports"], ["ports"]] and len(by_slug.made) == 2


def test_rows_without_values_list_are_instances_with_what_is_selected_with_them(django_assert_num_queries):
    @prepared(slug=CharField())
    def indicators(slug):
        return Indicator.objects.filter(slug=slug).select_related("part_of").order_by()

    crime = make.indicator(slug="crime")
    theft = make.indicator(slug="theft", part_of=crime)
    with django_assert_num_queries(2):
        (found,) = indicators(slug="theft")
        (whole,) = indicators(slug="crime")
        assert (found, found.part_of, whole.part_of) == (theft, crime, None)
    found.name_en = "Thefts"
    found.save()
    assert indicators(slug="theft")[0].name_en == "Thefts"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no statements by name")
def test_a_connection_keeps_the_statements_of_all_public_pages():
    connection.ensure_connection()
    assert connection.connection.prepared_max == STATEMENTS
