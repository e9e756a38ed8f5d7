"""Run as a process of its own with limits on memory and time: read a workbook from standard input, print its cells.

A small workbook may ask for a sheet of many gigabytes, in each of the three formats in another way; the limits of the
process meet all of them. Its input is a line of marks (`marks_in_xml`), empty where they are still to be found, and the
file. It prints JSON lines: the marks alone if these are asked for; or for each sheet what is known about it, its rows,
some at a time, and how many there are. The last line is `{"end": true}`, or `{"next": …}` where it has read as many
cells as a step may: the place `at` which the next step begins. It knows only python-calamine and the standard library,
because starting Django takes longer than reading most files.
"""

import datetime
import gc
import json
import re
import resource
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from io import BytesIO

LONGEST = 300  # characters of a cell: only names, periods and numbers are read from it
MAX_SPREAD = 200_000  # cells that merged ones are spread to
ERROR, NO_RESULT = "#ERROR!", "#NO RESULT"  # what calamine reads as empty
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FORMULA = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(<v>[^<]|<is>)?')
FAILED = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]* t="e"')


class TooLarge(Exception):
    pass


def main(limits):
    gc.disable()  # a million cells and no cycles
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    marks, content = sys.stdin.buffer.readline().strip(), sys.stdin.buffer.read()
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        marks = json.loads(marks) if marks else marks_in_xml(content)
        if limits["only_marks"]:
            put({"marks": marks})
            put({"end": True})
        else:
            print_sheets(CalamineWorkbook.from_object(BytesIO(content)), marks, limits)
    except PasswordError:
        put({"refused": "password"})
    except TooLarge as size:
        put({"refused": "size", "size": size.args})
    except MemoryError:
        put({"refused": "memory"})
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError):
        put({"refused": "broken"})


def print_sheets(workbook, marks, limits):
    """`at`: the sheet and its row where this step begins, and how much all sheets may hold from there on."""
    at, chunk, left = limits["at"], limits["chunk"], limits["step"]
    sheets = [about for about in workbook.sheets_metadata if str(about.typ).endswith("WorkSheet")]
    while at["sheet"] < len(sheets):
        if left <= 0:
            put({"next": at})
            return
        about = sheets[at["sheet"]]
        sheet = workbook.get_sheet_by_name(about.name)
        if at["row"] == 0:
            take(at, sheet.total_height, sheet.total_width, limits)
            put({"sheet": about.name, "hidden": not str(about.visible).endswith(".Visible")})
        rows = sheet.to_python(skip_empty_area=False)
        width = max(len(rows[0]), 1) if rows else 1
        end = min(len(rows), at["row"] + max(left // width // chunk, 1) * chunk)
        print_rows(rows, at, end, chunk, marks.get(about.name, {}), sheet.merged_cell_ranges or [])
        if end < len(rows):
            at |= {"row": end, "of": len(rows)}
            left = 0
        else:
            left -= (end - at["row"]) * width
            at |= {"sheet": at["sheet"] + 1, "row": 0, "of": 0}
    put({"end": True})


def take(at, height, width, limits):
    at["rows"] -= height
    at["cells"] -= height * width
    if at["rows"] < 0 or at["cells"] < 0 or width > limits["columns"]:
        raise TooLarge(height, width)


def print_rows(raw, at, end, chunk, marks, merged):
    """Those from `at` to the end; then how many rows and columns the sheet has so far, and what is special in it."""
    begin = at["row"]
    rows = [[plain(cell) for cell in row] for row in raw[begin:end]]
    put_marks(rows, begin, marks)
    merged = spread(rows, begin, raw, marks, marks.get("merged") or merged)
    rows = [trimmed(row) for row in rows]
    while rows and not rows[-1] and end == len(raw):
        rows.pop()
    for first in range(0, len(rows), chunk):
        line = json.dumps(rows[first : first + chunk], ensure_ascii=False)
        at["text"] -= len(line)
        if at["text"] < 0:
            raise TooLarge(end, len(raw))
        sys.stdout.write(line + "\n")
    about = {"formulas": marks.get("formulas") or 0, "merged": merged}
    put({"rows": begin + len(rows), "columns": max(map(len, rows), default=0), **about})


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


def spread(rows, begin, raw, marks, ranges):
    """Copy the first cell of each merged range to its others; how many ranges there are. The rows are those of `raw`
    from `begin` on."""
    count, cells, marks = 0, 0, {(row, column): mark for row, column, mark in marks.get("cells", [])}
    for (top, left), (bottom, right) in ranges:
        count += 1
        cells += (bottom - top + 1) * (right - left + 1)
        if cells > MAX_SPREAD:
            raise TooLarge(bottom, right)
        if top < len(raw) and left < len(raw[top]):
            text = plain(raw[top][left])
            text = marks.get((top, left), text) if text == "" else text
            for row in rows[max(top - begin, 0) : max(bottom + 1 - begin, 0)]:
                row[left : right + 1] = [text] * len(row[left : right + 1])
    return count


def put_marks(rows, begin, marks):
    """Write the marks of cells that calamine reads as empty into them."""
    for row, column, words in marks.get("cells", []):
        if begin <= row < begin + len(rows) and column < len(rows[0]) and rows[row - begin][column] == "":
            rows[row - begin][column] = words


def marks_in_xml(content):
    """What calamine does not tell, from the XML: {sheet: {"formulas": number, "cells": [(row, column, mark), …]}} of an
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
    return {"formulas": formulas, "cells": [(*at, mark) for at, mark in cells.items()]}


def place(reference):
    """(row, column) from 0 of B7."""
    letters = reference.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(reference[len(letters) :]) - 1, column - 1


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
