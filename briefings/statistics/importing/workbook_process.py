"""Run as a process of its own with limits on memory and time: read a workbook from standard input, print its cells.

A small workbook may ask for a sheet of many gigabytes, in each of the three formats in another way; the limits of the
process meet all of them. It prints JSON lines: for each sheet what is known about it, then its rows, some at a time;
`{"end": true}` comes last. It knows only python-calamine and the standard library, because starting Django takes longer
than reading most files.
"""

import datetime
import json
import re
import resource
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from io import BytesIO

LONGEST = 300  # characters of a cell: only names, periods and numbers are read from it
MAX_TEXT = 60_000_000  # characters of all cells
MAX_SPREAD = 200_000  # cells that merged ones are spread to
ERROR, NO_RESULT = "#ERROR!", "#NO RESULT"  # what calamine reads as empty
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FORMULA = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(<v>[^<]|<is>)?')
FAILED = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]* t="e"')


class TooLarge(Exception):
    pass


def main(limits):
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        print_sheets(CalamineWorkbook.from_object(BytesIO(content)), marks_in_xml(content), limits)
    except PasswordError:
        put({"refused": "password"})
    except TooLarge as size:
        put({"refused": "size", "size": size.args})
    except MemoryError:
        put({"refused": "memory"})
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError):
        put({"refused": "broken"})


def print_sheets(workbook, marks, limits):
    rows_left, cells_left, text = limits["rows"], limits["cells"], 0
    for about in workbook.sheets_metadata:
        if not str(about.typ).endswith("WorkSheet"):
            continue
        sheet = workbook.get_sheet_by_name(about.name)
        height, width = sheet.total_height, sheet.total_width
        rows_left, cells_left = rows_left - height, cells_left - height * width
        if rows_left < 0 or cells_left < 0 or width > limits["columns"]:
            raise TooLarge(height, width)
        rows = [[plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        formulas = put_marks(rows, marks.get(about.name, {}))
        merged = spread(rows, marks.get(about.name, {}).get("merged") or sheet.merged_cell_ranges or [])
        rows = [trimmed(row) for row in rows]
        while rows and not rows[-1]:
            rows.pop()
        put(
            {
                "sheet": about.name,
                "hidden": not str(about.visible).endswith(".Visible"),
                "rows": len(rows),
                "columns": max(map(len, rows), default=0),
                "formulas": formulas or 0,
                "merged": merged,
            }
        )
        for first in range(0, len(rows), limits["chunk"]):
            line = json.dumps(rows[first : first + limits["chunk"]], ensure_ascii=False)
            text += len(line)
            if text > MAX_TEXT:
                raise TooLarge(height, width)
            sys.stdout.write(line + "\n")
    put({"end": True})


def put(line):
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def plain(cell):
    """Text, a number, or {"d": ISO date}. Numbers have the 15 digits that spreadsheets show."""
    if isinstance(cell, str):
        return cell.strip()[:LONGEST]
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else float(f"{cell:.15g}")
    if isinstance(cell, datetime.date):  # a datetime too
        return {"d": cell.isoformat()[:10]}
    return str(cell)


def trimmed(row):
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    return row[:end]


def spread(rows, ranges):
    """Copy the first cell of each merged range to its others; how many ranges there are."""
    count, cells = 0, 0
    for (top, left), (bottom, right) in ranges:
        count += 1
        cells += (bottom - top + 1) * (right - left + 1)
        if cells > MAX_SPREAD:
            raise TooLarge(bottom, right)
        if top < len(rows) and left < len(rows[top]):
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])
    return count


def put_marks(rows, marks):
    """Write the marks of cells that calamine reads as empty into them; how many formulas the sheet has."""
    for (row, column), words in marks.get("cells", {}).items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = words
    return marks.get("formulas")


def marks_in_xml(content):
    """What calamine does not tell, from the XML: {sheet: {"formulas": number, "cells": {(row, column): mark}}} of an
    XLSX file, also "merged" of an ODS file; {} of an XLS file."""
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            return marks_of_ods(archive.read("content.xml"))
        if "xl/workbook.xml" not in names:
            return {}
        return {sheet: marks_of(archive.read(path)) for sheet, path in sheet_paths(archive) if path in names}


def marks_of_ods(xml):
    """{sheet: {"formulas": number, "merged": [((top, left), (bottom, right)), …]}}"""
    sheets, sheet, row, column = {}, None, 0, 0
    for event, element in ElementTree.iterparse(BytesIO(xml), ["start", "end"]):
        tag = element.tag.removeprefix(TABLE)
        if event == "start" and tag == "table":
            sheet, row = sheets.setdefault(element.get(f"{TABLE}name"), {"formulas": 0, "merged": []}), 0
        elif event == "start" and tag == "table-row":
            column = 0
        elif event == "end" and sheet is not None and tag in ("table-cell", "covered-table-cell"):
            down, right = (int(element.get(f"{TABLE}number-{of}-spanned", 1)) for of in ("rows", "columns"))
            if down > 1 or right > 1:
                sheet["merged"].append(((row, column), (row + down - 1, column + right - 1)))
            sheet["formulas"] += element.get(f"{TABLE}formula") is not None
            column += int(element.get(f"{TABLE}number-columns-repeated", 1))
        elif event == "end" and tag == "table-row":
            row += int(element.get(f"{TABLE}number-rows-repeated", 1))
            element.clear()
    return sheets


def sheet_paths(archive):
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            path = targets.get(element.get(OFFICE), "")
            yield element.get("name"), path.lstrip("/") if path.startswith("/") else f"xl/{path}"


def marks_of(xml):
    cells, formulas = {}, 0
    if b"<f" in xml:
        for match in FORMULA.finditer(xml):
            formulas += 1
            if not match[2]:
                cells[place(match[1])] = NO_RESULT
    if b't="e"' in xml:
        cells |= {place(match[1]): ERROR for match in FAILED.finditer(xml)}
    return {"formulas": formulas, "cells": cells}


def place(reference):
    """(row, column) from 0 of B7."""
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :]) - 1, column - 1


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
