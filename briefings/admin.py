"""The admin's pages, one line for each slice."""

from .history import admin as history
from .impacts import admin as impacts
from .initiatives import admin as initiatives
from .media import admin as media

__all__ = ["history", "impacts", "initiatives", "media"]
