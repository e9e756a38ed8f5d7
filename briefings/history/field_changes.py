"""Records field changes of the models that `logged_models` lists, by receivers of Django's signals.

`update()` and what writes in bulk send no signals: what they write is recorded only where their code calls
`note_written`. Within a staff request the row names the signed-in user.
"""

import datetime
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import ForeignKey
from django.utils import timezone

from .acts import ADD, CHANGE, DELETE
from .logged_models import followed_fields, followed_relations, whole
from .models import FieldChange

MASK = "•••"
IN_JSON = (type(None), bool, int, float, str, list, dict)

_author = ContextVar("author", default=None)
_is_paused = ContextVar("is_paused", default=False)
_waiting = ContextVar("waiting", default=None)


@contextmanager
def _set(variable, value):
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def made_by(user):
    """Within this context changes are recorded as made by `user`, unless that is an anonymous user."""
    return _set(_author, user)


def unrecorded():
    """Within this context no change is recorded."""
    return _set(_is_paused, True)


@contextmanager
def written_at_once():
    """Within this context, or the one around it, changes wait, and one query writes them at its end. Not around a
    savepoint that may be rolled back alone: its changes would still be written."""
    if _waiting.get() is not None:
        yield
        return
    with _set(_waiting, []):
        yield
        FieldChange.objects.bulk_create(_waiting.get())


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


def note_written(instance, before):
    """Record what was written in bulk. `before`: the instance as it was stored, None where it is new."""
    _note_fields(instance, CHANGE if before else ADD, before, instance)


def _note_fields(instance, act, before, after, update_fields=None):
    changes = {}
    for field in followed_fields(instance):
        old, new = _value(before, field), _value(after, field)
        is_written = update_fields is None or field.name in update_fields or field.attname in update_fields
        if is_written and old != new and not (old in (None, "") and new in (None, "")):
            changes[field.name] = [_logged_value(before, field, old), _logged_value(after, field, new)]
    if changes:
        note(instance, act, changes)


def _value(instance, field):
    """The field's value as JSON can hold it; None before a creation and after a deletion."""
    value = field.value_from_object(instance) if instance else None
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.make_naive(value, datetime.UTC)
    return value if isinstance(value, IN_JSON) else str(value)


def _logged_value(instance, field, value):
    """A mask for secrets; {"pk": …, "label": …} for foreign keys."""
    if value and field.name in instance.logged.secret:
        return MASK
    if value is None or not isinstance(field, ForeignKey):
        return value
    try:
        related = getattr(instance, field.name)
    except ObjectDoesNotExist:
        related = None
    return {"pk": value, "label": str(related or value)[:300]}


def note_relation(sender, instance, action, reverse, pk_set, model, **kwargs):
    """Record what was added to a followed many-to-many field or removed from it, from whichever side."""
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    owner, name = followed_relations()[sender]
    if action == "pre_clear":
        accessor = owner._meta.get_field(name).remote_field.get_accessor_name() if reverse else name
        others = list(getattr(instance, accessor).all())
    else:
        others = list(model._base_manager.filter(pk__in=pk_set))
    for changed, members in [(other, [instance]) for other in others] if reverse else [(instance, others)]:
        if labels := sorted(str(member) for member in members):
            note(changed, CHANGE, {name: [[], labels] if action == "post_add" else [labels, []]})


def note_order(instance, name, before, after):
    """Record an ordered choice; for forms that write the rows of the relation themselves."""
    before, after = [str(chosen) for chosen in before], [str(chosen) for chosen in after]
    if before != after:
        note(instance, CHANGE, {name: [before, after]})


def note(instance, act, changes):
    """Write one row, about the object that `instance` is a part of. `changes`: {field: [before, after]}."""
    if _is_paused.get():
        return
    user, target = _author.get(), whole(instance)
    is_known = getattr(user, "is_authenticated", False)
    is_part = target is not instance
    change = FieldChange(
        at=timezone.now(),
        by_id=user.pk if is_known else None,
        by_name=user.get_username() if is_known else "system",
        realm=instance.logged.realm,
        act=act.name,
        target_type=target._meta.model_name,
        target_id=target.pk,
        target_label=str(target)[:300],
        part_type=instance._meta.model_name if is_part else "",
        part_id=instance.pk if is_part else None,
        part_label=str(instance)[:300] if is_part else "",
        changes=changes,
    )
    if (waiting := _waiting.get()) is None:
        change.save(force_insert=True)
    else:
        waiting.append(change)
