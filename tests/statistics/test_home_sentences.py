"""The sentences that the home page makes of values: a preview shows them, and undoing leaves the order of figures."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.statistics.actions import apply_batch
from briefings.statistics.models import Batch
from briefings.statistics.printed_in.home_figures import MAX_FIGURES, HomeFigures

from .. import make
from .previews import confirm, previewed
from .test_home_once_applied import batch_url, url, uses
from .test_record_values import enter, value
from .test_series_admin import new_values
from .test_undo_batch import undo


@pytest.fixture
def yearly(analyst):
    """A preferred yearly series of five values, of which the newest is the highest."""
    series = make.series(of=make.indicator("Homicides"), preferred=True)
    make.recorded(series, {"2020": "20", "2021": "30", "2022": "40", "2023": "50", "2024": "60"})
    return series


def test_both_previews_show_the_sentences_of_the_home_page(signed_in, analyst, editor, client, yearly):
    now = (
        "Homicides: 60 in 2024, the highest in the series (2020–2024)",
        "From 20 in 2020 to 60 in 2024, rising since 2020",
    )
    then = "Homicides: 45 in 2025", "From 20 in 2020 to 45 in 2025, falling since 2024"
    for sentence in now:
        assert sentence in client.get("/en/").text
    address = url(yearly, "values/new")
    shown = previewed(signed_in(analyst), address, new_values(**{"new-pasted": "2025\t45"}))
    confirm(signed_in(analyst), address, shown, kind="first")
    batch = Batch.objects.get(stage="proposed")
    for page in (shown, signed_in(editor).get(batch_url(batch))):
        assert {("2025", *each) for each in zip(now, then, strict=True)} <= uses(page)
        assert "title of the chart" in page.text
    apply_batch(batch, by=editor)
    for sentence in then:
        assert sentence in client.get("/en/").text


def test_preview_reads_the_figures_of_the_home_page_once_and_once_as_they_would_be(signed_in, analyst, editor, yearly):
    address, browser = url(yearly, "values/new"), signed_in(analyst)
    with CaptureQueriesContext(connection) as queries:
        shown = previewed(browser, address, new_values(**{"new-pasted": "2025\t45"}))
    assert _readings(queries) == 2
    confirm(browser, address, shown, kind="first")
    with CaptureQueriesContext(connection) as queries:
        signed_in(editor).get(batch_url(Batch.objects.get(stage="proposed")))
    assert _readings(queries) == 2


def _readings(queries):
    """Of the newest values of all indicators."""
    read = [each["sql"] for each in queries if each["sql"].startswith("SELECT") and "second_start" in each["sql"]]
    return len([sql for sql in read if '"indicator_id" IN' not in sql])


@pytest.fixture
def order(analyst):
    """More indicators than the home page has room for, the last updated first."""
    series = [make.series(of=make.indicator(f"Indicator {number}")) for number in range(MAX_FIGURES + 1)]
    for number, each in enumerate(series):
        make.recorded(each, {"2022": "3", "2023": "4"}, known_on=datetime.date(2024, 6, 30 - number))
    return series


def names():
    return [str(figure.indicator) for figure in HomeFigures().shown]


def test_undoing_leaves_the_order_of_the_home_page(analyst, editor, order):
    before = names()
    batch = enter(order[2], value("2023", "5"), by=analyst, kind="error", known_on="2024-09-30")
    apply_batch(batch, by=editor)
    assert names()[0] == "Indicator 2"
    undone = undo(batch, analyst)
    apply_batch(undone, by=editor)
    assert names() == before
    assert order[2].observations.get(start__year=2023).current_value == 4
    again = undo(undone, analyst)
    apply_batch(again, by=editor)
    assert names()[0] == "Indicator 2"


def test_undoing_what_the_home_page_does_not_show_waits_for_nobody(signed_in, analyst, order):
    last = order[-1]
    batch = enter(last, value("2023", "5"), by=analyst, kind="error", known_on="2024-06-26")
    assert batch.stage == Batch.Stage.APPLIED and "Indicator 4" not in names()
    page = signed_in(analyst).get(f"/admin/briefings/batch/{batch.pk}/undo/")
    assert page.context["waits"] == [] and list(page.context["places"]) == []
    assert undo(batch, analyst).stage == Batch.Stage.APPLIED
    assert "Indicator 4" not in names()
