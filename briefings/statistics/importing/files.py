"""Read a file or a paste: its sheets and their rows. Whoever reads a file that is too large, broken or no table gets a
ValidationError in the words of the person who must put it right; nothing is stored here."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MAX_BYTES = 11_000_000  # nginx takes 12 MB
MAX_UNPACKED = 250_000_000
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 200_000, 2_000, 3_000_000
CHUNK = 1_000  # rows that are stored and read together

Cell = str | int | Decimal | dict  # {"d": "2024-03-05"} for a date


@dataclass
class Sheet:
    """`chunks` are JSON lists of rows, the first row of the sheet in the first chunk; empty rows are there. Of a sheet
    that is read in steps they are those of this step, and so many were before them."""

    name: str
    rows: int
    columns: int
    formulas: int = 0
    merged: int = 0
    hidden: bool = False
    chunks: list[str] = field(default_factory=list, repr=False)
    chunks_before: int = 0

    def about(self) -> dict:
        return {name: value for name, value in asdict(self).items() if not name.startswith("chunks")}

    @classmethod
    def from_about(cls, about: dict) -> "Sheet":
        return cls(**about, chunks_before=-(-about["rows"] // CHUNK))

    def all_rows(self) -> Iterator[list[Cell]]:
        for chunk in self.chunks:
            yield from rows_of(chunk)


@dataclass
class Contents:
    """`encoding` and `delimiter` of a text file; `notices` say what whoever imports the file ought to know."""

    sheets: list[Sheet]
    encoding: str = ""
    delimiter: str = ""
    notices: list[str] = field(default_factory=list)


def rows_of(chunk: str) -> list[list[Cell]]:
    return json.loads(chunk, parse_float=Decimal)


def require_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        text = _("This file has %(size)d MB; at most %(max)d MB can be imported at once.")
        raise ValidationError(text, params={"size": -(-len(content) // 1_000_000), "max": MAX_BYTES // 1_000_000})
    if not content.strip():
        raise ValidationError(_("This file is empty."))


def too_large() -> ValidationError:
    return ValidationError(
        _(
            "This file holds more than %(rows)d rows, %(columns)d columns or %(cells)d cells, or unpacks to more than "
            "%(size)d MB. Import it in parts."
        ),
        params={"rows": MAX_ROWS, "columns": MAX_COLUMNS, "cells": MAX_CELLS, "size": MAX_UNPACKED // 1_000_000},
    )


def notices_of(sheet: dict) -> list[str]:
    """What a sheet's reading did that its reader must know; `sheet` is what `Sheet.about` gives."""
    notices = []
    if count := sheet["formulas"]:
        words = ngettext(
            "%(count)d cell holds a formula: its result as it was last stored is read.",
            "%(count)d cells hold formulas: their results as they were last stored are read.",
            count,
        )
        notices.append(words % {"count": count})
    if count := sheet["merged"]:
        words = ngettext(
            "%(count)d merged cell is spread: each cell below it has its text.",
            "%(count)d merged cells are spread: each cell below them has their text.",
            count,
        )
        notices.append(words % {"count": count})
    if sheet["hidden"]:
        notices.append(_("This sheet is hidden in the workbook."))
    return notices
