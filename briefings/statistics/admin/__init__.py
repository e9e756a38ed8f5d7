"""The statistics in the administration: what is measured and where, series with their values, batches, data tables."""

from . import batches, data_tables, desk, indicators, series

__all__ = ["batches", "data_tables", "desk", "indicators", "series"]
