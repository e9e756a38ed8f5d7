"""The record in plain words: what happened, to what, and each field before and after, in the reader's language."""

import datetime
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.timezone import is_naive, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lib.html import text_of
from ..roles import ROLES
from .models import Event
from .words import act_words

TOGETHER = datetime.timedelta(seconds=5)  # what one request writes stands together
LONG = 160
AROUND = 40  # characters shown around the place where two long texts differ

# What stands in the detail of events. What is not named here goes by its own name.
DETAILS = {
    "after": gettext_lazy("now"),
    "before": gettext_lazy("before"),
    "change_kind": gettext_lazy("kind of change"),
    "changed": gettext_lazy("changed"),
    "comment": gettext_lazy("comment"),
    "edition": gettext_lazy("edition"),
    "email": gettext_lazy("e-mail address"),
    "filters": gettext_lazy("narrowed by"),
    "given": gettext_lazy("roles given"),
    "hash": gettext_lazy("hash of the text"),
    "instead_of": gettext_lazy("instead of"),
    "language": gettext_lazy("language"),
    "note": gettext_lazy("public note"),
    "publish_at": gettext_lazy("public from"),
    "reason": gettext_lazy("reason"),
    "roles": gettext_lazy("roles"),
    "sha256": gettext_lazy("SHA-256"),
    "slug": gettext_lazy("address"),
    "taken": gettext_lazy("roles taken"),
    "until": gettext_lazy("valid until"),
    "values": gettext_lazy("values"),
    "version": gettext_lazy("version"),
    "voided": gettext_lazy("approval voided"),
    "waits": gettext_lazy("waits for a second person"),
}
AS_FIELDS = {"change_kind": ("edition", "change_kind"), "language": ("article", "language")}
HASHES = {"hash", "sha256"}
FIELDS = {"ordering": gettext_lazy("position")}


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

    `is_note`: nothing changed, an act says something.
    """

    label: str
    before: Told | None
    after: Told | None
    is_note: bool = False

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
    """One act with the changes that it made; or changes made together without an act."""

    entries: list
    words: str
    pieces: list = field(default_factory=list)

    @property
    def entry(self):
        return self.entries[0]

    def takes(self, change):
        same = all(getattr(self.entry, name) == getattr(change, name) for name in ("by_id", "target_type", "target_id"))
        return same and self.entries[-1].at - change.at <= TOGETHER


def lines(entries):
    """Entries of the log, newest first, with the changes of one act under it."""
    found = []
    for entry in entries:
        if isinstance(entry, Event):
            told = told_by(entry)
            found.append(Line([entry], act_words(entry.act), [Piece("", told)] if told else []))
            continue
        if found and found[-1].takes(entry):
            found[-1].entries.append(entry)
        else:
            found.append(Line([entry], act_words("change" if entry.part_type else entry.act)))
        found[-1].pieces.append(Piece(_part_words(entry), fields_of(entry)))
    for line in found:
        line.pieces.sort(key=lambda piece: bool(piece.words))  # the thing itself, then its parts
    return found


def kind_words(model_name):
    """What a kind of thing is called."""
    model = _model(model_name)
    return str(capfirst(model._meta.verbose_name)) if model else model_name


def _model(model_name):
    try:
        return apps.get_model("briefings", model_name)
    except LookupError:
        return None


def _part_words(change):
    if not change.part_type:
        return ""
    return _("%(act)s: %(part)s") % {"act": act_words(change.act), "part": change.part_label}


def fields_of(change):
    """What became of each field, under the labels that forms give them."""
    model = _model(change.part_type or change.target_type)
    return [
        Changed(label, *_shortened(before, after))
        for label, before, after in (_field(model, name, *values) for name, values in change.changes.items())
    ]


def _field(model, name, before, after):
    try:
        column = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        column = None
    label = FIELDS.get(name) or (column.verbose_name if column else name.replace("_", " "))
    label, before, after = str(capfirst(label)), said(column, before), said(column, after)
    if before == after and getattr(column, "name", "") == "html":
        before, after = "", _("only the formatting")
    return label, before, after


def said(column, value):
    """A stored value in words; "" for nothing."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, dict):
        return str(value.get("label", value))
    if isinstance(value, list):
        return ", ".join(said(column, one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(column, models.Field) and column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if getattr(column, "name", "") == "html":
        return text_of(value)
    return _moment(column, str(value))


def _moment(column, text):
    """A date or a moment as people write it; any other text as it is."""
    if isinstance(column, models.DateTimeField) or (column is None and "T" in text):
        moment = _parsed(parse_datetime, text)
        if moment:
            moment = moment.replace(tzinfo=datetime.UTC) if is_naive(moment) else moment
            return date_format(localtime(moment), "DATETIME_FORMAT")
    elif isinstance(column, models.DateField) or column is None:
        day = _parsed(parse_date, text)
        return date_format(day, "DATE_FORMAT") if day else text
    return text


def _parsed(parse, text):
    try:
        return parse(text)
    except ValueError:
        return None


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


def told_by(event):
    """What an event's detail says, less the whole text of an article."""
    detail = dict(event.told if hasattr(event, "told") else event.detail)
    detail.pop("document", None)
    fields = []
    if {"before", "after"} <= set(detail):
        both = [said(None, detail.pop(name)) for name in ("before", "after")]
        fields.append(Changed("", *_shortened(*both)))
    for name, value in detail.items():
        if value in (None, "", [], {}, False):
            continue
        column = _model(AS_FIELDS[name][0])._meta.get_field(AS_FIELDS[name][1]) if name in AS_FIELDS else None
        text = _detail_words(value, column)
        if name in HASHES:
            fields.append(Changed(_label(name), None, Told(f"{text[:12]}…", text), is_note=True))
            continue
        fields.append(Changed(_label(name), None, _told(text, text), is_note=True))
    return fields


def _label(name):
    return str(capfirst(DETAILS.get(name) or name.replace("_", " ")))


def _detail_words(value, column=None):
    if isinstance(value, list):
        return ", ".join(_detail_words(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{_label(name)}: {_detail_words(one)}" for name, one in value.items())
    if isinstance(value, str) and value in ROLES:
        return str(ROLES[value])
    return said(column, value)
