from . import batches, data_tables, indicators, series
