"""The admin of articles."""

from . import articles, bylines, editions

__all__ = ["articles", "bylines", "editions"]
