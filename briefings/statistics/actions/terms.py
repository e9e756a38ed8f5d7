from dataclasses import dataclass, field
from datetime import datetime

from ...accounts.models import User
from ...lib.clock import Day
from ...sources.models import Release
from ..entering.second_person import why_second_person
from ..entering.showing import as_if_shown
from ..models import Batch, Series


@dataclass(frozen=True)
class Terms:
    """What holds for all values of a batch."""

    release: Release | None
    known_on: Day
    kind: str
    reason: dict[str, str]
    by: User
    now: datetime
    mailed_at: datetime | None
    reverts: Batch | None
    seen: str | None
    shows: Series | None = None
    preferred_because: dict[str, str] = field(default_factory=dict)

    def why_second_person(self, preview):
        """As if what becomes public or preferred with the batch were so already."""
        with as_if_shown(self.shows, preferred=bool(self.preferred_because)):
            return why_second_person(preview, known_on=self.known_on, is_undo=bool(self.reverts))
