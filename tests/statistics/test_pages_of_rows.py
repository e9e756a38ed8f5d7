import re
from itertools import chain

import pytest

from briefings.statistics.admin import preview_pages
from briefings.statistics.entering.entries import Preview
from briefings.statistics.models import Batch, Observation

from .. import make
from .previews import previewed
from .test_record_values import enter, value
from .test_series_admin import new_values

YEARS = [str(year) for year in range(2001, 2008)]


@pytest.fixture(autouse=True)
def three_rows_on_a_page(monkeypatch):
    monkeypatch.setattr(preview_pages, "MOST_SHOWN", 3)


@pytest.fixture
def waiting(analyst):
    """A batch that changes seven cited values."""
    series = make.series(public=False)
    enter(series, *[value(year, year) for year in YEARS], by=analyst)
    Observation.objects.update(cited=True)
    revised = [value(year, f"{year}0") for year in YEARS]
    return enter(series, *revised, by=analyst, kind="correction", known_on="2024-06-30")


def rows_of(page, field):
    table = page.text.split(f'id="{field}-heading"', 1)[1].split("</table>", 1)[0]
    return re.findall(r'<th scope="row">(?:<a[^>]*>)?(\d{4})', table)


def test_second_person_can_read_every_value_of_a_waiting_batch(signed_in, editor, waiting):
    browser, address = signed_in(editor), f"/admin/briefings/batch/{waiting.pk}/change/"
    first = browser.get(address)
    assert rows_of(first, "revised") == YEARS[:3]
    assert "Shown: 1–3 of 7" in first.text and 'href="?revised=2#revised-heading"' in first.text
    pages = [rows_of(browser.get(f"{address}?revised={number}"), "revised") for number in (1, 2, 3)]
    assert list(chain.from_iterable(pages)) == YEARS
    assert rows_of(browser.get(f"{address}?revised=9"), "revised") == YEARS[6:]


def test_every_value_of_a_decided_batch_can_be_read(signed_in, auditor, waiting):
    first = Batch.objects.exclude(pk=waiting.pk).get()
    browser, address = signed_in(auditor), f"/admin/briefings/batch/{first.pk}/change/"
    pages = [rows_of(browser.get(f"{address}?steps={number}"), "steps") for number in (1, 2, 3)]
    assert list(chain.from_iterable(pages)) == YEARS


def test_every_value_that_an_undo_restores_can_be_read(signed_in, analyst, waiting):
    first = Batch.objects.exclude(pk=waiting.pk).get()
    browser, address = signed_in(analyst), f"/admin/briefings/batch/{first.pk}/undo/"
    pages = [rows_of(browser.get(f"{address}?revised={number}"), "revised") for number in (1, 2, 3)]
    assert list(chain.from_iterable(pages)) == YEARS


def test_series_of_all_changes_is_found_once_a_table_not_once_a_row(signed_in, editor, waiting, monkeypatch):
    """It looks at every change: 16 s for a preview of 50,000 of them."""
    asked = []
    one_series = Preview.one_series
    monkeypatch.setattr(
        Preview, "one_series", property(lambda preview: asked.append(preview) or one_series.fget(preview))
    )
    counts = []
    for rows in (1, 7):
        monkeypatch.setattr(preview_pages, "MOST_SHOWN", rows)
        asked.clear()
        assert signed_in(editor).get(f"/admin/briefings/batch/{waiting.pk}/change/").status_code == 200
        counts.append(len(asked))
    assert 0 < counts[0] == counts[1]


def test_answer_to_a_post_has_no_links_that_lose_what_was_typed(signed_in, analyst):
    series = make.series(public=False)
    typed = new_values(*zip(YEARS, YEARS, strict=True))
    page = previewed(signed_in(analyst), f"/admin/briefings/series/{series.pk}/values/new/", typed)
    assert "Shown: 1–3 of 7" in page.text and "Rows after" not in page.text
