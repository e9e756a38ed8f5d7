"""Entries of the log as lines of text: what happened, and each field before and after, in the reader's language."""

import datetime
from dataclasses import dataclass, field

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from ..lib.acts import act_words
from .acts import CHANGE, DELETE
from .log_words import before_and_after, column_of, detail_texts, model_named, value_words
from .models import Event
from .names_of_people import names_in

SAME_REQUEST = datetime.timedelta(seconds=5)  # changes that are this close together are one line
LONG = 160
AROUND = 40  # characters shown around the place where two long texts differ


@dataclass(frozen=True)
class Text:
    """`whole` only where `short` is abridged."""

    short: str
    whole: str = ""

    @property
    def all(self):
        return self.whole or self.short


@dataclass(frozen=True)
class FieldLine:
    """One field: its label, and its text before and after; None for nothing.

    `is_note`: a detail of an act, not a change. `is_folded`: hidden until the reader opens it. `is_gone`: the object is
    deleted, so that nothing is shown after.
    """

    label: str
    before: Text | None
    after: Text | None
    is_note: bool = False
    is_folded: bool = False
    is_gone: bool = False

    @property
    def is_long(self):
        return any(text and text.whole for text in (self.before, self.after))


@dataclass
class Piece:
    """The fields of the object itself, or of one of its parts under the heading `words`."""

    words: str
    fields: list


@dataclass
class Line:
    """One act with the changes that it made, or changes made together without an act.

    `who`: the full name; `user_name`: the user name on record where it differs.
    """

    entries: list
    words: str
    who: str
    user_name: str
    pieces: list = field(default_factory=list)

    @property
    def entry(self):
        return self.entries[0]

    def belongs(self, change):
        same = all(getattr(self.entry, name) == getattr(change, name) for name in ("by_id", "target_type", "target_id"))
        return same and self.entries[-1].at - change.at <= SAME_REQUEST


def lines(entries, *, with_user_names=True) -> list[Line]:
    """Entries of the log, newest first, with the changes of one act under it. One query, for the names of people."""
    entries = list(entries)
    names, lines = names_in(entries), []
    for entry in entries:
        who = names.who(entry), names.user_name(entry) if with_user_names else ""
        if isinstance(entry, Event):
            fields = fields_of_event(entry, names)
            lines.append(Line([entry], act_words(entry.act), *who, [Piece("", fields)] if fields else []))
            continue
        if lines and lines[-1].belongs(entry):
            lines[-1].entries.append(entry)
        else:
            lines.append(Line([entry], act_words(CHANGE.name if entry.part_type else entry.act), *who))
        if fields := fields_of_change(entry, with_whole=False):
            lines[-1].pieces.append(Piece(_part_words(entry), fields))
    for line in lines:
        line.pieces.sort(key=lambda piece: bool(piece.words))  # the object itself before its parts
    return lines


def add_findings(lines: list[Line], findings) -> None:
    """Under each act what was found of it: the values that somebody searched for, before and after."""
    for line in lines:
        found = [field for finding in findings for field in finding.fields_of(line.entry)]
        if found:
            fields = [FieldLine(label, _text(before, before), _text(after, after)) for label, before, after in found]
            line.pieces.append(Piece("", fields))


def _part_words(change):
    if not change.part_type:
        return ""
    return _("%(act)s: %(part)s") % {"act": act_words(change.act), "part": change.part_label}


def fields_of_change(change, *, with_whole=True) -> list[FieldLine]:
    """The changed fields under the labels of their forms; `with_whole`: also the foreign key of a part to its whole."""
    model = model_named(change.part_type or change.target_type)
    logged = getattr(model, "logged", None)
    left_out = logged.part_of if logged and change.part_type and not with_whole else ""
    is_gone = change.act == DELETE.name
    texts = [_field_texts(model, name, *values) for name, values in change.changes.items() if name != left_out]
    return [FieldLine(label, *_shortened(before, after), is_gone=is_gone) for label, before, after in texts]


def _field_texts(model, name, before, after):
    column = column_of(model, name)
    logged = getattr(model, "logged", None)
    label = (logged and logged.labels.get(name)) or (column.verbose_name if column else name.replace("_", " "))
    if logged and name in logged.words:
        before, after = logged.words[name](before), logged.words[name](after)
    label, before, after = str(capfirst(label)), value_words(column, before), value_words(column, after)
    if before == after and getattr(column, "name", "") == "html":
        before, after = "", _("only the formatting")
    return label, before, after


def _shortened(before, after):
    """Both as Text: of two long texts with a common start or end, the part that differs."""
    if not (before and after) or max(len(before), len(after)) <= LONG:
        return _text(before, before), _text(after, after)
    start = _common(before, after)
    end = min(_common(before[::-1], after[::-1]), len(before) - start, len(after) - start)
    return _text(_cut(before, start, end), before), _text(_cut(after, start, end), after)


def _cut(text, start, end):
    """The text without its first `start` and last `end` characters, but for a few words around the rest."""
    first, last = max(start - AROUND, 0), min(len(text) - end + AROUND, len(text))
    first = text.find(" ", first, start) + 1 or first if first else 0
    last = text.rfind(" ", len(text) - end, last) if last < len(text) and " " in text[len(text) - end : last] else last
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def _common(before, after):
    """The length of the common start."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((index for index, (old, new) in pairs if old != new), min(len(before), len(after)))


def _text(text, whole):
    if not text:
        return None
    short = Truncator(text).chars(LONG)
    return Text(short, whole if short != whole else "")


def fields_of_event(event, names) -> list[FieldLine]:
    """The event's detail, without the document of an article."""
    detail = dict(event.short_detail if hasattr(event, "short_detail") else event.detail)
    pair, fields = before_and_after(event, detail, names), []
    if pair:
        fields.append(FieldLine("", *_shortened(*pair)))
    for label, text, is_fingerprint in detail_texts(event, detail):
        after = Text(text) if is_fingerprint else _text(text, text)
        fields.append(FieldLine(label, None, after, is_note=True, is_folded=is_fingerprint))
    return fields
