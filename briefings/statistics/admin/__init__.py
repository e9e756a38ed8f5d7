from . import batches, data_tables, indicators, series

__all__ = ["batches", "data_tables", "indicators", "series"]
