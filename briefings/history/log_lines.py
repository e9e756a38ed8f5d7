"""The record in plain words: what happened, to what, and each field before and after, in the reader's language."""

import datetime
from dataclasses import dataclass, field

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from ..lib.acts import act_words
from .acts import CHANGE, DELETE
from .log_words import both_sides, column_of, model_named, said, told_parts
from .models import Event
from .names_of_people import names_in

TOGETHER = datetime.timedelta(seconds=5)  # what one request writes stands together
LONG = 160
AROUND = 40  # characters shown around the place where two long texts differ


@dataclass(frozen=True)
class Told:
    """A text as it is listed, and whole where that is more."""

    short: str
    whole: str = ""

    @property
    def all(self):
        return self.whole or self.short


@dataclass(frozen=True)
class Changed:
    """One field: its label and what it said before and says now; None where nothing is to be said.

    `is_note`: nothing changed, an act says something. `is_folded`: nobody reads it in a list. `is_gone`: the thing
    is deleted, so that nothing stands in the place of what was there.
    """

    label: str
    before: Told | None
    after: Told | None
    is_note: bool = False
    is_folded: bool = False
    is_gone: bool = False

    @property
    def is_long(self):
        return any(told and told.whole for told in (self.before, self.after))


@dataclass
class Piece:
    """The fields of one thing, or of a part of it, under the words for what became of it."""

    words: str
    fields: list


@dataclass
class Line:
    """One act with the changes that it made; or changes made together without an act. `who` did it: the name, and
    the user name on record where that says more."""

    entries: list
    words: str
    who: str
    user_name: str
    pieces: list = field(default_factory=list)

    @property
    def entry(self):
        return self.entries[0]

    def takes(self, change):
        same = all(getattr(self.entry, name) == getattr(change, name) for name in ("by_id", "target_type", "target_id"))
        return same and self.entries[-1].at - change.at <= TOGETHER


def lines(entries, *, with_user_names=True):
    """Entries of the log, newest first, with the changes of one act under it. One query, for the names of people."""
    entries = list(entries)
    names, found = names_in(entries), []
    for entry in entries:
        who = names.who(entry), names.user_name(entry) if with_user_names else ""
        if isinstance(entry, Event):
            told = told_by(entry, names)
            found.append(Line([entry], act_words(entry.act), *who, [Piece("", told)] if told else []))
            continue
        if found and found[-1].takes(entry):
            found[-1].entries.append(entry)
        else:
            found.append(Line([entry], act_words(CHANGE.name if entry.part_type else entry.act), *who))
        if told := fields_of(entry, with_whole=False):
            found[-1].pieces.append(Piece(_part_words(entry), told))
    for line in found:
        line.pieces.sort(key=lambda piece: bool(piece.words))  # the thing itself, then its parts
    return found


def _part_words(change):
    if not change.part_type:
        return ""
    return _("%(act)s: %(part)s") % {"act": act_words(change.act), "part": change.part_label}


def fields_of(change, *, with_whole=True):
    """What became of each field, under the labels that forms give them; `with_whole`: also to what a part belongs."""
    kind = change.part_type or change.target_type
    left_out = "" if with_whole or not change.part_type else _way_to_whole(kind)
    is_gone = change.act == DELETE.name
    told = [_field(model_named(kind), name, *values) for name, values in change.changes.items() if name != left_out]
    return [Changed(label, *_shortened(before, after), is_gone=is_gone) for label, before, after in told]


def _way_to_whole(kind):
    """The field by which a part belongs to the thing under whose name it stands here anyway."""
    logged = getattr(model_named(kind), "logged", None)
    return logged.part_of if logged else ""


def _field(model, name, before, after):
    column = column_of(model, name)
    logged = getattr(model, "logged", None)
    label = (logged and logged.labels.get(name)) or (column.verbose_name if column else name.replace("_", " "))
    if logged and name in logged.words:
        before, after = logged.words[name](before), logged.words[name](after)
    label, before, after = str(capfirst(label)), said(column, before), said(column, after)
    if before == after and getattr(column, "name", "") == "html":
        before, after = "", _("only the formatting")
    return label, before, after


def _shortened(before, after):
    """Both sides as Told: of two long texts that have much in common, the place where they differ."""
    if not (before and after) or max(len(before), len(after)) <= LONG:
        return _told(before, before), _told(after, after)
    start = _common(before, after)
    end = min(_common(before[::-1], after[::-1]), len(before) - start, len(after) - start)
    return _told(_cut(before, start, end), before), _told(_cut(after, start, end), after)


def _cut(text, start, end):
    """The text less what it has in common with the other one at its start and at its end, but for a few words."""
    first, last = max(start - AROUND, 0), min(len(text) - end + AROUND, len(text))
    first = text.find(" ", first, start) + 1 or first if first else 0
    last = text.rfind(" ", len(text) - end, last) if last < len(text) and " " in text[len(text) - end : last] else last
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def _common(before, after):
    for number, (one, other) in enumerate(zip(before, after, strict=False)):
        if one != other:
            return number
    return min(len(before), len(after))


def _told(text, whole):
    if not text:
        return None
    short = Truncator(text).chars(LONG)
    return Told(short, whole if short != whole else "")


def told_by(event, names):
    """What an event's detail says, less the whole text of an article."""
    detail = dict(event.told if hasattr(event, "told") else event.detail)
    sides, fields = both_sides(event, detail, names), []
    if sides:
        fields.append(Changed("", *_shortened(*sides)))
    for label, text, is_fingerprint in told_parts(event, detail):
        told = Told(text) if is_fingerprint else _told(text, text)
        fields.append(Changed(label, None, told, is_note=True, is_folded=is_fingerprint))
    return fields
