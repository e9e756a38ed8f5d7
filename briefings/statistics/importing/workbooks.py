"""Read XLSX, XLS and ODS with python-calamine, in a process with limits."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .files import CHUNK, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, Contents, Sheet, too_large

PROGRAM = Path(__file__).with_name("workbook_process.py")
MEMORY = 1_000_000_000  # bytes; the ministry's workbook of 30,000 rows and 40 columns needs a fifth
SECONDS = 20
MAX_SHEETS = 100
MAX_TEXT = 60_000_000  # characters of all cells
BEGINNING = {"sheet": 0, "row": 0, "rows": MAX_ROWS, "cells": MAX_CELLS, "text": MAX_TEXT}
AT_ONCE = 15_000_000  # bytes of an unpacked workbook: to read it takes some 0.4 s
STEP = 450_000  # cells: most of the 0.9 s is that calamine reads the whole sheet each time
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"


def is_workbook(content: bytes) -> bool:
    return content.startswith((ZIP, OLE))


def is_read_at_once(content: bytes) -> bool:
    """Whether the workbook is small enough to be read in one step; ValidationError for one that says of itself that it
    is too large, before anything is unpacked."""
    return (_unpacked_size(content) if content.startswith(ZIP) else len(content)) <= AT_ONCE


def read_workbook(content: bytes) -> Contents:
    is_read_at_once(content)
    contents = Contents([])
    _read(contents, _printed(content, b"", at=BEGINNING, step=MAX_CELLS))
    return finished(contents, content)


def marks_of(content: bytes) -> bytes:
    """What the reading of the rows needs to know of formulas and errors, as the process prints it."""
    about = json.loads(_printed(content, b"", only_marks=True)[0])
    if "marks" not in about:
        raise _refusal(about.get("refused"))
    return json.dumps(about["marks"]).encode()


def read_more(contents: Contents, content: bytes, marks: bytes, at: dict) -> dict | None:
    """Read the next rows into the sheets; where to go on, None at the end. Only the new rows are in `chunks`."""
    return _read(contents, _printed(content, marks, at=at, step=STEP))


def finished(contents: Contents, content: bytes) -> Contents:
    if not any(sheet.rows for sheet in contents.sheets):
        raise ValidationError(_("This workbook holds no cells."))
    if content.startswith(OLE):
        words = _("In an XLS file it cannot be seen which cells are formulas: results as last stored are read.")
        contents.notices.append(words)
    return contents


def _unpacked_size(content):
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise _broken() from error
    if size > MAX_UNPACKED:
        raise too_large()
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise ValidationError(_("This is a ZIP archive, not a workbook. Unpack it and import the table in it."))
    return size


def _broken():
    return ValidationError(_("This workbook is damaged or cut off in the middle. Fetch it again from its source."))


def _printed(content: bytes, marks: bytes, **asked) -> list[str]:
    limits = {"memory": MEMORY, "seconds": SECONDS, "columns": MAX_COLUMNS, "chunk": CHUNK, "only_marks": False}
    command = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), json.dumps(limits | asked)]
    given = b"\n".join([marks, content])
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=3 * SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise too_large() from error
    if done.returncode < 0 or b"memory allocation" in done.stderr:  # a limit of the process has ended it
        raise too_large()
    return done.stdout.decode().splitlines() or ["{}"]


def _read(contents, lines) -> dict | None:
    sheets = contents.sheets
    for line in lines:
        if line.startswith("["):
            sheets[-1].chunks.append(line)
            continue
        about = json.loads(line)
        if refused := about.get("refused"):
            raise _refusal(refused)
        if "end" in about or "next" in about:
            return about.get("next")
        if "sheet" in about:
            if len(sheets) == MAX_SHEETS:
                raise too_large()
            sheets.append(Sheet(about["sheet"], 0, 0, hidden=about["hidden"]))
        else:
            sheet = sheets[-1]
            sheet.rows, sheet.columns = about["rows"], max(sheet.columns, about["columns"])
            sheet.formulas, sheet.merged = about["formulas"], about["merged"]
    raise _broken()


def _refusal(code):
    if code in ("size", "memory"):
        return too_large()
    if code == "password":
        return ValidationError(_("This workbook is locked with a password. Save a copy without one."))
    return _broken()
