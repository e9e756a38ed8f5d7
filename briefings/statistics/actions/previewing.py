"""How everything would be once values counted, for previews: all that is written for it is rolled back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from ...accounts.models import User
from ...lib.clock import Day
from ..entering.batches import known_on_of
from ..entering.comparing import stored_values
from ..entering.entries import Change
from ..entering.showing import as_if_shown
from ..models import Batch, Series
from ..printed_in.home_figures import HomeFigures
from .applying import update_current
from .newest import write_newest
from .recording import new_vintages, store_vintages


@dataclass(frozen=True)
class OnceApplied:
    """`shows`: the series that becomes public, unless it only becomes `preferred`. `reverts`: the batch that is undone.
    `home`: what the home page prints now.
    """

    by: User
    known_on: Day
    shows: Series | None = None
    preferred: bool = False
    only_preferred: bool = False
    reverts: Batch | None = None
    home: HomeFigures = field(default_factory=HomeFigures, compare=False)

    @classmethod
    def of(cls, batch: Batch) -> "OnceApplied":
        because = bool(batch.preferred_because)
        return cls(batch.by, known_on_of(batch), batch.shows, because, batch.only_prefers, batch.reverts)

    @contextmanager
    def counting(self, changes: Iterable[Change]) -> Iterator[None]:
        """Within it these are the current values."""
        shown = as_if_shown(self.shows, preferred=self.preferred, only_preferred=self.only_preferred)
        with shown, transaction.atomic():
            try:
                if changes := _not_on_record(list(changes)):
                    self._let_count(changes)
                yield
            finally:
                transaction.set_rollback(True)

    def _let_count(self, changes):
        now = timezone.now()
        applied = {"stage": Batch.Stage.APPLIED, "proposed_at": now, "decided_at": now}
        batch = Batch.objects.create(kind=Batch.Kind.UPDATE, by=self.by, reverts=self.reverts, **applied)
        vintages = new_vintages(batch, changes, known_on=self.known_on)
        store_vintages(changes, vintages)
        write_newest(sorted(update_current([vintage.observation_id for vintage in vintages])))


def _not_on_record(changes):
    """Without values that only become public."""
    stored = stored_values([change.entry for change in changes if not change.before])
    return [change for change in changes if change.before or change.entry.key not in stored]
