"""How the public pages are built, seen by a screen reader: headings, names, links, languages."""

import datetime
import itertools
from html.parser import HTMLParser

import pytest

from briefings.statistics.actions import Value, prefer, record_values
from tests import make

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
    """What matters of a page's elements."""

    def __init__(self, html):
        super().__init__()
        self.headings, self.ids, self.references, self.elements, self.scopeless = [], [], set(), set(), 0
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
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


@pytest.fixture
def full(db, author, editor):
    """Everything that a page can show, at once."""
    source = make.source("Ministry", slug="mdi")
    whole = make.indicator("Homicides", slug="homicides")
    make.indicator("Homicides of women", part_of=whole)
    yearly = make.series(of=whole, by=source)
    make.recorded(yearly, {"2020": "1372", "2021": "2495", "2022": "4886", "2023": "8237", "2024-01-01/P11M": "6275"})
    prefer(yearly, reason={"en": "It counts every victim."}, by=make.recorder())
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


@pytest.mark.parametrize("address", EVERY)
def test_headings_descend_one_step_at_a_time(reader, full, address):
    headings = Outline(reader.get(address).content.decode()).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))


@pytest.mark.parametrize("address", EVERY)
def test_names_and_links_within_a_page_lead_somewhere(reader, full, address):
    outline = Outline(reader.get(address).content.decode())
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.references <= set(outline.ids)
    assert outline.scopeless == 0
    assert not outline.elements & {"script", "style", "iframe", "object"}


@pytest.mark.parametrize(("english", "spanish"), PAGES)
def test_both_languages_answer_and_name_each_other(reader, full, settings, english, spanish):
    for own, other, language, other_language in ((english, spanish, "en", "es"), (spanish, english, "es", "en")):
        response = reader.get(own)
        html = response.content.decode()
        assert response.status_code == 200
        assert response["Content-Language"] == language
        assert f'<html lang="{language}">' in html
        assert f'hreflang="{other_language}" href="{settings.SITE_URL}{other}"' in html
        assert f'<link rel="canonical" href="{settings.SITE_URL}{own}">' in html


def test_sorting_and_filters_do_not_make_new_pages_for_search_engines(reader, full, settings):
    html = reader.get("/en/statistics/homicides/?area=all&frequency=all&sort=value").content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}/en/statistics/homicides/">' in html
