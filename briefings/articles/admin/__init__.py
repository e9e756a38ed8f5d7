"""The article desk."""

from . import articles, bylines, calendar, desk, editions

__all__ = ["articles", "bylines", "calendar", "desk", "editions"]
