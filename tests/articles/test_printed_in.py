"""Where values are printed: home page, editions, scheduled editions, drafts, data tables."""

import datetime

import pytest
from django.utils import timezone

from briefings.articles import printed_in
from briefings.articles.blocks.data_table import DataTableBlock
from briefings.articles.blocks.key_figure import KeyFigureBlock
from briefings.statistics.actions import record_values
from briefings.statistics.admin import preview_pages
from briefings.statistics.entering.comparing import compare
from briefings.statistics.entering.entries import Entry
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Observation
from briefings.statistics.printed_in import places as every_place
from briefings.statistics.printed_in.places import Kind, Place, value_printed_in

from .. import make
from ..statistics.previews import previewed
from ..statistics.test_series_admin import new_values


@pytest.fixture
def guayas(db):
    """A public series that the home page does not print."""
    return make.series(where=make.area("EC-G", "Guayas", "province"))


@pytest.fixture
def value(guayas):
    return make.observation(guayas, "2023", "3845")


def places(observation, user):
    observation = type(observation).objects.with_names().select_related("current").get(pk=observation.pk)
    return [
        (place.kind, place.title, [use.text for use in place.uses])
        for place in value_printed_in(observation, user)[:100]
    ]


def key_figure(series, period="2023"):
    return [(KeyFigureBlock, {"series": series, "period": period})]


def test_value_that_nothing_prints_has_no_place(value, analyst):
    assert places(value, analyst) == []


def test_every_kind_of_place_is_found(value, guayas, author, editor, analyst):
    table = make.data_table("By year")
    make.column(table, guayas)
    make.row(table, "2023")
    published = make.edition("Guayas in 2023", by=author, approver=editor, blocks=key_figure(guayas))
    later = timezone.now() + datetime.timedelta(days=2)
    waiting = make.edition(
        "Tables", by=author, approver=editor, blocks=[(DataTableBlock, {"table": table})], publish_at=later
    )
    draft = make.article("A draft", by=author, blocks=key_figure(guayas))
    make.article("Another draft", by=author, blocks=key_figure(guayas, "2022"))
    make.article("Half a block", by=author, blocks=key_figure(None, ""))
    assert places(value, analyst) == [
        (Kind.SCHEDULED, str(waiting), ["3,845"]),
        (Kind.TABLE, str(table), ["3,845"]),
        (Kind.DRAFT, str(draft), ["3,845"]),
        (Kind.EDITION, str(published), ["3,845"]),
    ]


def test_table_by_area_prints_the_series_of_each_area(value, guayas, analyst):
    pichincha = make.series(of=guayas.indicator, by=guayas.source, where=make.area("EC-P", "Pichincha", "province"))
    table = make.data_table("By province", rows_are="areas")
    make.column(table, pichincha, "2023")
    make.row(table, area=guayas.area)
    assert places(value, analyst) == [(Kind.TABLE, str(table), ["3,845"])]


def test_drafts_of_others_are_only_for_who_may_read_them(value, guayas, author, other_author, analyst):
    make.article("A draft", by=author, blocks=key_figure(guayas))
    assert places(value, other_author) == []
    assert len(places(value, author)) == len(places(value, analyst)) == 1


def test_home_page_prints_national_figures(db, analyst):
    nation = make.observation(make.series(), "2023", "8237")
    assert [kind for kind, _title, _texts in places(nation, analyst)] == [Kind.HOME]


def test_home_page_prints_the_four_that_were_updated_last(db, analyst):
    days = [datetime.date(2024, month, 1) for month in range(1, 7)]
    observations = [make.recorded(make.series(), {"2023": "5"}, known_on=day)[0] for day in days]
    assert [bool(places(each, analyst)) for each in observations[2:]] == [True] * 4
    oldest = observations[0].series
    older = make.recorded(oldest, {"2022": "4"}, known_on=days[0])[0]
    assert places(older, analyst) == []


def test_places_take_as_many_queries_for_many_editions(
    value, guayas, author, editor, analyst, django_assert_max_num_queries
):
    for _number in range(4):
        make.edition(by=author, approver=editor, blocks=key_figure(guayas))
    value.refresh_from_db()
    with django_assert_max_num_queries(14):
        assert len(value_printed_in(value, analyst)[:100]) == 4


def test_page_makes_only_its_own_places(value, guayas, author, editor, analyst, monkeypatch):
    """Drafts first, the last changed one at the top, then editions; each once over all pages."""
    made = []
    monkeypatch.setattr(printed_in, "Place", lambda *args, **rest: made.append(Place(*args, **rest)) or made[-1])
    editions = [
        str(make.edition(f"Edition {number}", by=author, approver=editor, blocks=key_figure(guayas)))
        for number in range(3)
    ]
    drafts = [
        str(make.article(f"Draft {number}", by=author, blocks=key_figure(guayas, period)))
        for number, period in enumerate(("2023", "2023-01/2023-12", "2023"))
    ]
    make.article("Half typed", by=author, blocks=key_figure(guayas, "20"))
    value.refresh_from_db()
    places = value_printed_in(value, analyst)
    pages = [[place.title for place in places[first : first + 2]] for first in range(0, 8, 2)]
    in_order = [*reversed(drafts), *reversed(editions)]
    assert pages == [in_order[:2], in_order[2:4], in_order[4:], []]
    assert len(made) == len(in_order)


def test_answer_to_a_post_says_that_there_are_more_places(guayas, author, analyst, signed_in, monkeypatch):
    """Links to the others would lose what was typed. The page that asks before a series is shown has them."""
    monkeypatch.setattr(preview_pages, "PLACES_PER_PAGE", 2)
    hidden = make.series(of=guayas.indicator, where=guayas.area, public=False)
    make.observation(hidden, "2023", "12")
    titles = [str(make.article(f"Draft {number}", by=author, blocks=key_figure(hidden))) for number in range(3)]
    browser, address = signed_in(analyst), f"/admin/briefings/series/{hidden.pk}"
    answer = previewed(browser, f"{address}/values/new/", new_values(("2023", "13"))).text
    page = browser.get(f"{address}/show/").text
    for text in (answer, page):
        assert [title in text for title in titles] == [False, True, True]
    assert "Shown: the first 2." in answer and "?places=2" not in answer
    assert 'href="?places=2#places-heading"' in page


def test_newest_editions_come_first_whichever_value_they_print(guayas, author, editor, analyst, monkeypatch):
    """Of more values than one query takes."""
    monkeypatch.setattr(printed_in, "CHUNK", 1)
    years = "2022", "2023", "2022"
    for year in set(years):
        make.observation(guayas, year, "3845")
    titles = [
        str(make.edition(f"Guayas {number}", by=author, approver=editor, blocks=key_figure(guayas, year)))
        for number, year in enumerate(years)
    ]
    stored = Observation.objects.filter(series=guayas)
    preview = compare([Entry(guayas, Value(each.period, make.decimal("1"))) for each in stored], now=timezone.now())
    places = every_place.printed_in(preview.changes, analyst)
    assert [place.title for place in places[:2]] == titles[:0:-1]
    assert [place.title for place in places[:9]] == titles[::-1]


def test_calculated_figures_are_shown_with_what_they_would_be(guayas, author, editor, analyst):
    """Once each, though both of their values change; of a key figure with a name that says what it is."""
    make.recorded(guayas, {"2022": "4886", "2023": "4700"})
    table = make.data_table("By year")
    make.column(table, guayas, formula="percent")
    make.row(table, "2023")
    blocks = [
        (KeyFigureBlock, {"series": guayas, "period": "2023", "compare_with": "2022"}),
        (DataTableBlock, {"table": table}),
    ]
    make.edition("Ports", by=author, approver=editor, blocks=blocks)
    make.article("A draft", by=author, blocks=blocks[:1])
    for typed in ({"2023": "5100"}, {"2022": "5000", "2023": "5250"}):
        entries = [Entry(guayas, Value(make.period(year), make.decimal(text))) for year, text in typed.items()]
        changes = compare(entries, now=timezone.now()).changes
        draft, edition = (
            [(use.text, use.new, use.where) for use in place.uses if "−" in use.text]
            for place in every_place.printed_in(changes, analyst)[:9]
            if place.kind in (Kind.DRAFT, Kind.EDITION)
        )
        percent, cell = ("+4%", "+4.4") if len(typed) == 1 else ("+5%", "+5.0")
        assert draft == [("−4%", percent, "change on 2022")]
        assert edition == [("−4%", percent, "change on 2022"), ("−3.8", cell, "table cell: row 1, column 1")]


def test_every_place_of_a_much_printed_value_is_on_a_page(
    value, guayas, author, editor, signed_in, analyst, monkeypatch
):
    """On the page of the value, on that of a batch that would change it, which its second person reads, and on the one
    that would undo the batch with it."""
    monkeypatch.setattr(preview_pages, "PLACES_PER_PAGE", 2)
    titles = [str(make.edition(f"Guayas {number}", by=author, approver=editor, blocks=key_figure(guayas)))
              for number in range(3)]  # fmt: skip
    batch = record_values(
        guayas, [Value(make.period("2023"), make.decimal("3850"))], release=None, known_on=timezone.localdate(),
        kind="correction", reason={"en": "Counted again.", "es": ""}, by=analyst,
    )  # fmt: skip
    value_page = f"/admin/briefings/series/{guayas.pk}/values/{value.pk}/"
    batch_page = f"/admin/briefings/batch/{batch.pk}/change/"
    undo_page = f"/admin/briefings/batch/{value.current.batch_id}/undo/"
    for browser, address in (
        (signed_in(analyst), value_page), (signed_in(editor), batch_page), (signed_in(analyst), undo_page)
    ):  # fmt: skip
        first, second = browser.get(address).text, browser.get(f"{address}?places=2").text
        assert [title in first for title in titles] == [False, True, True]
        assert [title in second for title in titles] == [True, False, False]
        assert 'href="?places=2#places-heading"' in first and 'rel="next"' not in second
        assert browser.get(f"{address}?places=3").status_code == 404


def test_page_shows_fifty_places_at_once(rf):
    """Each has as many rows as it prints values: of a source with thousands the page was 930 kB."""
    group = every_place.Group(Kind.DRAFT, range, list)
    context = preview_pages.pages_of_places(every_place.Places([group]), rf.get("/"))
    assert list(context["places"]) == list(range(50))
