"""Cells pasted from a spreadsheet."""

import csv
import io
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_ROWS, MAX_COLUMNS = 500, 30
NUMBER = re.compile(r"[-−+]?[\d.,\u00a0\u202f ]*\d[\d.,\u00a0\u202f ]*\s?%?")
NO_VALUE = {"", "–", "—", "-", "…"}


def table_rows(text):
    """Rows of equal length from lines with tabs between cells, quoted as spreadsheets quote, or a ValidationError."""
    if "\0" in text:
        raise ValidationError(_("The cells hold a character that is not text."))
    rows = [row for row in _cells(text) if any(row)]
    if not rows:
        raise ValidationError(_("The table is empty. Paste cells from a spreadsheet, or type them with tabs between."))
    columns = max(len(row) for row in rows)
    if len(rows) > MAX_ROWS or columns > MAX_COLUMNS:
        raise _too_large()
    return [row + [""] * (columns - len(row)) for row in rows]


def _cells(text):
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"), newline="\n")
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter="\t")]
    except csv.Error as error:  # a cell beyond what the reader takes
        raise _too_large() from error


def _too_large():
    return ValidationError(
        _("A table has at most %(rows)d rows and %(columns)d columns; for more, use a data table."),
        params={"rows": MAX_ROWS, "columns": MAX_COLUMNS},
    )


def check_headings(rows):
    """Refuse rows that are longer than the first one, which names the columns."""
    named = max((place for place, heading in enumerate(rows[0], 1) if heading), default=0)
    for number, row in enumerate(rows[1:], 2):
        if any(row[max(named, 1) :]):
            raise ValidationError(
                _("Row %(number)d has more cells than there are headings."), params={"number": number}
            )


def number_columns(rows):
    """For each column whether it holds numbers, to be set flush right; gaps and dashes do not count."""
    columns = [[cell for cell in column if cell not in NO_VALUE] for column in zip(*rows, strict=True)]
    return [bool(cells) and all(len(cell) <= 40 and NUMBER.fullmatch(cell) for cell in cells) for cells in columns]
