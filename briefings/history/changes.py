"""Changes of relations to several things, which auditlog would tell wrongly or not at all."""

from . import followed
from .models import FieldChange


def note_relation(sender, instance, action, reverse, pk_set, model, **kwargs):
    """What was added to a followed relation or taken out of it, from whichever side; receives `m2m_changed`."""
    if action not in ("post_add", "post_remove", "pre_clear") or followed.is_silenced():
        return
    owner, name = followed.relations()[sender]
    if action == "pre_clear":
        others = _other_side(instance, name, reverse, owner)
    else:
        others = list(model._base_manager.filter(pk__in=pk_set))
    pairs = [(other, [instance]) for other in others] if reverse else [(instance, others)]
    for thing, members in pairs:
        _note(thing, name, members, added=action == "post_add")


def _other_side(instance, name, reverse, owner):
    name = owner._meta.get_field(name).remote_field.get_accessor_name() if reverse else name
    return list(getattr(instance, name).all())


def _note(thing, name, members, *, added):
    labels = sorted(str(member) for member in members)
    if labels:
        changes = {name: [[], labels] if added else [labels, []]}
        FieldChange.objects.log_changes(thing, FieldChange.Action.UPDATE, changes)


def note_order(thing, name, before, after):
    """What was chosen in an order, before and after; for a form that writes the rows between by itself."""
    before, after = [str(one) for one in before], [str(one) for one in after]
    if before != after and not followed.is_silenced():
        FieldChange.objects.log_changes(thing, FieldChange.Action.UPDATE, {name: [before, after]})
