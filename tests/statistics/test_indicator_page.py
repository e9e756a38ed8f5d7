"""The page of an indicator."""

import datetime
import re

import pytest

from briefings.statistics.actions import prefer, record_values
from briefings.statistics.entering.validation import Value
from briefings.statistics.value_pages import FIRST_PAGE
from tests import make

YEARS = {"2020": "1372", "2021": "2495", "2022": "4886", "2023": "8237", "2024-01-01/P11M": "6275"}
PAGE = "/en/statistics/homicides/"


@pytest.fixture
def homicides(db):
    return make.indicator("Intentional homicides", slug="homicides", name_es="Homicidios intencionales")


@pytest.fixture
def ministry(homicides):
    """The preferred yearly series of the country."""
    series = make.series(of=homicides, by=make.source("Ministry of the Interior", slug="mdi", name_es="Ministerio"))
    make.recorded(series, YEARS)
    make.settled(prefer(series, reason={"en": "It counts every victim."}, by=make.recorder()))
    return series


def page_of(reader, address=PAGE):
    response = reader.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_page_says_the_current_figure_with_period_change_source_and_date(reader, ministry):
    html = page_of(reader)
    assert '<data id="current" value="8237">8,237</data>' in html
    assert "Ecuador, 2023" in html
    assert "up 69% on 2022" in html
    assert "Current figure, may change" in html
    assert '<a href="/en/sources/mdi/">' in html
    assert '<time datetime="2024-01-31">31 January 2024</time>' in html
    assert '<span class="grade">B3</span>' in html


def test_part_of_a_year_is_never_the_current_figure_of_a_year(reader, ministry):
    html = page_of(reader)
    assert '<data id="current-part" value="6275">6,275</data>' in html
    assert "Part of a year, not comparable with a whole one" in html
    assert "Part of a year: Jan–Nov 2024" in html


def test_part_of_a_year_with_a_whole_value_is_in_the_table_but_not_in_the_chart(reader, ministry):
    make.recorded(ministry, {"2024": "7063"})
    html = page_of(reader)
    assert 'id="current-part"' not in html
    assert "Part of a year: Jan–Nov 2024" not in html
    assert "January–November 2024" in html


def test_spanish_page_has_spanish_texts_and_number_format(reader, ministry):
    html = page_of(reader, "/es/estadisticas/homicides/")
    assert '<html lang="es">' in html
    assert "Homicidios intencionales</h1>" in html
    assert "8\u00a0237" in html
    assert '<span lang="en">Deaths caused on purpose by another person.</span>' in html
    assert 'hreflang="en"' in html


def test_competing_series_are_listed_with_the_reason_for_the_preferred_one(reader, homicides, ministry):
    other = make.series(of=homicides, by=make.source("Source article"), note_en="Names no source.")
    make.recorded(other, {"2021": "3000", "2022": "4500"}, status="U")
    html = page_of(reader)
    assert "What each source says" in html
    assert "It counts every victim." in html
    assert "Names no source." in html
    assert '<data id="s1-r1c2" value="4500">4,500</data>' in html
    assert "u: low reliability" in html


def test_provinces_are_ranked_in_the_latest_whole_year(reader, homicides, ministry):
    for code, name, value in (("EC-G", "Guayas", "3845"), ("EC-M", "Manabí", "986")):
        series = make.series(of=homicides, where=make.area(code, name, "province"), by=ministry.source)
        make.recorded(series, {"2022": "1", "2023": value, "2023-01-01/P6M": "88888", "2024-01-01/P11M": "99999"})
    html = page_of(reader)
    ranking = html[html.index('id="provinces"') : html.index('id="values"')]
    assert "Guayas has the highest value in 2023" in ranking
    assert ranking.rindex("Guayas") < ranking.rindex("Manabí")  # a map comes first
    assert "3,845" in ranking
    assert "99,999" not in ranking
    assert "88,888" not in ranking
    assert "Not adjusted for population" in ranking


def test_monthly_series_has_a_chart_of_its_own(reader, homicides, ministry):
    monthly = make.series(of=homicides, by=ministry.source, frequency="M")
    make.recorded(monthly, {f"2023-{month:02d}": str(600 + month) for month in range(1, 13)})
    html = page_of(reader)
    assert "Intentional homicides, monthly" in html
    assert "612" in html


def test_revision_shows_what_was_known_before(reader, ministry):
    revised = [Value(period=make.period("2023"), value=make.decimal("8248"))]
    release = make.release(ministry.source, title="Libro de 2026", language="es", url="https://example.org/book")
    reason = {"en": "Late reports."}
    known_on = datetime.date(2026, 6, 30)
    by = make.recorder()
    named = {"known_on": known_on, "kind": "update", "reason": reason, "by": by}
    make.settled(record_values(ministry, revised, release=release, **named))
    html = page_of(reader)
    table = html[html.index('id="revisions"') :]
    assert '<data value="8237">8,237</data>' in table
    assert '<data value="8248">8,248</data>' in table
    assert "Scheduled update: Late reports." in table
    assert '<a href="https://example.org/book"><span lang="es">Libro de 2026</span></a>' in table
    assert '<data id="current" value="8248">8,248</data>' in html


def test_proposed_revision_is_not_on_the_page(reader, ministry):
    ministry.observations.update(cited=True)
    revised = [Value(period=make.period("2023"), value=make.decimal("7777"))]
    record_values(
        ministry, revised, release=None, known_on=datetime.date(2026, 6, 30), kind="correction",
        reason={"en": "Not yet decided."}, by=make.recorder(),
    )  # fmt: skip
    html = page_of(reader)
    assert "7,777" not in html
    assert "Not yet decided." not in html
    assert 'id="revisions"' not in html


def test_indicator_and_its_parts_link_to_each_other(reader, homicides, ministry):
    make.indicator("Homicides of women", slug="women", part_of=homicides)
    make.indicator("Homicides nobody may see", part_of=homicides, public=False)
    html = page_of(reader)
    assert '<a href="/en/statistics/women/">Homicides of women</a>' in html
    assert "nobody may see" not in html
    assert '<a href="/en/statistics/homicides/">Intentional homicides</a>' in page_of(reader, "/en/statistics/women/")


def test_indicator_without_figures_says_so(reader, homicides):
    assert "No figure of this indicator has been published yet." in page_of(reader)


def test_query_sorts_and_filters_the_table(reader, homicides, ministry):
    guayas = make.series(of=homicides, where=make.area("EC-G", "Guayas", "province"), by=ministry.source)
    make.recorded(guayas, {"2023": "3845"})

    def rows(query):
        html = page_of(reader, PAGE + query)
        return html[html.index('<table id="main-table"') :].split("</table>")[0]

    assert "Guayas" not in rows("")
    assert "Ecuador" not in rows("?area=EC-G").split("<tbody")[1]
    everywhere = rows("?area=all&sort=value")
    assert 'aria-sort="ascending"' in everywhere
    assert everywhere.index("1,372") < everywhere.index("3,845") < everywhere.index("8,237")
    assert "sort=-value&amp;area=all#values" in everywhere or "area=all&amp;sort=-value#values" in everywhere


def test_invalid_page_number_or_query_is_not_found(reader, ministry):
    for query in ("?page=0", "?page=99", "?area=%00", "?sort=" + "x" * 500):
        assert reader.get(PAGE + query).status_code == 404, query


def test_unknown_parameters_are_ignored(reader, ministry):
    for query in ("?sort=", "?%00=1", "?page=2&page=1", "?area=", "?chart=x"):
        assert reader.get(PAGE + query).status_code == 200, query


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("area=guayas", "area: “guayas” is unknown here. Known are: all, EC."),
        ("area=ec", "area: “ec” is unknown here."),
        ("frequency=X", "frequency: “X” is unknown here. Known are: all, A."),
        ("source=none", "source: “none” is unknown here."),
        ("as_of=2025-1-1", "as_of: “2025-1-1” is no day up to today, such as 2025-01-31."),
    ],
)
def test_unknown_values_are_refused_in_words_by_the_page_and_its_files(query, words, reader, ministry):
    page = reader.get(f"{PAGE}?{query}")
    assert page.status_code == 404 and words in page.text
    for ending in ("csv", "json", "xlsx", "zip", "svg", "png"):
        file = reader.get(f"{PAGE.rstrip('/')}.{ending}?{query}")
        assert file.status_code == 404 and file.text.startswith(words), ending
        assert file["Content-Type"].startswith("text/plain") and file["Access-Control-Allow-Origin"] == "*"


def test_an_unknown_chart_is_refused_in_words(reader, ministry):
    for ending in ("svg", "csv", "zip"):
        file = reader.get(f"{PAGE.rstrip('/')}.{ending}?chart=../../")
        assert file.status_code == 404 and "Known are: A, Q, M, provinces, map." in file.text, ending


def test_unknown_slug_is_not_found(reader, ministry):
    for slug in ("unknown", "x" * 3000, "%00", "homicides%00", "%ff", "..%2f..", "ñ"):
        assert reader.get(f"/en/statistics/{slug}/").status_code == 404, slug


def test_private_indicator_is_not_found_and_its_name_not_disclosed(reader, db):
    hidden = make.indicator("Canary count", slug="canary", public=False)
    make.recorded(make.series(of=hidden), YEARS)
    response = reader.get("/en/statistics/canary/")
    assert response.status_code == 404
    assert "Canary" not in response.content.decode()


def test_private_series_and_sources_are_not_disclosed(reader, homicides, ministry):
    hidden = make.series(of=homicides, by=make.source("Quiet bureau"), public=False)
    make.recorded(hidden, {"2022": "13131", "2023": "14141"})
    of_hidden_source = make.series(of=homicides, by=make.source("Canary bureau", slug="canary", public=False))
    make.recorded(of_hidden_source, {"2022": "15151", "2023": "16161"})
    guayas = make.series(
        of=homicides, where=make.area("EC-G", "Canary province", "province"), by=ministry.source, public=False
    )
    make.recorded(guayas, {"2022": "17171", "2023": "18181"})
    for query in ("", "?area=all&frequency=all&source=all", "?source=canary", "?area=EC-G"):
        html = reader.get(PAGE + query).text
        for trace in ("Quiet", "Canary", "13,131", "14141", "15151", "16,161", "17171", "18181"):
            assert trace not in html, trace


def test_page_takes_few_queries_however_many_observations_there_are(
    reader, homicides, ministry, django_assert_num_queries
):
    with django_assert_num_queries(6):
        page_of(reader)
    monthly = make.series(of=homicides, by=ministry.source, frequency="M")
    months = {f"{year}-{month:02d}": str(month) for year in range(1960, 2024) for month in range(1, 13)}
    make.recorded(monthly, months)
    for number in range(24):
        where = make.area(f"EC-{number}", f"Province {number}", "province")
        make.recorded(make.series(of=homicides, where=where, by=ministry.source), YEARS)
    with django_assert_num_queries(11):  # one of them for the map of provinces
        html = page_of(reader, PAGE + "?area=all&frequency=all")
    table = html[html.index('<table id="main-table"') :].split("</table>")[0]
    assert table.count('<th scope="row"') == FIRST_PAGE and 'class="cards cards--dense"' in table
    pager = html[html.index('<nav class="pager"') :].split("</nav>")[0]
    assert re.search(r'<a rel="next" href="[^"]*after=[0-9]+#values">Next page</a>', pager)
    assert 'last=#values">Last page</a>' in pager
    assert "Page 1" not in pager
    following = page_of(reader, PAGE + re.search(r'<a rel="next" href="([^"#]*)', pager)[1].replace("&amp;", "&"))
    assert following[following.index('<table id="main-table"') :].split("</table>")[0].count('<th scope="row"') == 50


def test_filters_without_a_match_show_an_empty_table(reader, homicides, ministry):
    other = make.series(of=homicides, where=make.area("EC-G", "Guayas", "province"), by=make.source("B", slug="b"))
    make.recorded(other, {"2023": "3845"})
    assert "There is nothing to list here." in page_of(reader, PAGE + "?area=EC-G&source=mdi")


def test_public_tables_that_show_the_figure_are_linked_once(reader, homicides, ministry, django_assert_num_queries):
    other = make.series(of=homicides, by=make.source("Press"))
    for slug, name, public in [("by-year", "Zones by year", True), ("all", "All", True), ("canary", "Canary", False)]:
        table = make.data_table(name, slug=slug, public=public)
        make.column(table, ministry)
        make.column(table, other)
    make.column(make.data_table("Elsewhere"), make.series())
    of_private = make.series(of=homicides, by=make.source("Quiet"), public=False)
    make.column(make.data_table("Nothing to see"), of_private)
    with django_assert_num_queries(6):
        html = page_of(reader)
    tables = html[html.index('id="tables"') :].split("</section>")[0]
    assert tables.count("<li>") == 2
    assert tables.index('<a href="/en/tables/all/">All</a>') < tables.index("Zones by year")
    assert html.count("Press</a>") == 1
    assert "/es/tablas/by-year/" in page_of(reader, "/es/estadisticas/homicides/")
