"""The admin's pages, one line for each slice."""

from .history import admin as history

__all__ = ["history"]
