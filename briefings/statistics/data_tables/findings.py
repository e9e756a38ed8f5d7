"""The typed finding of a data table holds for the values that it was written for.

Once one of them has been revised, or a rule has added a row, readers do not see it until somebody has saved the table
again. Both take the table as readers see it, as a dictionary.
"""

import hashlib
import json

from ..models import DataTable


def values_hash(resolved: dict) -> str:
    """Of the rows and of the values in their cells, in any language: areas are in the order of their names."""
    rows = [
        [row["period"], row["area"], *(cell and cell.get("value") for cell in row["cells"])] for row in resolved["rows"]
    ]
    return hashlib.sha256("\n".join(sorted(map(json.dumps, rows))).encode()).hexdigest()


def is_outdated(table: DataTable, resolved: dict) -> bool:
    """Whether the finding was written for other values; False where that is not known."""
    return bool(table.finding_values) and table.finding_values != values_hash(resolved)
