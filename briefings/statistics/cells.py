"""The rows of a resolved table as HTML, made here because Django's template engine takes 30 µs for each cell.

The marks of cells and their legend are here too.
"""

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..lib.bases import TextWithLanguage, with_lang
from .models.observations import Status

UNMARKED = ("", Status.NORMAL, Status.MISSING)
MISSING = '\n            <td class="number">–</td>\n          '


def text(entry, key):
    """`{{ table|text:"title" }}`: the text, with a `lang` attribute if `title_language` is another than the page's."""
    text, language = entry.get(key, ""), entry.get(f"{key}_language")
    return with_lang(TextWithLanguage(text, language) if language else text)


def mark(cell):
    """The mark before a value: its status code in lower case, or "part" for part of a year."""
    if cell["status"] not in UNMARKED:
        return cell["status"].lower()
    return _("part") if cell["is_part"] else ""


def marks(table):
    """The legend of a resolved table: (mark, meaning) of every mark in its cells."""
    cells = [(row, cell) for row in table["rows"] for cell in row["cells"] if cell]
    codes = {cell["status"] for _row, cell in cells} - set(UNMARKED)
    legend = [(code.lower(), Status(code).label) for code in sorted(codes)]
    if any(cell["is_part"] and cell["status"] in UNMARKED and not row["is_part"] for row, cell in cells):
        legend.append((_("part"), _("part of a year, not comparable with a whole one")))
    if any(cell is None or cell["value"] is None for row in table["rows"] for cell in row["cells"]):
        legend.append(("–", _("no value")))
    return legend


def cell_rows(table: dict, figure_prefix: str) -> SafeString:
    """`{{ table|cell_rows:prefix }}`: a `<tr>` for each row; `prefix` makes the ids of its figures unique."""
    prefix, rows = escape(figure_prefix), []
    for number, row in enumerate(table["rows"], start=1):
        is_part = row.get("is_part")
        part = f' <span class="tile-unit">{escape(_("part of a year"))}</span>' if is_part else ""
        cells = [
            _cell(cell, is_part, f"{prefix}r{number}c{column}") for column, cell in enumerate(row["cells"], start=1)
        ]
        heading = f'<th scope="row">{text(row, "heading")}{part}</th>'
        rows.append(f"\n        <tr>\n          {heading}\n          {''.join(cells)}\n        </tr>\n      ")
    return mark_safe("".join(rows))


def _cell(cell, in_part, id):
    if not cell or cell["value"] is None:
        return MISSING
    sign = mark(cell) if not in_part or cell["status"] != Status.NORMAL else ""
    sign = f'<span class="tile-unit">{escape(sign)}</span> ' if sign else ""
    value = f'<data id="{id}" value="{escape(cell["value"])}">{escape(cell["text"])}</data>'
    return f'\n            <td class="number">{sign}{value}</td>\n          '
