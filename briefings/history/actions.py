from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from ..lib.acts import Act, does, require_act
from ..lib.clock import database_now
from ..roles import Realm
from .acts import MAKE_PUBLIC, Attempt
from .logged_models import realm_of
from .models import Event
from .signals import asks_to_be_public, made_public


def record(
    *, by, act: Act, target: Model, detail: dict | None = None, now: datetime | None = None, realm: Realm | None = None
) -> Event:
    """Append one event; call it inside the transaction of the act. `by` is None for the site itself."""
    return Event.objects.create(
        at=now or timezone.now(),
        by_id=by.pk if by else None,
        by_name=by.get_username() if by else "system",
        realm=realm or realm_of(target),
        act=act.name,
        target_type=target._meta.model_name,
        target_id=target.pk,
        target_label=str(target)[:300],
        detail=detail or {},
    )


@does(MAKE_PUBLIC)
@transaction.atomic
def make_public(target: Model, *, by, now: datetime | None = None) -> Model:
    """Set `public_since`; a second call changes nothing."""
    require_act(MAKE_PUBLIC, Attempt(by, target, now))
    asks_to_be_public.send(type(target), target=target)
    return become_public(target, by=by, now=now)


def become_public(target: Model, *, by, now: datetime | None = None) -> Model:
    """The part of `make_public` that other acts do, in their transaction and after their conditions."""
    target = type(target)._default_manager.select_for_update().get(pk=target.pk)
    if not target.is_public:
        target.public_since = now or database_now()
        made_public.send(type(target), target=target, now=now)
        target.save()
        record(by=by, act=MAKE_PUBLIC, target=target, now=now)
    return target
