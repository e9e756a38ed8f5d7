"""What the detail of an act says, in words: as the act's declaration labels it."""

import datetime

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import is_naive, localtime
from django.utils.translation import gettext as _

from ..lib.acts import ACTS, Detail, acts
from ..lib.html import text_of
from ..roles import ROLES
from .logged_models import model_named as logged_model_named

SIDES = ("before", "after")


def model_named(name):
    try:
        return apps.get_model("briefings", name)
    except LookupError:
        return logged_model_named(name)


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


def names_people(event):
    """Which entries of the event's detail hold user names."""
    act = ACTS.get(event.act)
    return {detail.name for detail in act.details if detail.names_people} if act else set()


def both_sides(event, detail, names):
    """Takes `before` and `after` out of the detail; both in words, None where it holds no such pair."""
    if not set(SIDES) <= set(detail):
        return None
    sides = [said(None, detail.pop(name)) for name in SIDES]
    return [names.called(side) for side in sides] if names_people(event) else sides


def told_parts(event, detail):
    """(label, text, whether it is a fingerprint) for all that the detail says; the label of a sentence is empty."""
    for declared in _declarations(event.act, detail):
        value, label = detail[declared.name], str(capfirst(declared.label))
        if value in (None, "", [], {}, False) or declared.hidden:
            continue
        if declared.sentence:
            yield "", declared.sentence % {"number": value}, False
        elif value is True:
            yield "", label, False
        else:
            yield label, _words(declared, value), declared.is_fingerprint


def _declarations(act_name, names):
    """The declarations of these details in the order in which they are told: databases keep none. Rows that are older
    than a declaration may hold others: as another act declares them, or else by their own names."""
    act = ACTS.get(act_name)
    own = {detail.name: detail for detail in act.details} if act else {}
    yield from (detail for name, detail in own.items() if name in names)
    for name in names:
        if name not in own:
            others = (detail for act in acts() for detail in act.details if detail.name == name)
            yield next(others, None) or Detail(name, name.replace("_", " "))


def _words(declared, value):
    if isinstance(value, list):
        return ", ".join(
            _("number %(number)s") % {"number": one} if isinstance(one, int) else _words(declared, one) for one in value
        )
    if isinstance(value, dict):
        labels = {part.name: part.label for part in declared.parts}
        return ", ".join(
            f"{capfirst(labels.get(name, name))}: {_words(declared, one)}" for name, one in value.items() if one
        )
    if isinstance(value, str) and value in ROLES:
        return str(ROLES[value])
    if declared.words:
        return declared.words(value)
    return str(dict(declared.choices).get(value, value)) if declared.choices else said(None, value)
