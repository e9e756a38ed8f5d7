"""What bounds the page of a place: its figures, 25 on a page, and how many briefings name it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.statistics.places import views
from tests import make
from tests.kinds import RichTextBlock

from .counting import counted

pytestmark = pytest.mark.django_db


def test_the_figures_of_a_place_are_on_pages_by_name(reader, provinces, ministry, monkeypatch):
    monkeypatch.setattr(views, "FIGURES_PER_PAGE", 2)
    monkeypatch.setattr(views, "MOST_FIGURES", 3)
    for name in ("Arrests", "Burglaries", "Crashes", "Deaths"):
        counted(provinces, ministry, {"EC-G": "80"}, indicator=make.indicator(name, name_es=f"Z {name}"))
    first, second = (reader.get(f"/en/places/guayas/{query}").text for query in ("", "?page=2"))
    names = [re.findall(r'\?area=EC-G">([A-Z][a-z]+)</a>', page) for page in (first, second)]
    assert names == [["Arrests", "Burglaries"], ["Crashes"]]
    assert 'rel="next" href="?page=2#figures"' in first and "1 further indicator is not listed." in second
    assert reader.get("/en/places/guayas/?page=3").status_code == 404


def test_a_page_of_indicators_without_values_leads_to_the_others(reader, provinces, ministry, monkeypatch):
    monkeypatch.setattr(views, "FIGURES_PER_PAGE", 1)
    make.series(of=make.indicator("Arrests"), where=provinces["EC-G"], by=ministry)
    counted(provinces, ministry, {"EC-G": "80"}, indicator=make.indicator("Burglaries"))
    first, second = (reader.get(f"/en/places/guayas/{query}").text for query in ("", "?page=2"))
    assert 'href="?page=2#figures"' in first and "Burglaries" not in first and "Burglaries" in second


def test_the_briefings_that_name_a_place_are_counted_without_their_texts(reader, provinces, author, editor):
    make.edition("Ports", by=author, approver=editor, blocks=[(RichTextBlock, {"html": "<p>Guayas.</p>"})])
    with CaptureQueriesContext(connection) as queries:
        assert ">Ports</a>" in reader.get("/en/places/guayas/").text
    (search,) = (query["sql"] for query in queries if "FROM briefings_search" in query["sql"])
    assert "head" not in search and "used" not in search
