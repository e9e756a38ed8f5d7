"""The typed finding of a data table holds for the values that it was written for.

Once one of them has been revised, or a rule has added a row, readers do not see it until somebody has saved the table
again. All these take the table as readers see it, as a dictionary.
"""

import hashlib
import json

from ..models import DataTable


def values_hash(resolved: dict) -> str:
    """Of the rows and of the values in their cells, in any language."""
    rows = [
        [row["period"], row["area"], *(cell and cell.get("value") for cell in row["cells"])] for row in resolved["rows"]
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def note_finding(table: DataTable, resolved: dict) -> None:
    """The finding of the table, if it has one, is about these values."""
    table.finding_values = values_hash(resolved) if table.finding_en or table.finding_es else ""
    DataTable.objects.filter(pk=table.pk).update(finding_values=table.finding_values)


def is_outdated(table: DataTable, resolved: dict) -> bool:
    """Whether the finding was written for other values; False where that is not known."""
    return table.finding_values not in ("", values_hash(resolved))
