"""The content of the demonstration after `load_demo`."""

import io
import re
from decimal import Decimal

from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import F

from briefings.accounts.models import User
from briefings.demo import reference
from briefings.demo.loading import articles
from briefings.demo.loading.people import STAFF
from briefings.history.models import Event
from briefings.impacts.models import Impact
from briefings.initiatives.models import Initiative
from briefings.lib.periods import Period
from briefings.roles import ROLES
from briefings.sources.models import Source
from briefings.statistics.actions import check_current
from briefings.statistics.models import DataTable, Observation, Series, Vintage
from briefings.topics.models import Topic

PASSWORD = re.compile(r"^ +(\w+) +(\S{16,})  ", re.MULTILINE)

# Published by the Ministry of the Interior, as known at the end of July 2026.
NATIONAL = {
    "2014": 1310,
    "2015": 1050,
    "2016": 959,
    "2017": 970,
    "2018": 996,
    "2019": 1189,
    "2020": 1372,
    "2021": 2495,
    "2022": 4886,
    "2023": 8248,
    "2024": 7065,
    "2025": 9283,
}


def rows():
    return {model._meta.label: model.objects.count() for model in apps.get_app_config("briefings").get_models()}


def national(source="mdi", frequency="A", indicator="homicides"):
    return Series.objects.get(
        indicator__slug=indicator, area__code="EC", frequency=frequency, source__slug=source
    ).observations.all()


def at(period, observations):
    period = Period.parse(period)
    return observations.get(start=period.start, months=period.months)


def test_every_role_has_one_person_and_authors_and_editors_two(demo):
    held = [role for name in (person[1] for person in STAFF) for role in User.objects.get(username=name).roles]
    assert sorted(held) == sorted([*ROLES, "Author", "Editor"])


def test_printed_passwords_are_unique_and_work(demo):
    passwords = dict(PASSWORD.findall(demo))
    assert set(passwords) == {person[1] for person in STAFF}
    assert len(set(passwords.values())) == len(STAFF)
    assert all(authenticate(username=name, password=password) for name, password in passwords.items())


def test_second_run_changes_nothing(demo):
    before = rows()
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "The demo is loaded already.\n"
    assert rows() == before


def test_second_run_keeps_changes_by_people(demo):
    Topic.objects.filter(slug="homicide").update(name_en="Killings")
    User.objects.filter(username="lucia").update(first_name="Luz")
    call_command("load_demo", stdout=io.StringIO())
    assert Topic.objects.get(slug="homicide").name_en == "Killings"
    assert User.objects.get(username="lucia").first_name == "Luz"


def test_second_run_takes_one_query(demo, django_assert_num_queries):
    with django_assert_num_queries(1):
        call_command("load_demo", stdout=io.StringIO())


def test_national_counts_are_those_of_the_ministry(demo):
    years = {row.period.code: int(row.current_value) for row in national() if row.period.is_full_year}
    assert years == NATIONAL


def test_earlier_counts_are_kept_as_vintages(demo):
    def values(year):
        return [int(vintage.value) for vintage in at(year, national()).vintages.order_by("known_on")]

    assert values("2023") == [8237, 8248]
    assert values("2024") == [6964, 7063, 7065]
    assert values("2025") == [9281, 9283]


def test_numbers_of_the_source_article_are_separate_series(demo):
    homicides, arrests = national("source-article"), national("source-article", indicator="drug-arrests")
    assert [int(row.current_value) for row in homicides.order_by("start")] == [2000, 3000, 4500]
    assert [int(row.current_value) for row in arrests.order_by("start")] == [5000, 8500, 10000]
    assert Source.objects.get(slug="source-article").reliability == "F"
    assert set(homicides.values_list("current__credibility", flat=True)) == {6}


def test_provinces_add_up_to_the_nation(demo):
    years = national().filter(months=12, start__year__range=(2014, 2023))
    for year in years:
        provinces = Observation.objects.filter(
            series__area__parent__code="EC", series__indicator__slug="homicides", start=year.start, months=12
        )
        total = year.vintages.get(release__title__endswith="2014–2023").value
        assert sum((province.current_value for province in provinces), Decimal(0)) == total, year


def test_part_of_a_year_is_a_separate_observation(demo):
    november = at("2024-01-01/P11M", national().select_related("series"))
    assert november.is_part
    assert int(november.current_value) == 6352
    assert not at("2024", national().select_related("series")).is_part


def test_years_without_a_rate_have_no_observation(demo):
    years = {row.start.year for row in national("worldbank", indicator="homicide-rate")}
    assert years == {*range(1990, 2003), *range(2007, 2024)}


def test_every_observation_has_a_value_from_a_release_of_its_source(demo):
    assert Observation.objects.filter(current=None).count() == 0
    assert Vintage.objects.filter(release=None).count() == 0
    assert Vintage.objects.exclude(release__source=F("observation__series__source")).count() == 0
    assert check_current() == []


def test_every_line_of_the_csv_files_is_a_vintage(demo):
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in reference.DATA_FILES)
    assert Vintage.objects.count() == lines == 624


def test_of_competing_series_one_is_preferred_with_a_reason(demo):
    preferred = set()
    for series in Series.objects.filter(preferred=True):
        assert series.preferred_reason_en and series.preferred_reason_es
        preferred.add((series.indicator_id, series.area_id, series.frequency))
    everything = set(Series.objects.values_list("indicator_id", "area_id", "frequency"))
    assert everything == preferred


def test_everything_is_public(demo):
    for model in (Topic, Source, Series, DataTable, Impact, Initiative):
        assert model.objects.filter(public_since=None).count() == 0
    assert Observation.objects.public().count() == Observation.objects.count()


def test_events_happen_in_the_past_and_in_working_hours(demo):
    for event in Event.objects.exclude(act="load_demo"):
        local = event.at.astimezone(articles.at("2026-07-01", "00:00").tzinfo)
        assert 8 <= local.hour < 18, event
        assert local.weekday() < 5, event
        assert local.date().isoformat() >= "2026-06-29", event


def test_every_event_names_who_acted(demo):
    acts = dict(Event.objects.exclude(act="load_demo").values_list("act", "by_name").distinct())
    assert {"begin", "save", "submit", "approve", "publish", "record_values", "revise", "prefer"} <= set(acts)
    of_nobody = Event.objects.exclude(act="load_demo").filter(by_id=None)
    assert set(of_nobody.values_list("act", flat=True)) == {"comment_as_visitor"}
