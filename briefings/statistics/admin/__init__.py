from . import batches, data_tables, desk, indicators, series

__all__ = ["batches", "data_tables", "desk", "indicators", "series"]
