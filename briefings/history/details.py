"""What the detail of an act says, in words. What is not named here goes by its own name."""

import datetime
from functools import partial

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import is_naive, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lib.html import text_of
from ..roles import ROLES
from . import followed
from .people import NAMING
from .words import act_words

# In the order in which they are told: databases keep none.
LABELS = {
    "edition": gettext_lazy("edition"),
    "version": gettext_lazy("version"),
    "left_out": gettext_lazy("left out"),
    "voided": gettext_lazy("approval voided"),
    "change_kind": gettext_lazy("kind of change"),
    "kind": gettext_lazy("kind"),
    "values": gettext_lazy("values"),
    "waits": gettext_lazy("waits for a second person"),
    "language": gettext_lazy("language"),
    "slug": gettext_lazy("address"),
    "topic": gettext_lazy("topic"),
    "instead_of": gettext_lazy("instead of"),
    "before": gettext_lazy("before"),
    "after": gettext_lazy("now"),
    "publish_at": gettext_lazy("public from"),
    "for_whom": gettext_lazy("for"),
    "visitor": gettext_lazy("visitor"),
    "verdict": gettext_lazy("verdict"),
    "text": gettext_lazy("text"),
    "comment": gettext_lazy("comment"),
    "note": gettext_lazy("public note"),
    "reason": gettext_lazy("reason"),
    "email": gettext_lazy("e-mail address"),
    "roles": gettext_lazy("roles"),
    "given": gettext_lazy("roles given"),
    "taken": gettext_lazy("roles taken"),
    "changed": gettext_lazy("changed"),
    "expires_at": gettext_lazy("valid until"),
    "until": gettext_lazy("valid until"),
    "en": gettext_lazy("English"),
    "es": gettext_lazy("Spanish"),
    "hash": gettext_lazy("fingerprint of the text"),
    "sha256": gettext_lazy("fingerprint of the text"),
}
PLACES = {name: place for place, name in enumerate(LABELS)}
OTHERWISE = {
    ("delete_image", "sha256"): gettext_lazy("fingerprint of the file"),
    ("look_again", "note"): gettext_lazy("remark"),
    ("upload_image", "sha256"): gettext_lazy("fingerprint of the file"),
}
# By which field of which model a stored value is worded.
AS_FIELDS = {
    "change_kind": ("edition", "change_kind"),
    "kind": ("batch", "kind"),
    "language": ("article", "language"),
    "verdict": ("comment", "verdict"),
}
FINGERPRINTS = {"hash", "sha256"}
# Keys of rows: what they lead to is told by the other parts. And the whole text with the names and the address that
# stand around it, which nobody reads in a list.
SILENT = {"around", "batch", "block", "document", "link"}
SAME_WHOLE = {"comment", "leave_word", "resolve_comment", "reopen_comment"}  # their `comment` is the key of one


def model_named(name):
    try:
        return apps.get_model("briefings", name)
    except LookupError:
        return followed.model_named(name)


def kind_words(model_name):
    """What a kind of thing is called."""
    model = model_named(model_name)
    return str(capfirst(model._meta.verbose_name)) if model else model_name


def column_of(model, name):
    """The model's field, None where there is none (any more)."""
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


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


def both_sides(event, detail, names):
    """Takes `before` and `after` out of the detail; both in words, None where it holds no such pair."""
    if not {"before", "after"} <= set(detail):
        return None
    sides = [said(None, detail.pop(name)) for name in ("before", "after")]
    return [names.called(side) for side in sides] if event.act in NAMING else sides


def told_parts(event, detail):
    """(label, text, whether it is a fingerprint) for all that the detail says; the label of a sentence is empty."""
    if event.act == "export_log":
        detail = _narrowing(detail)
    for name, value in sorted(detail.items(), key=lambda item: PLACES.get(item[0], 0)):
        if value in (None, "", [], {}, False) or name in SILENT or (name == "comment" and event.act in SAME_WHOLE):
            continue
        label = str(capfirst(OTHERWISE.get((event.act, name)) or LABELS.get(name) or name.replace("_", " ")))
        if name == "restored":
            yield "", _("Version %(number)s restored") % {"number": value}, False
        elif value is True:
            yield "", label, False
        else:
            model, field = AS_FIELDS.get(name, ("", ""))
            yield label, _words(value, column_of(model_named(model), field) if model else None), name in FINGERPRINTS


def _words(value, column=None):
    if isinstance(value, list):
        return ", ".join(
            _("number %(number)s") % {"number": one} if isinstance(one, int) else _words(one) for one in value
        )
    if isinstance(value, dict):
        return ", ".join(f"{capfirst(LABELS.get(name, name))}: {_words(one)}" for name, one in value.items() if one)
    if isinstance(value, str) and value in ROLES:
        return str(ROLES[value])
    return said(column, value)


def _narrowing(asked):
    """What a download of the log was narrowed by, {label: words}."""
    realm = column_of(model_named("event"), "realm")
    words = {"act": act_words, "kind": kind_words, "realm": partial(said, realm)}
    labels = {
        "realm": _("Realm"), "kind": _("Kind of thing"), "act": _("Act"), "by": _("Person"), "since": _("From"),
        "until": _("To"), "q": _("Text"),
    }  # fmt: skip
    return {labels.get(name, name): words.get(name, str)(value) for name, value in asked.items()}
