"""The time that a table or statistic covers and when the newest of its values became known, as in schema.org."""

import datetime
from collections.abc import Iterable

from ...lib.periods import Period
from ..models import Vintage


def time_covered(values: Iterable[tuple[Period, datetime.date | None]]) -> dict[str, str]:
    """From the first period of the values to the last; nothing without a value."""
    values = list(values)
    if not values:
        return {}
    first = min(period.start for period, _known in values)
    last = max(period.end for period, _known in values) - datetime.timedelta(days=1)
    newest = max((known for _period, known in values if known), default=None)
    modified = newest.isoformat() if newest else ""
    return {"temporalCoverage": f"{first.isoformat()}/{last.isoformat()}", "dateModified": modified}


def values_in(resolved: dict, vintages: Iterable[Vintage]) -> list[tuple[Period, datetime.date]]:
    """Period and day of the `vintages` that the cells of a resolved table print or are calculated from."""
    cells = [cell for row in resolved["rows"] for cell in row["cells"] if cell and cell["value"] is not None]
    keys = {part["vintage"] for cell in cells for part in cell.get("operands", [cell])}
    return [(each.observation.period, each.known_on) for each in vintages if each.pk in keys]
