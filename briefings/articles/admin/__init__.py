"""The article desk."""

from . import articles, bylines, desk, editions

__all__ = ["articles", "bylines", "desk", "editions"]
