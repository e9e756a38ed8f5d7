"""The admin of articles."""

from . import articles, bylines, editions
