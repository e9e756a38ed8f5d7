import pytest
from django.core.exceptions import ValidationError

from briefings.lib.spreadsheets import check_headings, number_columns, table_rows


def test_lines_are_rows_and_tabs_separate_cells():
    assert table_rows("Port\tProvince\n Posorja \tGuayas\n\n") == [["Port", "Province"], ["Posorja", "Guayas"]]


def test_quoted_cells_may_contain_line_breaks():
    assert table_rows('a\t"two\nlines"') == [["a", "two\nlines"]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('Banda\tCasos\n"Lobos\t3\nChoneros\t4', [["Banda", "Casos"], ['"Lobos', "3"], ["Choneros", "4"]]),
        ('"Lobos" y otros\t3\n"Choneros"\t4', [['"Lobos" y otros', "3"], ["Choneros", "4"]]),
        ('"Los ""Lobos"""\t3\n""\t4', [['Los "Lobos"', "3"], ["", "4"]]),
        ('19"\t"\n"', [['19"', ""]]),
        ('a\t"\nb\t5', [["a", '"'], ["b", "5"]]),
    ],
)
def test_quotation_mark_quotes_only_where_it_closes_before_a_tab_or_line_end(text, rows):
    assert table_rows(text) == rows
    assert table_rows(text.replace("\n", "\r\n")) == rows


def test_short_rows_are_padded():
    assert table_rows("a\tb\nc") == [["a", "b"], ["c", ""]]


@pytest.mark.parametrize("text", ["", " \n\t\n", "a\0b", "\t".join("a" * 40), "a\n" * 600])
def test_invalid_table_is_refused(text):
    with pytest.raises(ValidationError):
        table_rows(text)


def test_row_longer_than_the_headings_is_refused_with_its_number():
    with pytest.raises(ValidationError, match="Row 3 has more cells"):
        check_headings(table_rows("Province\tDeaths\nEl Oro\t3\nGuayas\t4\t5"))


def test_first_heading_may_be_empty():
    check_headings(table_rows("\tDeaths\nEl Oro\t3"))


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["4,886", "–", "12"], True),
        (["4 886", "27,4 %"], True),
        (["-3", "−4.5", "+1"], True),
        (["about 300", "4"], False),
        (["2020–2022"], False),
        (["–", ""], False),
    ],
)
def test_number_columns(cells, numbers):
    assert number_columns([[cell] for cell in cells]) == [numbers]
