"""Writing the record, and the one act that every publishable thing shares."""

from django.db import transaction
from django.utils import timezone

from ..lib.clock import database_now
from ..roles import require
from .models import Event


def record(*, by, act, target, realm, detail=None, now=None):
    """Append one event; called inside the transaction of the act that it records."""
    return Event.objects.create(
        at=now or timezone.now(),
        by_id=by.pk if by else None,
        by_name=by.get_username() if by else "system",
        realm=realm,
        act=str(act),
        target_type=target._meta.model_name,
        target_id=target.pk,
        target_label=str(target)[:300],
        detail=detail or {},
    )


@transaction.atomic
def make_public(thing, *, by, now=None):
    """Let readers see `thing` from now on; a second call changes nothing."""
    require(by, thing.public_act)
    thing = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    if not thing.is_public:
        thing.public_since = now or database_now()
        thing.save(update_fields=["public_since"])
        record(by=by, act="make_public", target=thing, realm=thing.realm, now=now)
    return thing
