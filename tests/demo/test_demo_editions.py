"""The editions of the demonstration: what they print, on what it rests, and who saw them before readers did."""

import json
import re
from decimal import Decimal

from briefings.articles.models import Article, Citation, Edition
from briefings.demo import briefing_counts, briefing_narcoterrorism, briefing_provinces, reference
from briefings.demo.loading.blocks import SELECTIONS, block_key
from briefings.history.models import Event
from briefings.lib.html import visible_text
from briefings.statistics.models import Batch, Observation

MAIN, PROVINCES, COUNTS = (
    piece.BRIEFING["en"]["slug"] for piece in (briefing_narcoterrorism, briefing_provinces, briefing_counts)
)


def edition(slug, number=1):
    return Edition.objects.get(article__slug=slug, number=number)


def texts(data):
    """Everything that the document's figures print."""
    return {cell["text"] for block in data["blocks"] if block["type"] == "data_table" for cell in cells(block) if cell}


def cells(block):
    return [cell for row in block["table"]["rows"] for cell in row["cells"]]


def test_the_july_revision_of_cited_values_passed_through_a_second_person(demo):
    whole_year = Observation.objects.get(
        series__area__code="EC",
        series__indicator__slug="homicides",
        series__source__slug="mdi",
        start="2025-01-01",
        months=12,
    )
    batch = whole_year.current.batch
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


def test_main_briefing_cites_a_release_and_the_place_in_it_in_both_languages(demo):
    cited = Citation.objects.filter(source__slug="worldbank", locator="VC.IHR.PSRC.P5")
    assert {one.edition.language for one in cited} == {"en", "es"}
    assert {one.release.title for one in cited} == {
        "World Development Indicators: intentional homicides (per 100,000 people)"
    }


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


def related_to(slug):
    return {row.article.slug for row in edition(slug).related_rows.select_related("article")}


def test_later_briefings_name_earlier_ones_as_related(demo):
    assert related_to(PROVINCES) == {MAIN}
    assert related_to(COUNTS) == {MAIN, PROVINCES}


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
            same = ["key", "type", "table", "show", "period", "compare_with", "source", "places", *lists]
            assert [here.get(name) for name in same] == [there.get(name) for name in same]
            if here["type"] == "data_table":
                assert here["show"] == shows[here["table"]]


def test_documents_are_the_same_in_every_database(demo):
    keys = [block["key"] for one in Edition.objects.all() for block in json.loads(one.document)["blocks"]]
    assert str(block_key(MAIN, "kf-homicides")) == "46d36191-f162-5521-a9c9-764fdf279ecf" in keys
