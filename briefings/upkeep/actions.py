"""The emergency switches. `by` is None where a command uses them."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..accounts.models import User
from ..history.actions import record
from ..lib.acts import Attempt, does, require_act
from ..lib.texts import require_line
from ..sharing.actions import revoke_open_links
from .acts import CLOSE_DESK, OPEN_DESK, REVOKE_ALL_LINKS, SIGN_EVERYBODY_OUT
from .models import EmergencySwitches

REASON = 300  # characters


def _locked() -> EmergencySwitches:
    EmergencySwitches.objects.get_or_create(pk=1)
    return EmergencySwitches.objects.select_for_update().get(pk=1)


@does(CLOSE_DESK)
@transaction.atomic
def close_desk(*, by: User | None, reason: str, now: datetime | None = None) -> None:
    """Make the desk read-only; staff see `reason`."""
    switches = _locked()
    require_act(CLOSE_DESK, Attempt(by, now))
    reason = require_line("reason", reason, REASON, _("Say why: everybody who works here sees it."))
    switches.read_only_since, switches.reason = now or timezone.now(), reason
    switches.save()
    record(by=by, act=CLOSE_DESK, target=switches, detail={"reason": switches.reason}, now=now)


@does(OPEN_DESK)
@transaction.atomic
def open_desk(*, by: User | None, now: datetime | None = None) -> None:
    switches = _locked()
    require_act(OPEN_DESK, Attempt(by, now))
    switches.read_only_since, switches.reason = None, ""
    switches.save()
    record(by=by, act=OPEN_DESK, target=switches, now=now)


@does(SIGN_EVERYBODY_OUT)
@transaction.atomic
def sign_everybody_out(*, by: User | None, now: datetime | None = None) -> int:
    """End every session, those that wait for a second factor too. Returns how many were signed in."""
    switches = _locked()
    require_act(SIGN_EVERYBODY_OUT, Attempt(by, now))
    count = UserSession.objects.count()
    Session.objects.all().delete()
    UserSession.objects.all().delete()
    record(by=by, act=SIGN_EVERYBODY_OUT, target=switches, detail={"count": count}, now=now)
    return count


@does(REVOKE_ALL_LINKS)
@transaction.atomic
def revoke_all_links(*, by: User | None, now: datetime | None = None) -> int:
    """Revoke every share link that has not expired; each article's history has it too. Returns how many."""
    switches = _locked()
    require_act(REVOKE_ALL_LINKS, Attempt(by, now))
    count = revoke_open_links(by, now)
    record(by=by, act=REVOKE_ALL_LINKS, target=switches, detail={"count": count}, now=now)
    return count
