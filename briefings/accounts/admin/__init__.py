"""People in the administration."""

from . import desk
from .people import PersonAdmin

__all__ = ["PersonAdmin", "desk"]
