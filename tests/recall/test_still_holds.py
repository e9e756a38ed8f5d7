"""A figure that was revised after an edition printed it: the band above the text, the marks, the line in lists."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles import search_index
from briefings.articles.actions import article_saved
from briefings.articles.models import Edition, Rendering
from briefings.recall.revisions import numbers_revised, revisions_since
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import DataTable
from briefings.templatetags.briefings import day as date_words
from tests import make
from tests.kinds import DataTableBlock, ImpactTableBlock, KeyFigureBlock, RichTextBlock, SourcesBlock

pytestmark = pytest.mark.django_db
PATH = "/en/briefings/ports/1/"


@pytest.fixture
def series():
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=make.source("Ministry"))
    make.recorded(series, {"2021": "2495", "2022": "4886", "2023": "8237"})
    return series


@pytest.fixture
def edition(series, author, editor):
    """A key figure with a change, and a table with two of the same values."""
    table = make.data_table("Homicides by year")
    make.column(table, series)
    for year in ("2022", "2023"):
        make.row(table, year)
    blocks = [
        (KeyFigureBlock, {"series": series, "period": "2023", "compare_with": "2022"}),
        (RichTextBlock, {"html": "<p>Three ports.</p>"}),
        (DataTableBlock, {"table": table}),
    ]
    return make.edition("Ports", slug="ports", by=author, approver=editor, blocks=blocks)


def band(page):
    found = re.search(r'<aside class="strip strip--revised".*?</aside>', page, re.DOTALL)
    return found and found[0]


def test_nothing_is_said_while_every_figure_holds(edition, reader):
    page = reader.get(PATH).text
    assert band(page) is None and 'class="revised"' not in page
    assert revisions_since(edition.pk, "en") == []


def test_readers_see_what_was_printed_and_what_it_is_now(edition, series, reader):
    make.revised(series, {"2023": "8248"}, known_on=datetime.date(2024, 6, 30))
    text = band(reader.get(PATH).text)
    assert (
        "1 value behind the tables, key figures and charts has been revised since:" in text and "8,237 → 8,248" in text
    )
    today = date_words(timezone.localdate())
    assert f"8,237 → 8,248 ({today})</summary>" in text and f"recorded here on {today}." in text
    assert "Homicides" in text and "Ministry" in text and "30 June 2024" in text and "Recount." in text


def test_each_place_that_prints_it_has_a_mark_that_leads_to_the_revision(edition, series, reader):
    make.revised(series, {"2023": "8248"})
    page = reader.get(PATH).text
    (revision,) = revisions_since(edition.pk, "en")
    marked = re.findall(r'<data id="([^"]+)"[^>]*>[^<]*</data> <a class="revised" href="#([^"]+)">([^<]+)</a>', page)
    assert {anchor for _id, anchor, _words in marked} == {revision.anchor}
    assert [words for _id, _anchor, words in marked].count("now 8,248") == 2  # tile and cell
    assert [words for _id, _anchor, words in marked].count("from a revised value") == 1
    assert f'id="{revision.anchor}"' in page and set(revision.figures) < set(re.findall(r'id="([^"]+)"', page))


def test_the_stored_rendering_and_the_document_stay_as_they_are(edition, series, reader):
    before = Rendering.objects.get(edition=edition).html, edition.document, edition.sha256
    make.revised(series, {"2023": "8248"})
    reader.get(PATH)
    edition = Edition.objects.get(pk=edition.pk)
    assert (Rendering.objects.get(edition=edition).html, edition.document, edition.sha256) == before


def test_a_revision_that_was_undone_is_none(edition, series, reader):
    make.revised(series, {"2023": "8248"})
    make.revised(series, {"2023": "8237"}, known_on=datetime.date(2024, 7, 31))
    assert band(reader.get(PATH).text) is None


def test_a_value_that_reads_the_same_holds(edition, series, reader):
    make.revised(series, {"2023": "8237.2"})
    assert band(reader.get(PATH).text) is None
    assert numbers_revised([edition.pk]) == {}


def test_a_proposed_revision_is_no_revision_yet(edition, series, reader, analyst):
    row = Value(period=make.period("2023"), value=make.decimal("8248"))
    options = {"release": None, "known_on": datetime.date(2024, 6, 30), "kind": "correction", "reason": {"en": "Why."}}
    assert record_values(series, [row], by=analyst, **options).stage == "proposed"
    assert band(reader.get(PATH).text) is None


def test_the_next_edition_prints_the_new_value_and_has_no_mark(edition, series, author, editor, reader):
    make.revised(series, {"2023": "8248"})
    make.edition(article=edition.article, by=author, approver=editor)
    assert band(reader.get("/en/briefings/ports/").text) is None
    assert "8,237 → 8,248" in band(reader.get(PATH).text)


def test_lists_count_the_revised_figures(edition, series, author, editor, reader):
    make.edition("Prisons", by=author, approver=editor)
    assert "revised since" not in reader.get("/en/briefings/").text
    make.revised(series, {"2022": "4890", "2023": "8248"})
    page = reader.get("/en/briefings/").text
    assert page.count("2 values behind its tables, key figures and charts have been revised since") == 1


WORDS = "1 value behind its tables, key figures and charts has been revised since"


def test_every_list_of_briefings_says_what_has_been_revised(edition, series, reader):
    topic, impact, source, article = make.topic("Harbours"), make.impact("Trust"), series.source, edition.article
    author, editor = article.workflow.owner, edition.approved_by
    article.topics.add(topic)
    impacts = ImpactTableBlock.objects.create(parent=article, caption="Impacts", ordering=90)
    impacts.rows.create(impact=impact, position=0)
    SourcesBlock.objects.create(parent=article, ordering=91).rows.create(source=source, position=0)
    article_saved(article, by=author)
    make.edition(article=article, by=author, approver=editor)
    search_index.index_all()
    table = DataTable.objects.get().slug
    paths = ["/en/", "/en/search/?q=ports", f"/en/topics/{topic.slug}/", f"/en/places/{series.area.slug}/"]
    paths += [f"/en/sources/{source.slug}/", f"/en/tables/{table}/", "/en/statistics/homicides/"]
    for path in [*paths, "/en/impacts/"]:
        text = reader.get(path).text
        assert "Ports" in text and "revised since" not in text, path
    make.revised(series, {"2023": "8248"})
    for path in paths:
        assert reader.get(path).text.count(WORDS) == 1, path
    assert f'(<span class="revised-number">{WORDS}</span>)' in reader.get("/en/impacts/").text


def test_a_value_that_is_only_calculated_with_counts_everywhere(series, author, editor, reader):
    blocks = [(KeyFigureBlock, {"series": series, "period": "2023", "compare_with": "2022"})]
    edition = make.edition("Ports", slug="ports", by=author, approver=editor, blocks=blocks)
    make.revised(series, {"2022": "4890"})
    assert numbers_revised([edition.pk]) == {edition.pk: 1}
    page = reader.get("/en/briefings/ports/").text
    assert "1 value behind the tables, key figures and charts has been revised since:" in band(page)
    assert 'class="holds"' not in page
    search_index.index_all()
    for path in ("/en/briefings/", "/en/search/?q=ports", "/en/statistics/homicides/"):
        assert reader.get(path).text.count(WORDS) == 1, path
    (revised,) = reader.get("/api/v1/briefings/en/ports").json()["revised"]
    assert (revised["period"], revised["printed"], revised["now"]) == ("2022", "4886", "4890")


def test_nothing_is_said_of_numbers_typed_in_the_text(series, author, editor, reader):
    blocks = [
        (KeyFigureBlock, {"series": series, "period": "2023"}),
        (RichTextBlock, {"html": "<p>There were 4,886 in 2022.</p>"}),
    ]
    make.edition("Ports", slug="ports", by=author, approver=editor, blocks=blocks)
    make.revised(series, {"2022": "4890"})
    holds = "Every value behind the tables, key figures and charts is still the one printed here."
    assert holds in reader.get("/en/briefings/ports/").text
    make.revised(series, {"2023": "8248"})
    assert "Numbers typed in the text are not compared" in band(reader.get("/en/briefings/ports/").text)


def test_a_chart_says_what_has_been_revised_in_it(series, author, editor, reader):
    blocks = []
    for show in ("chart", "both", "table"):
        table = make.data_table(f"Shown as {show}", show=show)
        make.column(table, series)
        for year in ("2021", "2022", "2023"):
            make.row(table, year)
        blocks.append((DataTableBlock, {"table": table}))
    make.edition("Drawn", slug="drawn", by=author, approver=editor, blocks=blocks)
    path = "/en/briefings/drawn/"
    assert "Revised since this chart" not in reader.get(path).text
    make.revised(series, {"2022": "4890"})
    page = reader.get(path).text
    lines = re.findall(r'</svg>\s*</div><p class="chart-note">(Revised since this chart.*?)</p>', page)
    assert len(lines) == 2
    anchor = re.search(r'<li id="(revised-\d+)"', page)[1]
    mark = f'<a class="revised" href="#{anchor}">now 4,890</a>'
    assert lines[0] == f"Revised since this chart was published: Ecuador, 2022 {mark}"
    assert page.count('class="revised" href="#') == 2 + 3  # and in the three tables


def test_in_spanish_numbers_are_spanish(series, author, editor, reader):
    blocks = [(KeyFigureBlock, {"series": series, "period": "2023"})]
    make.edition("Puertos", slug="puertos", language="es", by=author, approver=editor, blocks=blocks)
    make.revised(series, {"2023": "8248"})
    assert "8237 → 8248" in band(reader.get("/es/informes/puertos/").text)


def test_an_old_edition_says_which_edition_corrected_it(edition, author, editor, reader):
    RichTextBlock.objects.filter(parent=edition.article).update(html="<p>Four ports.</p>")
    make.edition(
        article=edition.article, by=author, approver=editor, change_kind="correction", note="There are four ports."
    )
    page = reader.get(PATH).text
    head = page[: page.index("<h1>")]
    assert "Edition 2 corrected this one on" in head and "There are four ports." in head
    assert "corrected this one" not in reader.get("/en/briefings/ports/").text
    RichTextBlock.objects.filter(parent=edition.article).update(html="<p>Five ports.</p>")
    make.edition(article=edition.article, by=author, approver=editor, change_kind="correction", note="There are five.")
    head = reader.get(PATH).text.partition("<h1>")[0]
    strips = re.findall(r"<strong>Edition (\d) corrected this one on .*?</strong>\s+(There are \w+)", head, re.DOTALL)
    assert strips == [("3", "There are five"), ("2", "There are four")]


@pytest.mark.parametrize("revised", [0, 2])
def test_the_page_takes_four_queries_and_one_for_revisions(
    edition, series, reader, django_assert_max_num_queries, revised
):
    if revised:
        make.revised(series, {"2022": "4890", "2023": "8248"})
    with django_assert_max_num_queries(5 if revised else 4):
        reader.get("/en/briefings/ports/")


def test_lists_take_as_many_queries_for_many_briefings_as_for_one(edition, series, author, editor, reader):
    topic = make.topic("Harbours")

    def publish(title):
        blocks = [(KeyFigureBlock, {"series": series, "period": "2023"})]
        made = make.article(title, by=author, blocks=blocks)
        made.topics.add(topic)
        make.edition(article=made, by=author, approver=editor)
        search_index.index_all()

    paths = ["/en/", "/en/search/?q=ports", f"/en/topics/{topic.slug}/", "/en/statistics/homicides/", "/en/impacts/"]

    def counts():
        found = {}
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert reader.get(path).status_code == 200
            found[path] = len(queries)
        return found

    publish("Ports of one")
    make.revised(series, {"2023": "8248"})
    few = counts()
    for number in range(5):
        publish(f"Ports of {number}")
    make.revised(series, {"2023": "8249"}, known_on=datetime.date(2024, 8, 31))
    assert counts() == few
    assert few[f"/en/topics/{topic.slug}/"] <= 12 and few["/en/impacts/"] <= 6


def test_the_band_counts_what_it_does_not_list(edition, series, reader, monkeypatch):
    monkeypatch.setattr("briefings.recall.revisions.MOST", 1)
    make.revised(series, {"2022": "4890", "2023": "8248"})
    revisions = revisions_since(edition.pk, "en")
    assert (len(revisions), revisions.number) == (1, 2) and numbers_revised([edition.pk]) == {edition.pk: 2}
    text = re.sub(r"\s+", " ", band(reader.get(PATH).text))
    assert "2 values behind" in text and "<li>and 1 more</li>" in text
