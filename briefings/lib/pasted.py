"""Cells pasted from a spreadsheet."""

import csv
import io

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_ROWS, MAX_COLUMNS = 500, 30


def table_rows(text):
    """Rows of equal length from lines with tabs between cells, quoted as spreadsheets quote, or a ValidationError."""
    if "\0" in text:
        raise ValidationError(_("The cells hold a character that is not text."))
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text.strip("\r\n")), delimiter="\t")]
    rows = [row for row in rows if any(row)]
    if not rows:
        raise ValidationError(_("The table is empty. Paste cells from a spreadsheet, or type them with tabs between."))
    columns = max(len(row) for row in rows)
    if len(rows) > MAX_ROWS or columns > MAX_COLUMNS:
        raise ValidationError(
            _("A table has at most %(rows)d rows and %(columns)d columns; for more, use a data table."),
            params={"rows": MAX_ROWS, "columns": MAX_COLUMNS},
        )
    return [row + [""] * (columns - len(row)) for row in rows]
