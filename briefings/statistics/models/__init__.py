from .areas import Area, AreaAlias
from .batches import Batch, BatchReview
from .data_tables import DataTable, DataTableColumn, DataTableRow
from .imports import FileMapping, ImportFile, ImportPart
from .indicators import Indicator
from .observations import Observation, Vintage
from .series import Series, SeriesNewest
