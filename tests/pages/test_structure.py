"""The structure of public pages: headings, landmarks, anchors, language links."""

import datetime
import itertools
from html.parser import HTMLParser

import pytest
from django.test import Client

from briefings.statistics.actions import prefer, record_values
from briefings.statistics.entering.validation import Value
from tests import make
from tests.people import member

PAGES = [
    ("/en/", "/es/"),
    ("/en/about/", "/es/acerca-de/"),
    ("/en/statistics/", "/es/estadisticas/"),
    ("/en/statistics/homicides/", "/es/estadisticas/homicides/"),
    ("/en/tables/by-year/", "/es/tablas/by-year/"),
    ("/en/sources/", "/es/fuentes/"),
    ("/en/sources/mdi/", "/es/fuentes/mdi/"),
]
EVERY = [address for pair in PAGES for address in pair]


class Outline(HTMLParser):
    """Collects headings, ids, anchors and link relations of a page."""

    def __init__(self, html):
        super().__init__()
        self.headings, self.ids, self.references, self.elements, self.scopeless = [], [], set(), set(), 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if given.get("type") != "application/ld+json":  # a data block, which no browser executes
            self.elements.add(tag)
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if "id" in given:
            self.ids.append(given["id"])
        self.references |= set((given.get("aria-labelledby") or "").split())
        for name in ("for", "href", "action"):
            target = given.get(name) or ""
            if name == "for" or target.startswith("#"):
                self.references |= {target.removeprefix("#")} - {""}
        if tag == "th" and given.get("scope") not in ("col", "row"):
            self.scopeless += 1
        assert "style" not in given
        assert not any(name.startswith("on") for name in given)


@pytest.fixture(scope="module")
def full(module_db):
    """A site with one of everything that a page can show."""
    author, editor = member("author"), member("editor")
    source = make.source("Ministry", slug="mdi")
    whole = make.indicator("Homicides", slug="homicides")
    make.indicator("Homicides of women", part_of=whole)
    yearly = make.series(of=whole, by=source)
    make.recorded(yearly, {"2020": "1372", "2021": "2495", "2022": "4886", "2023": "8237", "2024-01-01/P11M": "6275"})
    make.settled(prefer(yearly, reason={"en": "It counts every victim."}, by=make.recorder()))
    monthly = make.series(of=whole, by=source, frequency="M")
    make.recorded(monthly, {f"2023-{month:02d}": "600" for month in range(1, 13)})
    for other in (make.source("Police"), make.source("Observatory")):
        for frequency, periods in (("A", ("2021", "2022")), ("M", ("2023-01", "2023-02"))):
            series = make.series(of=whole, by=other, frequency=frequency)
            make.recorded(series, dict.fromkeys(periods, "3000"), status="U")
    for code in ("EC-G", "EC-M", "EC-R"):
        make.recorded(make.series(of=whole, by=source, where=make.area(code, code, "province")), {"2023": "7"})
    revised = [Value(period=make.period("2023"), value=make.decimal("8248"))]
    record_values(
        yearly, revised, release=make.release(source), known_on=datetime.date(2026, 6, 30), kind="update",
        reason={}, by=make.recorder(),
    )  # fmt: skip
    table = make.data_table("By year", slug="by-year", show="both")
    make.column(table, yearly)
    make.row(table, "2022")
    make.initiative(source=source)
    make.impact(source=source)
    make.edition("First", by=author, approver=editor)
    make.edition("Second", by=author, approver=editor)


@pytest.fixture(scope="module")
def responses(full):
    return {address: Client().get(address) for address in EVERY}


@pytest.fixture(scope="module")
def outlines(responses):
    return {address: Outline(response.content.decode()) for address, response in responses.items()}


def test_headings_skip_no_level(outlines):
    for address, outline in outlines.items():
        headings = outline.headings
        assert headings[0] == 1, address
        assert headings.count(1) == 1, address
        assert all(after <= before + 1 for before, after in itertools.pairwise(headings)), address


def test_ids_and_anchors_exist(outlines):
    for address, outline in outlines.items():
        assert len(outline.ids) == len(set(outline.ids)), address
        assert outline.references <= set(outline.ids), address
        assert outline.scopeless == 0, address
        assert not outline.elements & {"script", "style", "iframe", "object"}, address


def test_both_languages_link_to_each_other(responses, settings):
    for english, spanish in PAGES:
        for own, other, language, other_language in ((english, spanish, "en", "es"), (spanish, english, "es", "en")):
            response = responses[own]
            html = response.content.decode()
            assert response.status_code == 200, own
            assert response["Content-Language"] == language, own
            assert f'<html lang="{language}">' in html, own
            assert f'hreflang="{other_language}" href="{settings.SITE_URL}{other}"' in html, own
            assert f'<link rel="canonical" href="{settings.SITE_URL}{own}">' in html, own


def test_sorting_and_filters_are_not_in_the_canonical_address(reader, full, db, settings):
    html = reader.get("/en/statistics/homicides/?area=all&frequency=all&sort=value").content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}/en/statistics/homicides/">' in html
