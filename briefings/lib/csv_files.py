"""CSV that spreadsheets open as what it is: text, letters of every language, no formulas."""

import csv

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(cell):
    """A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return cell


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def csv_lines(rows):
    """The lines of a CSV file one by one, the byte order mark first."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])
