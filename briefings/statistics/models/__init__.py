"""Numbers: what is measured, where, by whom, and every value that it has had."""

from .areas import Area, AreaAlias
from .indicators import Indicator
from .observations import Batch, Observation, Vintage
from .series import Series
from .tables import DataTable, DataTableColumn, DataTableRow

__all__ = [
    "Area",
    "AreaAlias",
    "Batch",
    "DataTable",
    "DataTableColumn",
    "DataTableRow",
    "Indicator",
    "Observation",
    "Series",
    "Vintage",
]
