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
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"


def is_workbook(content: bytes) -> bool:
    return content.startswith((ZIP, OLE))


def read_workbook(content: bytes) -> Contents:
    if content.startswith(ZIP):
        _require_sound_zip(content)
    sheets = _sheets(_printed(content))
    if not any(sheet.rows for sheet in sheets):
        raise ValidationError(_("This workbook holds no cells."))
    notices = []
    if content.startswith(OLE):
        notices.append(_("In an XLS file it cannot be seen which cells are formulas: results as last stored are read."))
    return Contents(sheets, notices=notices)


def _require_sound_zip(content):
    """Refuse before anything is unpacked what says of itself that it is too large."""
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


def _broken():
    return ValidationError(_("This workbook is damaged or cut off in the middle. Fetch it again from its source."))


def _printed(content: bytes) -> list[str]:
    limits = {
        "memory": MEMORY, "seconds": SECONDS, "rows": MAX_ROWS, "columns": MAX_COLUMNS, "cells": MAX_CELLS,
        "chunk": CHUNK,
    }  # fmt: skip
    command = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), json.dumps(limits)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=3 * SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise too_large() from error
    if done.returncode < 0 or b"memory allocation" in done.stderr:  # a limit of the process has ended it
        raise too_large()
    return done.stdout.decode().splitlines()


def _sheets(lines) -> list[Sheet]:
    sheets, ended = [], False
    for line in lines:
        if line.startswith("["):
            sheets[-1].chunks.append(line)
            continue
        about = json.loads(line)
        if refused := about.get("refused"):
            raise _refusal(refused)
        if ended := "end" in about:
            break
        if len(sheets) == MAX_SHEETS:
            raise too_large()
        sheets.append(Sheet(about.pop("sheet"), **about))
    if not ended:
        raise _broken()
    return sheets


def _refusal(code):
    if code in ("size", "memory"):
        return too_large()
    if code == "password":
        return ValidationError(_("This workbook is locked with a password. Save a copy without one."))
    return _broken()
