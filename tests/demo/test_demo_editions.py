"""The editions of the demonstration: their text, the values they cite and who approved them."""

import json
import re
from decimal import Decimal

from briefings.articles.models import Citation, Edition
from briefings.demo import briefing_counts, briefing_narcoterrorism, briefing_provinces, reference
from briefings.demo.desk_en import FIRST_MONTHS
from briefings.demo.loading.blocks import SELECTIONS, block_key
from briefings.history.models import Event
from briefings.lib.html import visible_text
from briefings.statistics.models import Batch, Observation

MAIN, PROVINCES, COUNTS = (
    piece.BRIEFING["en"]["slug"] for piece in (briefing_narcoterrorism, briefing_provinces, briefing_counts)
)


def edition_of(slug, number=1):
    return Edition.objects.get(article__slug=slug, number=number)


def texts(data):
    """The text of every cell in the data tables of a document."""
    return {cell["text"] for block in data["blocks"] if block["type"] == "data_table" for cell in cells(block) if cell}


def cells(block):
    return [cell for row in block["table"]["rows"] for cell in row["cells"]]


def test_second_person_confirmed_the_july_revision(demo):
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
    assert edition_of(MAIN).publish_at < batch.proposed_at < edition_of(MAIN, 2).publish_at


def test_every_batch_that_changed_what_readers_see_has_a_second_person(demo):
    acts = Event.objects.filter(act__in=["record_values", "revise", "show_series"])
    proposed = [event.detail["batch"] for event in acts if event.detail["waits"]]
    assert {event.act for event in acts if event.detail["waits"]} >= {"record_values", "show_series"}
    assert Batch.objects.filter(pk__in=proposed, second=None).count() == 0
    assert Batch.objects.filter(second__isnull=False).exclude(pk__in=proposed).count() == 0


def spanish_editions():
    return Edition.objects.filter(language="es", article__group__articles__slug__in=[MAIN, PROVINCES, COUNTS])


def test_three_briefings_in_two_languages_translate_each_other(demo):
    for spanish in spanish_editions():
        english = spanish.translates
        assert (english.language, english.number) == ("en", spanish.number)
        assert english.article.group_id == spanish.article.group_id
    assert spanish_editions().count() == 4


def test_author_submitted_and_editor_approved_every_edition_that_two_people_published(demo):
    for edition in Edition.objects.filter(forced_reason="").select_related("approved_by", "submitted_by"):
        assert edition.submitted_by.roles == {"Author"}
        assert edition.approved_by.roles == {"Editor"}


def test_both_languages_have_the_same_block_keys_in_the_same_order(demo):
    for spanish in spanish_editions():
        keys = [block["key"] for block in spanish.data["blocks"]]
        assert keys == [block["key"] for block in spanish.translates.data["blocks"]]


def test_edition_prints_the_values_known_on_its_day(demo):
    first, second = edition_of(MAIN), edition_of(MAIN, 2)
    key = str(block_key(MAIN, "kf-homicides"))

    def figure(edition):
        return next(block["figure"] for block in edition.data["blocks"] if block["key"] == key)

    assert (figure(first)["text"], figure(second)["text"]) == ("9,281", "9,283")
    assert (first.data["as_of"], second.data["as_of"]) == ("2026-07-06", "2026-08-03")
    assert "9,281" in first.summary
    assert "9,283" in second.summary
    assert second.note


def test_spanish_editions_group_digits_with_no_break_spaces(demo):
    spanish = Edition.objects.get(language="es", article__group=edition_of(COUNTS).article.group)
    assert "4\u00a0886" in texts(spanish.data)
    assert "4,886" in texts(edition_of(COUNTS).data)


def test_every_printed_figure_has_a_vintage(demo):
    for edition in Edition.objects.all():
        html = edition.renderings.get().html
        printed = dict(re.findall(r'<data id="([^"]+)" value="([^"]*)">', html))
        assert printed
        uses = {use.key: use for use in edition.figure_uses.all()}
        assert set(printed) <= set(uses), edition
        assert all(Decimal(value) == uses[key].value for key, value in printed.items() if value)
        assert html.count("<data ") == len(printed), "a duplicate id"


def test_every_cited_value_was_decided_before_publication(demo):
    for edition in Edition.objects.all():
        for use in edition.figure_uses.select_related("vintage__batch"):
            assert use.vintage.batch.decided_at < edition.publish_at


def test_edition_cites_every_source_that_it_names(demo):
    for edition in Edition.objects.all():
        named = {source["slug"] for block in edition.data["blocks"] for source in block.get("sources", ())}
        assert named
        assert named <= set(edition.citations.values_list("source__slug", flat=True))


def test_main_briefing_cites_a_release_with_a_locator_in_both_languages(demo):
    cited = Citation.objects.filter(source__slug="worldbank", locator="VC.IHR.PSRC.P5")
    assert {citation.edition.language for citation in cited} == {"en", "es"}
    assert {citation.release.title for citation in cited} == {
        "World Development Indicators: intentional homicides (per 100,000 people)"
    }


def test_main_briefing_has_every_kind_of_block(demo):
    data = edition_of(MAIN, 2).data
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
    return {row.article.slug for row in edition_of(slug).related_rows.select_related("article")}


def test_later_briefings_relate_to_earlier_ones(demo):
    assert related_to(PROVINCES) == {MAIN}
    assert related_to(COUNTS) == {MAIN, PROVINCES, FIRST_MONTHS["slug"]}


def test_sanitiser_removes_no_text(demo):
    for piece in (briefing_narcoterrorism, briefing_provinces, briefing_counts):
        data = Edition.objects.filter(article__slug=piece.BRIEFING["en"]["slug"]).order_by("number").first().data
        for content, block in zip(piece.BRIEFING["en"]["blocks"], data["blocks"], strict=True):
            if "html" in content:
                assert visible_text(block["html"]) == visible_text(content["html"]), "the sanitiser removed text"


def test_every_briefing_begins_with_its_main_figure(demo):
    for edition in Edition.objects.latest():
        blocks = [(block["type"], block.get("figure")) for block in edition.data["blocks"]]
        assert blocks[0][0] == "key_figure" and blocks[0][1]["source"]["name"], edition.title


def test_both_languages_select_the_same_things():
    shows = {table["slug"]: table["show"] for table in reference.DATA_TABLES}
    lists = [selection[0] for selection in SELECTIONS.values()]
    for piece in (briefing_narcoterrorism, briefing_provinces, briefing_counts):
        english, spanish = piece.BRIEFING["en"]["blocks"], piece.BRIEFING["es"]["blocks"]
        for block, translation in zip(english, spanish, strict=True):
            names = ["key", "type", "table", "show", "period", "compare_with", "source", "places", *lists]
            assert [block.get(name) for name in names] == [translation.get(name) for name in names]
            if block["type"] == "data_table":
                assert block["show"] == shows[block["table"]]


def test_block_keys_are_the_same_in_every_database(demo):
    keys = [block["key"] for edition in Edition.objects.all() for block in json.loads(edition.document)["blocks"]]
    assert str(block_key(MAIN, "kf-homicides")) == "46d36191-f162-5521-a9c9-764fdf279ecf" in keys
