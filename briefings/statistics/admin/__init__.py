from . import batches, data_tables, imports, indicators, logged_values, series
