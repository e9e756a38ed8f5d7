"""Workbooks for tests, made on the spot."""

import io
import random
from datetime import date

import openpyxl

PROVINCES = ["GUAYAS", "MANABI", "LOS RIOS", "EL ORO", "PICHINCHA", "CAÑAR"]
TYPES = ["ASESINATO", "HOMICIDIO", "SICARIATO", "FEMICIDIO"]


def xlsx(cells: dict, *, merged=(), title="Datos") -> bytes:
    """{"B2": value}; a text that begins with = is a formula without a stored result."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    for reference, value in cells.items():
        sheet[reference] = value
    for area in merged:
        sheet.merge_cells(area)
    return _bytes(workbook)


def table(rows) -> bytes:
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Datos")
    for row in rows:
        sheet.append(row)
    return _bytes(workbook)


def _bytes(workbook) -> bytes:
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def events(count: int, *, columns: int = 40) -> tuple[bytes, list[tuple]]:
    """A workbook like the ministry's, a row for each victim: (its bytes, [(day, province, type)])."""
    chance = random.Random(12)
    rows = [
        (date(2014 + number % 10, 1 + chance.randrange(12), 1 + chance.randrange(28)), chance.choice(PROVINCES),
         chance.choice(TYPES))
        for number in range(count)
    ]  # fmt: skip
    others = [f"Columna {number}" for number in range(columns - 4)]
    headings = ["Nro", "Fecha de infracción", "Provincia", "Tipo de muerte", *others]
    body = (
        [number, day, place, kind, *(["NO APLICA"] * len(others))] for number, (day, place, kind) in enumerate(rows, 1)
    )
    return table([headings, *body]), rows
