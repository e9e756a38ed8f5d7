"""People in the administration."""

from .people import PersonAdmin

__all__ = ["PersonAdmin"]
