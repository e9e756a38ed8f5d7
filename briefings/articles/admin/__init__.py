"""The article desk."""

from . import articles, bylines, editions
from .desk import calendar, home

__all__ = ["articles", "bylines", "calendar", "editions", "home"]
