"""Data tables with every value looked up: which rows a rule makes, derived columns, and the whole as a dictionary."""

from .resolving import resolve_data_table, resolve_data_tables
