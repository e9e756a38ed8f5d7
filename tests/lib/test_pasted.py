import pytest
from django.core.exceptions import ValidationError

from briefings.lib.pasted import table_rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_machine(end):
    assert table_rows(f"Port\tProvince{end}Posorja\tGuayas{end}") == [["Port", "Province"], ["Posorja", "Guayas"]]


def test_quoted_cell_keeps_its_line_break():
    assert table_rows('Port\t"two\nlines"') == [["Port", "two\nlines"]]


@pytest.mark.parametrize("text", ["x" * 1_000_000, "a\t" * 31, "a\n" * 501])
def test_too_much_is_refused_in_words(text):
    with pytest.raises(ValidationError, match="at most 500 rows"):
        table_rows(text)
