"""Why editions are held: somebody holds them, or values that they print have changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..accounts.models import User
from ..history.models import Event
from .acts.new_figures import changed_uses
from .acts.publishing import CANCEL, HOLD, HOLD_FOR_VALUES, UNHOLD
from .models import Edition

ENDS = {*UNHOLD.names, *CANCEL.names}  # after a cancellation the next edition has the same number


@dataclass(frozen=True)
class WhyHeld:
    """`by`: whoever holds it; `for_values`: the batches, by key, because of which the site does; `prints_changed`:
    whether it still prints other values than the current ones."""

    by: User | str = ""
    for_values: tuple[int, ...] = ()
    prints_changed: bool = False

    @property
    def words(self) -> str:
        if self.by:
            return _("held by %(who)s") % {"who": self.by}
        if self.prints_changed:
            return _("held: values that it prints have changed")
        if self.for_values:
            return _("held: values that it prints had changed, and are current again")
        return _("held")


def why_held(editions: Sequence[Edition]) -> dict[int, WhyHeld]:
    """By key of the edition, of those that are held; at most three queries."""
    held = {(edition.article_id, edition.number): edition.pk for edition in editions if edition.held_at}
    if not held:
        return {}
    why = {}
    acts = {*HOLD.names, *HOLD_FOR_VALUES.names, *ENDS}
    events = Event.objects.filter(target_type="article", target_id__in={article for article, _number in held})
    for event in events.filter(act__in=acts).order_by("pk"):
        edition = held.get((event.target_id, event.detail.get("edition")))
        if edition:
            why.setdefault(edition, []).append(event)
    why = {edition: _since_last_end(events) for edition, events in why.items()}
    people = User.objects.in_bulk({event.by_id for events in why.values() for event in events if event.by_id})
    changed = set(changed_uses().filter(edition__in=held.values()).values_list("edition", flat=True))
    return {edition: _reason(why.get(edition, []), people, edition in changed) for edition in held.values()}


def _since_last_end(events):
    ends = [number for number, event in enumerate(events) if event.act in ENDS]
    return events[ends[-1] + 1 :] if ends else events


def _reason(events, people, prints_changed):
    holding = [event for event in events if event.act in HOLD.names]
    by = people.get(holding[-1].by_id, holding[-1].by_name) if holding else ""
    batches = tuple(event.detail["batch"] for event in events if event.act in HOLD_FOR_VALUES.names)
    return WhyHeld(by, batches, prints_changed)
