"""Records each change of the fields of followed models (followed.py), whichever way it came about.

Receivers of Django's signals: what `update()` and `bulk_create()` write passes them by. Within a request of staff the
row says who is signed in.
"""

import datetime
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import ForeignKey
from django.utils import timezone

from . import followed
from .acts import ADD, CHANGE, DELETE
from .models import FieldChange

MASK = "•••"
IN_JSON = (type(None), bool, int, float, str, list, dict)

_author = ContextVar("author", default=None)
_is_paused = ContextVar("is_paused", default=False)


@contextmanager
def _set(variable, value):
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def made_by(user):
    """Within this context changes are recorded as made by `user`, if that is somebody who is signed in."""
    return _set(_author, user)


def unrecorded():
    """Within this context no change is recorded."""
    return _set(_is_paused, True)


def note_creation(sender, instance, created, **kwargs):
    if created:
        _note_fields(instance, ADD, None, instance)


def note_update(sender, instance, update_fields=None, **kwargs):
    if _is_paused.get() or instance._state.adding:
        return
    if stored := sender._default_manager.filter(pk=instance.pk).first():
        _note_fields(instance, CHANGE, stored, instance, update_fields)


def note_deletion(sender, instance, **kwargs):
    _note_fields(instance, DELETE, instance, None)


def _note_fields(thing, act, before, after, only=None):
    changes = {}
    for field in followed.fields_of(thing):
        old, new = _value(before, field), _value(after, field)
        is_written = only is None or field.name in only or field.attname in only
        if is_written and old != new and not (old in (None, "") and new in (None, "")):
            changes[field.name] = [_shown(thing, field, old), _shown(thing, field, new)]
    if changes:
        note(thing, act, changes)


def _value(thing, field):
    """The field's value as JSON can hold it; None before a creation and after a deletion."""
    value = field.value_from_object(thing) if thing else None
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.make_naive(value, datetime.UTC)
    return value if isinstance(value, IN_JSON) else str(value)


def _shown(thing, field, value):
    """No secrets, and names beside keys: {"pk": …, "label": …}."""
    if value and field.name in thing.logged.secret:
        return MASK
    if value is None or not isinstance(field, ForeignKey):
        return value
    if getattr(thing, field.attname) == value:
        other = getattr(thing, field.name, None)
    else:
        other = field.related_model._base_manager.filter(pk=value).first()
    return {"pk": value, "label": str(other or value)[:300]}


def note_relation(sender, instance, action, reverse, pk_set, model, **kwargs):
    """What was added to a followed relation or taken out of it, from whichever side."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    owner, name = followed.relations()[sender]
    if action == "pre_clear":
        others = _other_side(instance, name, reverse, owner)
    else:
        others = list(model._base_manager.filter(pk__in=pk_set))
    for thing, members in [(other, [instance]) for other in others] if reverse else [(instance, others)]:
        if labels := sorted(str(member) for member in members):
            note(thing, CHANGE, {name: [[], labels] if action == "post_add" else [labels, []]})


def _other_side(instance, name, reverse, owner):
    name = owner._meta.get_field(name).remote_field.get_accessor_name() if reverse else name
    return list(getattr(instance, name).all())


def note_order(thing, name, before, after):
    """What was chosen in an order, before and after; for a form that writes the rows between by itself."""
    before, after = [str(one) for one in before], [str(one) for one in after]
    if before != after:
        note(thing, CHANGE, {name: [before, after]})


def note(thing, act, changes):
    """One row, on the page of the whole that `thing` is a part of. `changes`: {field: [before, after]}."""
    if _is_paused.get():
        return
    user, whole = _author.get(), followed.whole(thing)
    is_known = getattr(user, "is_authenticated", False)
    is_part = whole is not thing
    FieldChange.objects.create(
        at=timezone.now(),
        by_id=user.pk if is_known else None,
        by_name=user.get_username() if is_known else "system",
        realm=thing.logged.realm,
        act=act.name,
        target_type=whole._meta.model_name,
        target_id=whole.pk,
        target_label=str(whole)[:300],
        part_type=thing._meta.model_name if is_part else "",
        part_id=thing.pk if is_part else None,
        part_label=str(thing)[:300] if is_part else "",
        changes=changes,
    )
