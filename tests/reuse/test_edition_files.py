"""Tables of editions as files: what the edition printed, for ever."""

import csv
import datetime
import io
import json
import xml.etree.ElementTree as xml
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook

from briefings.articles.actions import article_saved, take_down, withdraw
from briefings.articles.actions.withdrawal import hide_byline
from briefings.articles.models import ArticleByline, Byline
from briefings.history.public_token import public_changed
from briefings.reuse import pictures
from briefings.sources.models import Release, Source
from briefings.statistics.models import Area, Indicator, Series
from tests import make
from tests.kinds import DataTableBlock, ImpactTableBlock, RichTextBlock, TextTableBlock

pytestmark = pytest.mark.django_db
ENDINGS = ("csv", "json", "xlsx", "zip", "svg", "png")


@pytest.fixture
def table():
    release = make.release(title="Workbook of 2023")
    series = make.series(of=make.indicator("Homicides", decimals=0), by=release.source, origin="official")
    make.recorded(series, {"2020": "1372", "2021": "2495", "2022": "4886"}, release=release)
    table = make.data_table("Homicides by year", show="both", finding_en="Homicides doubled in a year")
    make.column(table, series), make.column(table, series, formula="percent")
    for year in ("2020", "2021", "2022"):
        make.row(table, year)
    return table


@pytest.fixture
def edition(table, author, editor):
    article = make.article(
        "Ports",
        slug="ports",
        by=author,
        blocks=[
            (DataTableBlock, {"table": table}),
            (TextTableBlock, {"caption": "Ports", "cells": "Port\tTonnes\n=Posorja\t1,200"}),
            (ImpactTableBlock, {"caption": "Impacts", "selection": [make.impact("Trust")]}),
        ],
    )
    ArticleByline.objects.create(article=article, byline=Byline.objects.create(name="M. Paredes"))
    return make.edition(article=article, by=author, approver=editor)


@pytest.fixture
def stems(edition):
    """The addresses of the three tables, without endings."""
    return [f"/en/briefings/ports/1/{block['key'][:8]}" for block in edition.data["blocks"]]


def rows_of(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_canonical_address_of_a_file_is_that_of_the_page_without_a_place_on_it(reader, stems):
    for ending in ENDINGS:
        link = reader.get(f"{stems[0]}.{ending}")["Link"]
        assert link.endswith('/en/briefings/ports/1/>; rel="canonical"'), (ending, link)


def test_files_have_what_the_edition_prints(reader, stems):
    header, *rows = rows_of(reader.get(f"{stems[0]}.csv"))
    values = [row[header.index("value")] for row in rows]
    assert values == ["1372", "", "2495", "81.851312", "4886", "95.831663"]
    assert [row[header.index("unit")] for row in rows] == ["victims", "%"] * 3
    calculated = [row[header.index("calculation")] for row in rows]
    vintages = [row[header.index("vintage")] for row in rows]
    assert vintages[1::2] == [""] * 3 and calculated[::2] == [""] * 3
    expected = [f"percent({now}, {before})" for before, now in zip(vintages[::2], vintages[2::2], strict=False)]
    assert calculated[1::2] == ["percent", *expected]
    assert rows_of(reader.get(f"{stems[1]}.csv")) == [["Port", "Tonnes"], ["'=Posorja", "1,200"]]
    assert rows_of(reader.get(f"{stems[2]}.csv"))[0] == ["Impact level", "Description", "Severity"]


def test_files_have_all_columns_of_live_ones_and_of_a_release_what_the_edition_holds(reader, stems, table):
    header, *rows = rows_of(reader.get(f"{stems[0]}.csv"))
    assert header == rows_of(reader.get(f"/en/tables/{table.slug}.csv"))[0]
    (first, *_rest) = [dict(zip(header, row, strict=True)) for row in rows]
    assert (first["released"], first["release"], first["origin"]) == ("2024-01-31", "", "")
    (listed,) = reader.get(f"{stems[0]}.json").json()["sources"]
    assert first["source"] == listed["source"]


def test_values_of_two_releases_have_no_day_that_would_be_of_one_only(reader, table, author, editor):
    series = table.columns.first().series
    later = make.release(series.source, published=datetime.date(2024, 6, 30))
    make.recorded(series, {"2023": "8248"}, release=later)
    make.row(table, "2023")
    edition = make.edition(
        "Roads", slug="roads", by=author, approver=editor, blocks=[(DataTableBlock, {"table": table})]
    )
    stem = f"/en/briefings/roads/1/{edition.data['blocks'][0]['key'][:8]}"
    header, *rows = rows_of(reader.get(f"{stem}.csv"))
    assert {row[header.index("released")] for row in rows} == {""}


def test_the_api_says_which_files_of_an_edition_hold_a_value_that_has_been_revised(reader, stems, table):
    edition = reader.get("/api/v1/briefings/en/ports/1").json()
    assert edition["revised"] == [] and len(edition["tables"]) == 3
    make.revised(table.columns.first().series, {"2021": "2500"})
    (revised,) = reader.get("/api/v1/briefings/en/ports/1").json()["revised"]
    assert revised["tables"] == [f"http://localhost:8000{stems[0]}.json"]
    assert "2500" not in reader.get(f"{stems[0]}.json").text


def test_page_links_the_files_of_each_table(reader, stems):
    page = reader.get("/en/briefings/ports/").content.decode()
    assert [f'href="{stem}.csv"' in page for stem in stems] == [True] * 3
    assert [f'href="{stem}.png"' in page for stem in stems] == [True, False, False]
    for part in page.split('href="')[1:]:
        address = part.split('"')[0]
        if address.startswith(tuple(stems)):
            assert reader.get(address).status_code == 200, address


def test_links_are_not_in_the_stored_html(edition):
    assert "downloads" not in edition.renderings.get().html


def test_revisions_change_no_file_of_an_edition(reader, edition, stems, table, author, editor):
    addresses = [f"{stems[0]}.{ending}" for ending in ENDINGS]
    before = [reader.get(address).content for address in addresses]
    series = table.columns.first().series
    make.revised(series, {"2021": "2500"})
    rename_everything(series)
    RichTextBlock.objects.create(parent=edition.article, html="<p>More.</p>", ordering=90)
    article_saved(edition.article, by=author)
    make.edition(article=edition.article, by=author, approver=editor)
    assert [reader.get(address).content for address in addresses] == before
    assert "2500" in reader.get(f"{stems[0]}.csv".replace("/1/", "/2/")).content.decode()


def rename_everything(series):
    """What staff can change after publication without a new value."""
    Indicator.objects.update(name_en="Murders", unit_en="dead", slug="murders", definition_en="Another one.")
    Area.objects.update(name_en="The nation")
    Source.objects.update(
        name_en="Another ministry", publisher="Another", reliability="F", slug="another", licence="CC BY 4.0"
    )
    Release.objects.update(title="Renamed", published=None)
    Series.objects.update(note_en="Counted otherwise.", origin="press")
    public_changed()


def test_files_of_an_edition_say_which_and_as_of_when(reader, edition, stems):
    day = edition.data["as_of"]
    for stem in stems:
        content = reader.get(f"{stem}.json").json()
        assert (content["edition"], content["as_of"]) == (1, day)
        archive = zipfile.ZipFile(io.BytesIO(reader.get(f"{stem}.zip").content))
        descriptor = json.loads(archive.read("datapackage.json"))
        assert (descriptor["version"], descriptor["as_of"]) == ("1", day)
        readme = archive.read("README.txt").decode()
        assert "Edition: 1" in readme and day in readme
        book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(f"{stem}.xlsx").content))
        about = dict(row[:2] for row in book.get_sheet_by_name("About").to_python()[1:])
        assert (about["Edition"], about["As it was known on"]) == ("1", day)


def test_files_of_an_edition_name_the_licence_that_its_source_stated(reader, table, author, editor):
    Source.objects.update(licence="CC BY 4.0")
    edition = make.edition(
        "Roads", slug="roads", by=author, approver=editor, blocks=[(DataTableBlock, {"table": table})]
    )
    stem = f"/en/briefings/roads/1/{edition.data['blocks'][0]['key'][:8]}"
    Source.objects.update(licence="All rights reserved")
    public_changed()
    assert reader.get(f"{stem}.json").json()["sources"][0]["licence"] == "CC BY 4.0"
    archive = zipfile.ZipFile(io.BytesIO(reader.get(f"{stem}.zip").content))
    assert "CC BY 4.0" in archive.read("LICENCE.txt").decode()


def test_files_of_an_edition_refer_to_the_page_of_a_source_without_a_licence(reader, edition, stems):
    source = edition.data["blocks"][0]["table"]["sources"][0]
    page = f"http://localhost:8000/en/sources/{source['slug']}/"
    assert reader.get(f"{stems[0]}.json").json()["sources"][0]["page"] == page
    archive = zipfile.ZipFile(io.BytesIO(reader.get(f"{stems[0]}.zip").content))
    assert f"{source['name']}: its licence is stated at {page}" in archive.read("LICENCE.txt").decode()
    assert reader.get(page.removeprefix("http://localhost:8000")).status_code == 200


def test_no_file_names_a_person(reader, edition, stems):
    for stem in stems:
        for ending in ("csv", "json"):
            assert b"Paredes" not in reader.get(f"{stem}.{ending}").content
    hide_byline(Byline.objects.get(), by=edition.approved_by, reason="Threats.")
    assert b"Paredes" not in reader.get("/en/briefings/ports/").content


def test_files_are_gone_with_the_briefing(reader, edition, stems, editor):
    take_down(edition.article, by=editor, reason="At a court’s order.")
    for stem in stems:
        for ending in ENDINGS:
            file = reader.get(f"{stem}.{ending}")
            assert file.status_code == 410 and "At a court’s order." in file.text, ending
            assert file["Content-Type"].startswith("text/plain") and file["Access-Control-Allow-Origin"] == "*"


def test_files_of_a_withdrawn_briefing_say_so(reader, edition, stems, editor):
    withdraw(edition.article, by=editor, reason="The source erred.")
    assert "The source erred." in reader.get(f"{stems[0]}.json").json()["note"]
    assert "The source erred." in reader.get(f"{stems[0]}.svg").content.decode()


def test_chart_has_its_words_printed_in_and_asks_for_nothing(reader, stems):
    svg = reader.get(f"{stems[0]}.svg").content.decode()
    xml.fromstring(svg)
    for words in ("Homicides doubled in a year", "Source:", "As of", "/en/briefings/ports/1/", "Ports. Edition 1"):
        assert words in svg
    assert "class=" not in svg and "<style" not in svg and " style=" not in svg
    picture = Image.open(io.BytesIO(reader.get(f"{stems[0]}.png").content))
    assert picture.width == pictures.PNG_WIDTH
    assert len(picture.convert("RGB").getcolors(1 << 20)) > 50  # words and lines, not an empty ground


def test_table_without_a_chart_has_no_picture(reader, stems):
    assert reader.get(f"{stems[1]}.svg").status_code == 404


def test_editions_and_tables_that_do_not_exist_have_no_file(reader, edition, stems):
    compared = "/en/briefings/ports/compare/1/7.csv"
    seventh, no_block = f"{stems[0]}.csv".replace("/1/", "/7/"), "/en/briefings/ports/1/00000000.csv"
    for absent in (seventh, no_block, compared, "/en/tables/nothing.csv", "/en/tables/nothing.bib"):
        file = reader.get(absent)
        assert file.status_code == 404 and file.text.startswith("There is no file at this address."), absent
        assert file["Content-Type"].startswith("text/plain") and file["Access-Control-Allow-Origin"] == "*"
    assert reader.get(f"{stems[0]}.csv".replace("ports", "Ports"))["Location"] == f"{stems[0]}.csv"


def test_colours_of_pictures_are_those_of_the_stylesheet():
    css = (Path(pictures.__file__).parents[1] / "static/briefings/site.css").read_text()
    for number, colour in enumerate(pictures.TONES):
        assert f"--tone-{number}: light-dark({colour}," in css
    for name, colour in {"ink": pictures.INK, "muted": pictures.MUTED, "red": pictures.RED}.items():
        assert f"--{name}: light-dark({colour}," in css
