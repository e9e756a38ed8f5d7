"""Files and pastes are read, or refused in words."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from briefings.statistics.importing import files
from briefings.statistics.importing.reading import read
from briefings.statistics.importing.text_tables import read_text
from briefings.statistics.importing.workbook_process import ERROR, NO_RESULT

from .workbooks import table, xlsx

DATA = Path(__file__).parent / "data"
DOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="A">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)


def rows(content, **options):
    return list(read(content, **options).sheets[0].all_rows())


def refusal(content, **options):
    with pytest.raises(ValidationError) as refused:
        read(content, **options)
    return " ".join(refused.value.messages)


def test_encoding_and_delimiter_are_found_out():
    contents = read((DATA / "homicidios_provincia_anio_latin1.csv").read_bytes())
    assert (contents.encoding, contents.delimiter) == ("cp1252", ";")
    assert list(contents.sheets[0].all_rows())[2][0] == "Bolívar"
    for name in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        text = "Provincia\tAño\r\nCañar\t2022\r\nBolívar\t2023\r\n"
        assert rows(text.encode(name)) == [["Provincia", "Año"], ["Cañar", "2022"], ["Bolívar", "2023"]], name


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac-roman"])
def test_encoding_is_found_by_a_single_spanish_letter(encoding):
    """Statistics took a Latin-1 file whose only such letter is Ñ for one of a Mac."""
    names = ["CAÑAR", "Cañar", "Ñuble", "Bolívar", "MANABÍ", "Perú", "PERÚ", "MÉXICO", "ÁFRICA", "güero", "LEÓN"]
    read_as = {name: read(f"Provincia;Total\n{name};8\n".encode(encoding)).encoding for name in names}
    assert read_as == dict.fromkeys(names, encoding)


def test_dash_between_years_is_no_letter_of_another_encoding():
    content = "Provincia;Años\nCAÑAR;2014–2023\nLoja;2014–2023\nAzuay;2014–2023\n".encode("cp1252")
    assert read(content).encoding == "cp1252"


def test_quotes_line_breaks_in_cells_and_empty_rows_keep_their_numbers():
    text = 'a,"b, c"\n\n"two\nlines",2\n'
    assert rows(text.encode()) == [["a", "b, c"], [], ["two\nlines", "2"]]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        (b"<html><table></table></html>", "web page"),
        (b'{"type": "FeatureCollection"}', "JSON"),
        (b"a,b\0c\n1,2\n", "neither a text"),
        (b"PK\x03\x04 and nothing more", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 3000, "damaged or cut off"),
        ("a,b\n1,2\n3,4\n5,ñ".encode()[:-1], "cut off in the middle of a letter"),
        (b'a,b\n1,2\n3,"4\n', "cut off: a quotation mark"),
        (b"a;b;c\n1;2;3\n4;5;6\n7;8;9\n10", "cut off: its last line, 5, has 1 of 3 cells"),
        (b"\n" * (files.MAX_ROWS + 2) + b"a", "holds more than 200000 rows"),
        (b"a" * (files.MAX_BYTES + 1), "12 MB"),
    ],
    ids=range(13),
)
def test_what_is_no_table_is_refused_in_words(content, words):
    assert words in refusal(content, encoding="utf-8" if words.startswith("cut off in the middle of a l") else "")


def test_ten_million_empty_rows_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 20_000_000)
    assert "200000 rows" in refusal(b"a,b\n" + b"\n" * 10_000_000)
    assert "200000 rows" in refusal(xlsx({"A1": "x", "A1048576": "y"}))
    row = (
        '<table:table-row table:number-rows-repeated="10000000"><table:table-cell office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    assert "200000 rows" in refusal(ods(DOCUMENT.format(row)))


def ods(content_xml):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content_xml)
    return target.getvalue()


def test_workbook_that_unpacks_to_too_much_is_refused():
    """One says so itself; another has a cell in each of two corners, which would need a sheet of gigabytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (files.MAX_UNPACKED + 1))
    assert len(target.getvalue()) < 400_000
    assert "250 MB" in refusal(target.getvalue())
    assert "3000000 cells" in refusal(xlsx({"A1": "x", "XFD1048576": "y"}))


def test_workbook_whose_size_is_a_lie_is_refused():
    """The archive says that its sheet has 100 bytes; it has 300 million."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<row></row>" * 30_000_000)
    content = target.getvalue()
    size = (330_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    assert refusal(content.replace(size, (100).to_bytes(4, "little")))


def test_file_cut_off_in_the_middle_is_refused():
    assert "damaged or cut off" in refusal(xlsx({"A1": "a", "B1": 1})[:3000])


def test_declared_encoding_that_is_wrong_is_refused():
    latin = "Provincia;Año\nCañar;2022\n".encode("latin-1")
    assert refusal(latin, encoding="utf-8") == "Line 1 is not in UTF-8. Choose another encoding."
    unicode = "Provincia;Año\nCañar;2022\n".encode()
    assert "Read as Windows-1252 (Latin-1), its letters are wrong: “Provincia;AÃ±o”" in refusal(
        unicode, encoding="cp1252"
    )


def test_numbers_and_dates_of_a_workbook_are_exact():
    content = xlsx({"A1": "a", "A2": 0.1 + 0.2, "A3": 4886.0, "A4": "4.886", "A5": 27.4, "A6": True})
    assert rows(content) == [["a"], [Decimal("0.3")], [4886], ["4.886"], [Decimal("27.4")], ["TRUE"]]


def test_merged_cells_are_spread_and_said_so():
    cells = {"A1": "Provincia", "B1": 2022, "D1": 2023, "B2": "H", "C2": "M", "D2": "H", "E2": "M", "A3": "Azuay"}
    content = xlsx(cells, merged=["A1:A2", "B1:C1", "D1:E1"])
    sheet = read(content).sheets[0]
    assert list(sheet.all_rows())[:2] == [["Provincia", 2022, 2022, 2023, 2023], ["Provincia", "H", "M", "H", "M"]]
    assert files.notices_of(sheet.about()) == ["3 merged cells are spread: each cell below them has their text."]


def test_results_of_formulas_are_read_and_said_so():
    """openpyxl stores no results; a program that calculates does."""
    content = xlsx({"A1": "a", "A2": "=1+1", "A3": 5})
    sheet = read(content).sheets[0]
    assert list(sheet.all_rows()) == [["a"], [NO_RESULT], [5]]
    assert files.notices_of(sheet.about()) == ["1 cell holds a formula: its result as it was last stored is read."]
    calculated = _with(content, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    assert list(read(calculated).sheets[0].all_rows()) == [["a"], [2], [5]]


def test_cell_with_an_error_is_not_read_as_empty():
    assert rows(xlsx({"A1": "a", "B1": "b", "A2": "#DIV/0!", "B2": 1})) == [["a", "b"], [ERROR, 1]]


def _with(content, old, new):
    """The workbook with other bytes in its first sheet."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(old, new).replace(old.replace(b"<v></v>", b"<v />"), new)
                assert new in part
            archive.writestr(name, part)
    return target.getvalue()


def test_old_workbook_of_excel_is_read():
    contents = read((DATA / "two_years.xls").read_bytes())
    assert contents.sheets[0].merged == 1 and "cannot be seen which cells are formulas" in contents.notices[0]
    assert list(contents.sheets[0].all_rows())[1:] == [["Año", "Total"], [2022, 4886], [2023, Decimal("8237.5")]]


def test_open_document_is_read():
    cell = '<table:table-cell office:value-type="{}" {}><text:p>{}</text:p></table:table-cell>'
    rows = [
        [("string", "", "Año"), ("string", "", "Total")],
        [("float", 'office:value="2022"', "2.022"), ("float", 'office:value="4886" table:formula="of:=1"', "4.886")],
    ]
    body = "".join(f"<table:table-row>{''.join(cell.format(*each) for each in row)}</table:table-row>" for row in rows)
    contents = read(ods(DOCUMENT.format(body)))
    assert list(contents.sheets[0].all_rows()) == [["Año", "Total"], [2022, 4886]]
    assert contents.sheets[0].formulas == 1 and contents.sheets[0].merged == 0 and contents.notices == []


def test_merged_cells_of_an_open_document_are_spread():
    """Over columns and rows, also after cells that are repeated."""
    cell = '<table:table-cell office:value-type="string" {}><text:p>{}</text:p></table:table-cell>'
    covered = "<table:covered-table-cell/>"
    rows = [
        cell.format("", "Zona") + cell.format('table:number-columns-spanned="2"', "2022") + covered,
        cell.format('table:number-rows-spanned="2"', "Costa") + cell.format('table:number-columns-repeated="2"', "a"),
        covered + cell.format("", "b") + cell.format('table:number-rows-spanned="2"', "c"),
        cell.format('table:number-columns-repeated="2"', "d") + covered,
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    sheet = read(ods(DOCUMENT.format(body))).sheets[0]
    assert list(sheet.all_rows()) == [
        ["Zona", "2022", "2022"], ["Costa", "a", "a"], ["Costa", "b", "c"], ["d", "d", "c"],
    ]  # fmt: skip
    assert sheet.merged == 3


def test_every_sheet_is_read_in_chunks():
    contents = read(table([["a", "b"], *([n, "x"] for n in range(2500))]))
    assert [len(files.rows_of(chunk)) for chunk in contents.sheets[0].chunks] == [1000, 1000, 501]


def test_paste_may_be_of_one_column():
    assert list(read_text(b"2022\n2023\n").sheets[0].all_rows()) == [["2022"], ["2023"]]


def test_blank_cell_at_the_end_of_a_file_without_a_last_line_end_is_no_cut():
    assert rows(b"year,homicides,low\n2010,4,1\n2011,4,2\n2012,4,")[-1] == ["2012", "4"]
    assert "cut off" in refusal(b"year,homicides,low\n2010,4,1\n2011,4,2\n2012,4")


def test_file_that_may_be_cut_off_inside_its_last_number_is_said_so():
    assert read(b"a,b\n2015,31\n2016,3").notices == [
        "The last line, 3, has no end. Make sure that its last cell, “3”, is whole."
    ]
    assert read(b"a,b\n2015,31\n2016,35\n").notices == []


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"a,b\n1,23\n"])
def test_ascii_declared_as_utf_16_is_refused(content):
    assert refusal(content, encoding="utf-16") == "This file is not in UTF-16. Choose another encoding."
