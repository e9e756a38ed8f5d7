"""The demonstration: loaded once for the whole module, through the acts that people use."""

import io
import json
import re
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import F

from briefings.accounts.models import User
from briefings.articles.models import Article, Edition
from briefings.demo import briefing_counts, briefing_narcoterrorism, briefing_provinces, reference
from briefings.demo.loading import articles
from briefings.demo.loading.blocks import SELECTIONS, block_key
from briefings.demo.loading.people import STAFF
from briefings.history.models import Event
from briefings.impacts.models import Impact
from briefings.initiatives.models import Initiative
from briefings.lib.html import visible_text
from briefings.lib.periods import Period
from briefings.roles import ROLES
from briefings.sources.models import Source
from briefings.statistics.actions import check_current
from briefings.statistics.models import Batch, DataTable, Observation, Series, Vintage
from briefings.topics.models import Topic

MAIN, PROVINCES, COUNTS = (
    piece.BRIEFING["en"]["slug"] for piece in (briefing_narcoterrorism, briefing_provinces, briefing_counts)
)
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


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """The demonstration, in one transaction that is undone after the module; what the command printed."""
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            out = io.StringIO()
            call_command("load_demo", stdout=out)
            yield out.getvalue()
            transaction.set_rollback(True)


@pytest.fixture
def demo(said, db):
    """Each test in a transaction of its own within the module's."""
    return said


def rows():
    return {model._meta.label: model.objects.count() for model in apps.get_app_config("briefings").get_models()}


def national(source="mdi", frequency="A", indicator="homicides"):
    return Series.objects.get(
        indicator__slug=indicator, area__code="EC", frequency=frequency, source__slug=source
    ).observations.all()


def at(period, observations):
    wanted = Period.parse(period)
    return observations.get(start=wanted.start, months=wanted.months)


def edition(slug, number=1):
    return Edition.objects.get(article__slug=slug, number=number)


def texts(data):
    """Everything that the document's figures print."""
    return {cell["text"] for block in data["blocks"] if block["type"] == "data_table" for cell in cells(block) if cell}


def cells(block):
    return [cell for row in block["table"]["rows"] for cell in row["cells"]]


def test_every_role_has_somebody_and_two_write_and_two_edit(demo):
    held = [role for name in (place[1] for place in STAFF) for role in User.objects.get(username=name).roles]
    assert sorted(held) == sorted([*ROLES, "Author", "Editor"])


def test_the_printed_passwords_work_and_are_long(demo):
    passwords = dict(PASSWORD.findall(demo))
    assert set(passwords) == {place[1] for place in STAFF}
    assert len(set(passwords.values())) == len(STAFF)
    assert all(authenticate(username=name, password=password) for name, password in passwords.items())


def test_a_second_run_changes_nothing(demo):
    before = rows()
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    assert out.getvalue() == "The demo is loaded already.\n"
    assert rows() == before


def test_a_second_run_keeps_what_people_changed(demo):
    Topic.objects.filter(slug="homicide").update(name_en="Killings")
    User.objects.filter(username="lucia").update(first_name="Luz")
    call_command("load_demo", stdout=io.StringIO())
    assert Topic.objects.get(slug="homicide").name_en == "Killings"
    assert User.objects.get(username="lucia").first_name == "Luz"


def test_a_second_run_asks_the_database_one_question(demo, django_assert_num_queries):
    with django_assert_num_queries(1):
        call_command("load_demo", stdout=io.StringIO())


def test_national_counts_are_the_ministrys(demo):
    years = {one.period.code: int(one.current_value) for one in national() if one.period.is_full_year}
    assert years == NATIONAL


def test_earlier_counts_stay_on_record(demo):
    def values(year):
        return [int(one.value) for one in at(year, national()).vintages.order_by("known_on")]

    assert values("2023") == [8237, 8248]
    assert values("2024") == [6964, 7063, 7065]
    assert values("2025") == [9281, 9283]


def test_the_source_articles_numbers_are_a_series_of_their_own(demo):
    homicides, arrests = national("source-article"), national("source-article", indicator="drug-arrests")
    assert [int(one.current_value) for one in homicides.order_by("start")] == [2000, 3000, 4500]
    assert [int(one.current_value) for one in arrests.order_by("start")] == [5000, 8500, 10000]
    assert Source.objects.get(slug="source-article").reliability == "F"
    assert set(homicides.values_list("current__credibility", flat=True)) == {6}


def test_provinces_add_up_to_the_nation(demo):
    first = national().filter(months=12, start__year__range=(2014, 2023))
    for whole in first:
        parts = Observation.objects.filter(
            series__area__parent__code="EC", series__indicator__slug="homicides", start=whole.start, months=12
        )
        counted = whole.vintages.get(release__title__endswith="2014–2023").value
        assert sum((one.current_value for one in parts), Decimal(0)) == counted, whole


def test_parts_of_a_year_are_observations_of_their_own(demo):
    november = at("2024-01-01/P11M", national().select_related("series"))
    assert november.is_part
    assert int(november.current_value) == 6352
    assert not at("2024", national().select_related("series")).is_part


def test_years_without_a_rate_stay_gaps(demo):
    years = {one.start.year for one in national("worldbank", indicator="homicide-rate")}
    assert years == {*range(1990, 2003), *range(2007, 2024)}


def test_every_observation_has_an_applied_value_from_a_release_of_its_source(demo):
    assert Observation.objects.filter(current=None).count() == 0
    assert Vintage.objects.filter(release=None).count() == 0
    assert Vintage.objects.exclude(release__source=F("observation__series__source")).count() == 0
    assert check_current() == []


def test_every_line_of_the_files_is_on_record(demo):
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in reference.DATA_FILES)
    assert Vintage.objects.count() == lines == 599


def test_every_series_that_competes_has_a_preferred_sister_with_a_reason(demo):
    preferred = set()
    for one in Series.objects.filter(preferred=True):
        assert one.preferred_reason_en and one.preferred_reason_es
        preferred.add((one.indicator_id, one.area_id, one.frequency))
    everything = set(Series.objects.values_list("indicator_id", "area_id", "frequency"))
    assert everything == preferred


def test_the_july_revision_of_cited_values_passed_through_a_second_person(demo):
    batch = at("2025", national()).current.batch
    assert batch.kind == Batch.Kind.UPDATE
    assert (batch.by.username, batch.second.username) == ("diana", "marta")
    assert batch.reason_en and batch.reason_es
    assert batch.decided_at > batch.proposed_at
    assert edition(MAIN).publish_at < batch.proposed_at < edition(MAIN, 2).publish_at


def test_every_batch_that_revised_a_cited_value_has_a_second_person(demo):
    waited = [event.detail["batch"] for event in Event.objects.filter(act="revise") if event.detail["waits"]]
    assert waited
    assert Batch.objects.filter(pk__in=waited, second=None).count() == 0
    assert Batch.objects.filter(second__isnull=False).exclude(pk__in=waited).count() == 0


def test_three_briefings_in_two_languages_each_a_translation_of_the_other(demo):
    assert Article.objects.count() == 6
    for spanish in Edition.objects.filter(language="es"):
        english = spanish.translates
        assert (english.language, english.number) == ("en", spanish.number)
        assert english.article.group_id == spanish.article.group_id
    assert Edition.objects.filter(language="es").count() == 4


def test_four_eyes_saw_every_edition(demo):
    for one in Edition.objects.select_related("approved_by", "submitted_by"):
        assert one.submitted_by.roles == {"Author"}
        assert one.approved_by.roles == {"Editor"}


def test_both_languages_share_the_keys_of_their_blocks_in_order(demo):
    for spanish in Edition.objects.filter(language="es"):
        keys = [block["key"] for block in spanish.data["blocks"]]
        assert keys == [block["key"] for block in spanish.translates.data["blocks"]]


def test_editions_print_what_was_known_on_their_day(demo):
    before, after = edition(MAIN), edition(MAIN, 2)
    key = str(block_key(MAIN, "kf-homicides"))

    def figure(of):
        return next(block["figure"] for block in of.data["blocks"] if block["key"] == key)

    assert (figure(before)["text"], figure(after)["text"]) == ("9,281", "9,283")
    assert (before.data["as_of"], after.data["as_of"]) == ("2026-07-06", "2026-08-03")
    assert "9,281" in before.summary
    assert "9,283" in after.summary
    assert after.note


def test_spanish_editions_group_digits_with_a_no_break_space(demo):
    spanish = Edition.objects.get(language="es", article__group=edition(COUNTS).article.group)
    assert "4\u00a0886" in texts(spanish.data)
    assert "4,886" in texts(edition(COUNTS).data)


def test_every_figure_that_an_edition_prints_rests_on_a_vintage(demo):
    for one in Edition.objects.all():
        html = one.renderings.get().html
        printed = dict(re.findall(r'<data id="([^"]+)" value="([^"]*)">', html))
        assert printed
        used = {use.key: use for use in one.figure_uses.all()}
        assert set(printed) <= set(used), one
        assert all(Decimal(value) == used[key].value for key, value in printed.items() if value)
        assert html.count("<data ") == len(printed), "an identifier is there twice"


def test_every_figure_was_current_when_its_edition_came_out(demo):
    for one in Edition.objects.all():
        for use in one.figure_uses.select_related("vintage__batch"):
            assert use.vintage.batch.decided_at < one.publish_at


def test_editions_cite_every_source_that_they_name(demo):
    for one in Edition.objects.all():
        named = {source["slug"] for block in one.data["blocks"] for source in block.get("sources", ())}
        assert named
        assert named <= set(one.citations.values_list("source__slug", flat=True))


def test_the_main_briefing_has_all_its_parts(demo):
    data = edition(MAIN, 2).data
    assert {block["type"] for block in data["blocks"]} == {
        "key_figure", "rich_text", "data_table", "callout", "impact_table", "initiative_table", "unknown", "sources",
    }  # fmt: skip
    table = next(block["table"] for block in data["blocks"] if block["type"] == "data_table")
    assert [[cell["value"] for cell in row["cells"]] for row in table["rows"]] == [
        ["2000", "5000", "1372"],
        ["3000", "8500", "2495"],
        ["4500", "10000", "4886"],
    ]
    impacts = next(block for block in data["blocks"] if block["type"] == "impact_table")
    assert len({row["level"] for row in impacts["rows"]}) == 3
    initiatives = [row for block in data["blocks"] if block["type"] == "initiative_table" for row in block["rows"]]
    assert len(initiatives) == 7


def test_later_briefings_name_earlier_ones_as_related(demo):
    assert [related["slug"] for related in edition(PROVINCES).data["related"]] == [MAIN]
    assert {related["slug"] for related in edition(COUNTS).data["related"]} == {MAIN, PROVINCES}


def test_what_readers_are_meant_to_see_is_public(demo):
    for model in (Topic, Source, Series, DataTable, Impact, Initiative):
        assert model.objects.filter(public_since=None).count() == 0
    assert Observation.objects.public().count() == Observation.objects.count()


def test_the_story_lies_in_the_past_and_in_working_hours(demo):
    for event in Event.objects.exclude(act="load_demo"):
        local = event.at.astimezone(articles.at("2026-07-01", "00:00").tzinfo)
        assert 8 <= local.hour < 18, event
        assert local.weekday() < 5, event
        assert "2026-06-29" <= local.date().isoformat() <= "2026-08-10"


def test_the_record_names_who_acted(demo):
    acts = dict(Event.objects.exclude(act="load_demo").values_list("act", "by_name").distinct())
    assert {"begin", "save", "submit", "approve", "publish", "record_values", "revise", "prefer"} <= set(acts)
    assert not Event.objects.exclude(act="load_demo").filter(by_id=None).exists()


def test_rich_text_passed_the_sanitiser(demo):
    for piece in (briefing_narcoterrorism, briefing_provinces, briefing_counts):
        data = Edition.objects.filter(article__slug=piece.BRIEFING["en"]["slug"]).order_by("number").first().data
        for words, block in zip(piece.BRIEFING["en"]["blocks"], data["blocks"], strict=True):
            if "html" in words:
                assert visible_text(block["html"]) == visible_text(words["html"]), "the sanitiser took words away"


def test_content_shows_tables_as_the_tables_say_and_both_languages_choose_alike():
    shows = {table["slug"]: table["show"] for table in reference.DATA_TABLES}
    lists = [selection[0] for selection in SELECTIONS.values()]
    for piece in (briefing_narcoterrorism, briefing_provinces, briefing_counts):
        english, spanish = piece.BRIEFING["en"]["blocks"], piece.BRIEFING["es"]["blocks"]
        for here, there in zip(english, spanish, strict=True):
            same = ["key", "type", "table", "show", "period", "compare_with", "source", *lists]
            assert [here.get(name) for name in same] == [there.get(name) for name in same]
            if here["type"] == "data_table":
                assert here["show"] == shows[here["table"]]


def test_documents_are_the_same_in_every_database(demo):
    keys = [block["key"] for one in Edition.objects.all() for block in json.loads(one.document)["blocks"]]
    assert str(block_key(MAIN, "kf-homicides")) == "46d36191-f162-5521-a9c9-764fdf279ecf" in keys
