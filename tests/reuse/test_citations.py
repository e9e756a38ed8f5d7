"""Citing editions, indicators, tables, sources and single figures."""

import json
import re

import bibtexparser
import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from briefings.articles.actions import take_down, withdraw
from briefings.articles.models import ArticleByline, Byline
from briefings.history.public_token import public_changed
from briefings.lib.html import visible_text
from briefings.reuse import figures
from briefings.reuse.citations import Citation
from briefings.templatetags.briefings import day as as_day
from tests import make
from tests.kinds import DataTableBlock, KeyFigureBlock

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


@pytest.fixture
def series():
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=make.source("Ministry", slug="ministry"))
    make.recorded(series, {"2021": "2495", "2022": "4886"})
    return series


@pytest.fixture
def edition(series, author, editor):
    blocks = [(KeyFigureBlock, {"series": series, "period": "2022"})]
    article = make.article("Ports & {prisons}", slug="ports", by=author, blocks=blocks)
    ArticleByline.objects.create(article=article, byline=Byline.objects.create(name="M. Paredes"))
    return make.edition(article=article, by=author, approver=editor)


@pytest.fixture
def figure(series):
    return series.observations.get(start__year=2022)


def bibtex(text):
    """The fields of one entry; the braces have to match."""
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    return dict(re.findall(r"^  (\w+) = \{(.*)\},?$", text, re.MULTILINE))


def test_edition_is_cited_with_its_number_and_its_publisher(reader, edition):
    fields = bibtex(reader.get("/en/briefings/ports/1.bib").content.decode())
    assert fields["title"] == r"{Ports \& \{prisons\}}" and fields["edition"] == "1"
    assert fields["url"] == f"{SITE}/en/briefings/ports/1/" and "version" not in fields
    known = strip_tags(as_day(timezone.localdate()))
    assert fields["note"] == f"figures as known on {known}"
    ris = reader.get("/en/briefings/ports/1.ris").content.decode()
    assert ris.startswith("TY  - RPRT\r\n") and ris.endswith("ER  - \r\n") and "ET  - 1\r\n" in ris
    (csl,) = json.loads(reader.get("/en/briefings/ports/1.csl.json").content)
    assert csl["type"] == "report" and csl["edition"] == "1" and csl["author"][0]["literal"]


def test_no_citation_file_names_a_person(reader, edition):
    for ending in ("bib", "ris", "csl.json"):
        assert b"Paredes" not in reader.get(f"/en/briefings/ports/1.{ending}").content


def test_page_offers_the_citation_as_files(reader, edition, series, figure):
    pages = [
        "/en/briefings/ports/", "/en/statistics/homicides/", "/en/sources/ministry/", f"/en/figures/{figure.pk}/",
    ]  # fmt: skip
    for address in pages:
        html = reader.get(address).content.decode()
        found = re.findall(r'href="([^"]+\.(?:bib|ris|csl\.json)(?:\?[^"]*)?)"', html)
        assert len(found) == 3, address
        assert {reader.get(each).status_code for each in found} == {200}


def test_data_are_cited_as_of_a_day(reader, series):
    (csl,) = json.loads(reader.get("/en/statistics/homicides.csl.json?as_of=2024-02-01").content)
    assert csl["type"] == "dataset" and csl["version"] == "2024-02-01"
    assert csl["URL"] == f"{SITE}/en/statistics/homicides/?as_of=2024-02-01"


def test_an_indicator_is_cited_as_the_page_shows_it(reader, series):
    guayas = make.series(of=series.indicator, where=make.area("EC-G", "Guayas"), by=series.source)
    make.recorded(guayas, {"2022": "1400"})
    page = reader.get("/en/statistics/homicides/?area=EC-G&as_of=2024-02-01").text
    wanted = f"{SITE}/en/statistics/homicides/?area=EC-G&as_of=2024-02-01"
    assert wanted.replace("&", "&amp;") in page.split('class="cite-text">')[1].partition("</p>")[0]
    assert 'href="/en/statistics/homicides.bib?area=EC-G&amp;as_of=2024-02-01"' in page
    fields = bibtex(reader.get("/en/statistics/homicides.bib?area=EC-G&as_of=2024-02-01").text)
    assert fields["url"] == wanted and fields["title"] == "{Homicides, Guayas}"
    (csl,) = json.loads(reader.get("/en/statistics/homicides.csl.json?area=EC-G&frequency=A&source=ministry").content)
    assert csl["title"] == "Homicides, Guayas, yearly, Ministry" and "EC-G-A-ministry" in csl["id"]
    assert "?area=EC-G&frequency=A&source=ministry&as_of=" in csl["URL"]
    (whole,) = json.loads(reader.get("/en/statistics/homicides.csl.json").content)
    assert whole["title"] == "Homicides" and "area" not in whole["URL"] and whole["id"] != csl["id"]
    assert reader.get("/en/statistics/homicides.bib?area=XX").status_code == 404


def test_a_source_is_cited_as_its_publisher_s(reader, series):
    series.source.publisher = "Ministry of the Interior"
    series.source.save()
    fields = bibtex(reader.get("/en/sources/ministry.bib").text)
    assert fields["author"] == "{Ministry of the Interior}" and fields["howpublished"] == "Ecuador security briefings"
    (csl,) = json.loads(reader.get("/en/sources/ministry.csl.json").content)
    assert csl["type"] == "dataset" and csl["publisher"] == "Example Foundation"


def test_the_citation_of_a_figure_says_how_sure_it_is(reader, series):
    (observation,) = make.recorded(series, {"2024": "7065"}, status="P")
    title = bibtex(reader.get(f"/en/figures/{observation.pk}.bib").text)["title"]
    assert "7,065 victims, provisional. Ministry" in title


def test_withdrawal_is_part_of_the_citation_and_a_take_down_ends_it(reader, edition, editor):
    withdraw(edition.article, by=editor, reason="The source erred.")
    assert "The source erred." in reader.get("/en/briefings/ports/1.bib").content.decode()
    day = strip_tags(as_day(timezone.localdate()))
    text = visible_text(reader.get("/en/briefings/ports/1/").text.split('class="cite-text">')[1].partition("</p>")[0])
    assert f", edition 1, {day}, figures as known on {day}, withdrawn on {day}: The source erred, {SITE}/" in text
    take_down(edition.article, by=editor, reason="At a court’s order.")
    assert reader.get("/en/briefings/ports/1.bib").status_code == 410


def test_figure_shows_each_value_that_it_has_had_and_where_it_is_printed(reader, edition, series, figure):
    make.revised(series, {"2022": "5000"})
    html = reader.get(f"/en/figures/{figure.pk}/").content.decode()
    assert html.index('value="5000"') < html.index('value="4886"') and "Recount." in html
    key = edition.figure_uses.first().key
    assert f'href="/en/briefings/ports/1/#{key}"' in html
    assert f'id="{key}"' in reader.get("/en/briefings/ports/1/").content.decode()
    then = reader.get(f"/en/figures/{figure.pk}/?as_of=2024-02-01").content.decode()
    assert 'value="5000"' not in then and f"{SITE}/en/figures/{figure.pk}/?as_of=2024-02-01" in then


def test_figure_says_where_it_is_only_calculated_with_and_which_briefing_is_withdrawn(reader, series, author, editor):
    table = make.data_table("Changes")
    for formula in ("", "change"):
        make.column(table, series, formula=formula)
    make.row(table, "2022")
    roads = make.edition("Roads", by=author, approver=editor, blocks=[(DataTableBlock, {"table": table})])
    withdraw(roads.article, by=editor, reason="The source erred.")
    for year, text in ((2022, "4,886"), (2021, "calculated from it: +2,391")):
        key = series.observations.get(start__year=year).pk
        page = visible_text(reader.get(f"/en/figures/{key}/").text)
        (place,) = re.findall(r"Roads, edition 1, [^:]+: (.*?The source erred\.)", page)
        assert place.startswith(f"{text} · withdrawn on ")


def test_a_retracted_figure_has_no_value_in_words(reader, figure):
    make.retracted(figure.series, "2022")
    page = visible_text(reader.get(f"/en/figures/{figure.pk}/").text)
    assert "No value" in page and "– victims" not in page
    assert ", 2022: no value. " in page and ", 2022: no value. " in reader.get(f"/en/figures/{figure.pk}.bib").text


def test_figure_is_in_both_languages_and_links_the_other(reader, figure):
    assert f'href="/es/cifras/{figure.pk}/"' in reader.get(f"/en/figures/{figure.pk}/").content.decode()


def test_figures_of_two_sources_have_titles_and_descriptions_of_their_own(reader, series, figure):
    other = make.series(of=series.indicator, by=make.source("Police"))
    (second,) = make.recorded(other, {"2022": "4886"})
    pages = [reader.get(f"/en/figures/{key}/").text for key in (figure.pk, second.pk)]
    for pattern in (r"<title>(.*?)</title>", r'<meta name="description" content="(.*?)">'):
        assert len({re.search(pattern, page)[1] for page in pages}) == 2


def test_figure_of_a_private_series_has_no_page(reader, series):
    private = make.series(of=series.indicator, public=False)
    (observation,) = make.recorded(private, {"2022": "777123"})
    for address in (f"/en/figures/{observation.pk}/", f"/en/figures/{observation.pk}.bib", f"/en/figures/{2**70}/"):
        assert reader.get(address).status_code == 404


def test_editions_that_print_a_figure_are_listed_page_by_page(
    reader, edition, series, figure, author, editor, monkeypatch
):
    monkeypatch.setattr(figures, "PLACES_PER_PAGE", 2)
    blocks = [(KeyFigureBlock, {"series": series, "period": "2022"})] * 2
    for title in ("Roads", "Rivers"):
        make.edition(title, by=author, approver=editor, blocks=blocks)
        make.edition(f"Without {title}", by=author, approver=editor)
    listed, address = [], f"/en/figures/{figure.pk}/"
    for _page in range(2):
        html = reader.get(address).text
        listed.append(re.findall(r'href="/en/briefings/([a-z-]+)/1/#', html))
        older = re.search(r'rel="next" href="([^"#]+)#printed"', html)
        address = older and f"/en/figures/{figure.pk}/{older[1]}"
    assert listed == [["rivers", "roads"], ["ports"]] and not older


def test_figure_takes_six_queries(reader, edition, series, figure, django_assert_max_num_queries):
    for value in range(5001, 5006):
        make.revised(series, {"2022": str(value)})
    with django_assert_max_num_queries(6):
        reader.get(f"/en/figures/{figure.pk}/")


def test_special_signs_are_escaped():
    citation = Citation(key="ñ x", title="50 % of $_#^~\\\n", url="https://x.example/", language="en")
    assert r"{50 \% of \$\_\#\textasciicircum{}\textasciitilde{}\textbackslash{}}" in citation.bibtex()
    assert citation.bibtex().startswith("@misc{n-x,")
    assert "TI  - 50 % of $_#^~\\\r\n" in citation.ris()


def read_ris(text):
    """{tag: value} of one entry; each line is a tag of two signs, two blanks, a hyphen, a blank and the value."""
    lines = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in text.removesuffix("\r\n").split("\r\n")]
    assert all(lines) and lines[0][1] == "TY" and lines[-1][0] == "ER  - ", text
    return {line[1]: line[2] for line in lines}


def days_of(reader, stem, query=""):
    """The day in each format, read by a parser of it: (year and month in BibTeX, year and day in RIS, CSL)."""
    library = bibtexparser.parse_string(reader.get(f"{stem}.bib{query}").text)
    assert len(library.entries) == 1 and not library.failed_blocks
    fields = library.entries[0].fields_dict
    ris = read_ris(reader.get(f"{stem}.ris{query}").text)
    (csl,) = json.loads(reader.get(f"{stem}.csl.json{query}").content)
    assert "accessed" not in csl and "Y2" not in ris
    (parts,) = csl["issued"]["date-parts"]
    return (fields["year"].value, fields["month"].value), (ris["PY"], ris["DA"]), parts, csl.get("version")


def test_data_have_the_day_as_of_which_they_are_meant_in_every_format(reader, series, figure):
    for stem in ("/en/statistics/homicides", f"/en/figures/{figure.pk}", "/en/sources/ministry"):
        query, day = ("?as_of=2024-02-01", "2024-02-01") if "sources" not in stem else ("", str(timezone.localdate()))
        year, month, of_month = map(int, day.split("-"))
        expected = (str(year), str(month)), (str(year), day.replace("-", "/")), [year, month, of_month], day
        assert days_of(reader, stem, query) == expected, stem


def test_editions_have_the_day_of_publication_in_every_format(reader, edition):
    day = timezone.localdate(edition.publish_at)
    numbers = (str(day.year), str(day.month)), (str(day.year), f"{day:%Y/%m/%d}")
    assert days_of(reader, "/en/briefings/ports/1") == (*numbers, [day.year, day.month, day.day], None)


def test_each_language_has_a_key_of_its_own(reader, series):
    keys = [
        reader.get(f"{stem}.bib").text.split(",")[0]
        for stem in ("/en/statistics/homicides", "/es/estadisticas/homicides")
    ]
    assert len(set(keys)) == 2


def test_page_and_files_of_an_edition_name_one_author(reader, edition, settings):
    for publisher in ("Example Foundation", ""):
        settings.PUBLISHER = publisher
        (csl,) = json.loads(reader.get("/en/briefings/ports/1.csl.json?").content)
        public_changed()
        text = reader.get("/en/briefings/ports/1/").text.split('class="cite-text">')[1].partition("</p>")[0]
        author = publisher or "Ecuador security briefings"
        assert csl["author"] == [{"literal": author}] and text.startswith(f"{author}, “Ports")
        assert text.count("Ecuador security briefings") == 1


def test_a_figure_that_was_not_known_on_a_day_is_not_cited(reader, edition, figure):
    page = reader.get(f"/en/figures/{figure.pk}/?as_of=2000-01-01").text
    assert "No figure was known" in page and "cite-text" not in page and "/en/briefings/ports/" not in page
    assert reader.get(f"/en/figures/{figure.pk}.bib?as_of=2000-01-01").status_code == 404
