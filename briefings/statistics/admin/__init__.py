"""The statistics in the administration: what is measured and where, series with their values, batches, data tables."""

from . import batches, desk, indicators, series, tables

__all__ = ["batches", "desk", "indicators", "series", "tables"]
