"""Stored values of the log in words; details of acts are labelled as the act's declaration says."""

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


def model_named(name):
    try:
        return apps.get_model("briefings", name)
    except LookupError:
        return logged_model_named(name)


def model_words(model_name: str) -> str:
    model = model_named(model_name)
    return str(capfirst(model._meta.verbose_name)) if model else model_name


def column_of(model, name):
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def value_words(column, value) -> str:
    """A stored value in words; "" for an empty one."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, dict):
        return str(value.get("label", value))
    if isinstance(value, list):
        return ", ".join(value_words(column, element) for element in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(column, models.Field) and column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if getattr(column, "name", "") == "html":
        return text_of(value)
    return _date_words(column, str(value))


def _date_words(column, text):
    """A stored date or time in the reader's format; any other text unchanged."""
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
    """The keys of the event's detail that hold user names."""
    act = ACTS.get(event.act)
    return {detail.name for detail in act.details if detail.names_people} if act else set()


def before_and_after(event, detail, names):
    """Pops `before` and `after` from the detail, in words; None if it does not hold both."""
    if not {"before", "after"} <= set(detail):
        return None
    pair = [value_words(None, detail.pop(name)) for name in ("before", "after")]
    return [names.full_name(words) for words in pair] if names_people(event) else pair


def detail_texts(event, detail):
    """(label, text, whether it is a fingerprint) for each entry of the detail; a sentence has no label."""
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
    """The declarations of these details in the declared order, because databases keep none.

    Rows that are older than a declaration may hold other details: those use the declaration of another act, or else
    their own names.
    """
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
            _("number %(number)s") % {"number": element} if isinstance(element, int) else _words(declared, element)
            for element in value
        )
    if isinstance(value, dict):
        labels = {part.name: part.label for part in declared.parts}
        return ", ".join(
            f"{capfirst(labels.get(name, name))}: {_words(declared, part)}" for name, part in value.items() if part
        )
    if isinstance(value, str) and value in ROLES:
        return str(ROLES[value])
    if declared.words:
        return declared.words(value)
    return str(dict(declared.choices).get(value, value)) if declared.choices else value_words(None, value)
