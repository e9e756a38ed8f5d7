"""The article desk."""

from . import articles, bylines, editions

__all__ = ["articles", "bylines", "editions"]
