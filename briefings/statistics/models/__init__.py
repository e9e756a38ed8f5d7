from .areas import Area, AreaAlias
from .data_tables import DataTable, DataTableColumn, DataTableRow
from .imports import FileMapping, ImportFile, ImportPart
from .indicators import Indicator
from .observations import Batch, Observation, Vintage
from .series import Series
