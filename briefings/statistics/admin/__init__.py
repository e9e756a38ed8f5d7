from . import batches, data_tables, imports, indicators, series
