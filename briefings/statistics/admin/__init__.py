"""The statistics in the administration: what is measured and where, series with their values, batches, data tables."""

from . import batches, indicators, series, tables

__all__ = ["batches", "indicators", "series", "tables"]
