"""Why editions are held: somebody holds them, or values that they print have changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..accounts.models import User
from ..history.models import Event
from ..lib.numbers import format_number, plain
from ..statistics.entering.entries import printed_remarks
from .acts.new_figures import changed_uses
from .acts.publishing import CANCEL, HOLD, HOLD_FOR_VALUES, UNHOLD
from .models import Edition, FigureUse

OBSERVATION = "vintage__observation"
ENDS = {*UNHOLD.names, *CANCEL.names}  # after a cancellation the next edition has the same number


@dataclass(frozen=True)
class WhyHeld:
    """`by`: whoever holds it; `for_values`: the batches, by key, because of which the site does; `changed`: what it
    still prints otherwise than it is now, in words, the first value and how many more; "" where there is none."""

    by: User | str = ""
    for_values: tuple[int, ...] = ()
    changed: str = ""

    @property
    def prints_changed(self) -> bool:
        return bool(self.changed)

    @property
    def words(self) -> str:
        if self.by:
            return _("held by %(who)s") % {"who": self.by}
        if self.prints_changed:
            return _("held: values that it prints have changed: %(values)s") % {"values": self.changed}
        if self.for_values:
            return _("held: values that it prints had changed, and are current again")
        return _("held")


def why_held(editions: Sequence[Edition]) -> dict[int, WhyHeld]:
    """By key of the edition, of those that are held; at most four queries."""
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
    changed = _changed(held.values())
    return {edition: _reason(why.get(edition, []), people, changed.get(edition, "")) for edition in held.values()}


def _changed(editions):
    """{edition: the first value that it prints and that is another one now, old → new, and how many more}."""
    uses = changed_uses().filter(edition__in=editions).order_by().values("edition")
    firsts = {row["first"]: row for row in uses.annotate(first=Min("pk"), number=Count(OBSERVATION, distinct=True))}
    names = [f"{OBSERVATION}__{name}" for name in ("series__indicator", "series__area", "current")]
    found = FigureUse.objects.filter(pk__in=firsts).select_related(*names) if firsts else ()
    return {use.edition_id: _change_words(use.vintage, firsts[use.pk]["number"] - 1) for use in found}


def _change_words(printed, more):
    """`Homicides, Ecuador, 2023: 8,237 → 8,248, and 2 more`"""
    observation, now = printed.observation, printed.observation.current
    indicator = observation.series.indicator
    old, new = ("–" if each is None else format_number(each, indicator.decimals) for each in (printed.value, now.value))
    steps = [] if old == new else [f"{old} → {new}"]
    change = (
        "; ".join([*steps, *printed_remarks(printed, now, indicator)]) or f"{plain(printed.value)} → {plain(now.value)}"
    )
    words = f"{indicator}, {observation.series.area}, {observation.period.label()}: {change}"
    if not more:
        return words
    return ngettext("%(words)s, and %(number)d more", "%(words)s, and %(number)d more", more) % {
        "words": words,
        "number": more,
    }


def _since_last_end(events):
    ends = [number for number, event in enumerate(events) if event.act in ENDS]
    return events[ends[-1] + 1 :] if ends else events


def _reason(events, people, changed):
    holding = [event for event in events if event.act in HOLD.names]
    by = people.get(holding[-1].by_id, holding[-1].by_name) if holding else ""
    batches = tuple(event.detail["batch"] for event in events if event.act in HOLD_FOR_VALUES.names)
    return WhyHeld(by, batches, changed)
