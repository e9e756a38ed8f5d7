"""What the form shows of a key figure or data table while it is chosen."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.lib.html import visible_text
from tests import make

from .scenes import counts, table_of

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/briefings/article/block-content/"


def shown(client, **fields):
    page = client.get(ADDRESS, fields)
    assert page.status_code == 200
    return " ".join(visible_text(page.text).split())


def test_key_figure_shows_its_value_and_the_comparison(author, signed_in):
    figure = {"kind": "key_figure", "series": counts().pk, "period": "2022", "language": "en"}
    client = signed_in(author)
    assert "4,886" in shown(client, **figure)
    assert "up from 2,495 (2021)" in shown(client, **figure, compare_with="2021")
    assert "4 886" in shown(client, **figure | {"language": "es"}).replace("\xa0", " ")


def test_data_table_shows_its_cells(author, signed_in):
    table = table_of(counts())
    text = shown(signed_in(author), kind="data_table", table=table.pk, language="en")
    assert "2,495" in text and "4,886" in text


def test_what_cannot_be_shown_says_what_is_missing(author, signed_in):
    client, series = signed_in(author), counts()
    assert shown(client, kind="key_figure") == ""
    assert "It still needs: period." in shown(client, kind="key_figure", series=series.pk)
    assert "some time" in shown(client, kind="key_figure", series=series.pk, period="some time")
    assert "has no value for this period" in shown(client, kind="key_figure", series=series.pk, period="1999")
    for forged in ("x", "0", "99999999999999999999", "1,2"):
        assert "Series: Select a valid choice." in shown(client, kind="key_figure", series=forged, period="2022")
    text = shown(client, kind="key_figure", series=series.pk, period="2022", label="x" * 300)
    assert "Label: Ensure this value has at most" in text


def test_only_kinds_that_show_something_and_only_people_who_write(author, auditor, signed_in):
    client = signed_in(author)
    for kind in ("", "rich_text", "nothing"):
        assert shown(client, kind=kind, html="<p>Three ports.</p>") == ""
    assert signed_in(auditor).get(ADDRESS, {"kind": "key_figure"}).status_code == 403


def test_table_costs_the_same_with_many_rows(author, signed_in):
    client, costs = signed_in(author), []
    client.get(ADDRESS, {"kind": "key_figure"})
    for years in (("2021", "2022"), tuple(str(year) for year in range(2000, 2020))):
        table = table_of(counts(dict.fromkeys(years, "10")), years)
        with CaptureQueriesContext(connection) as queries:
            shown(client, kind="data_table", table=table.pk)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 15


def test_form_names_the_kinds_that_show_something(author, signed_in):
    page = signed_in(author).get(make.article(by=author).desk_url()).text
    assert page.count("data-shows=") == 2
