"""Failed sign-ins and lock-outs: a line of the log at once, and within a minute an act in the account's history.

A name without an account costs the same row, so that the time of the response does not tell whether there is one.
Several failures within a minute are one act: whoever tries passwords cannot fill the history.
"""

import logging
from itertools import groupby

from django.db import transaction

from ..accounts.models import User
from ..history.actions import record
from .acts import FAIL_TO_SIGN_IN, LOCK_OUT
from .models import SignInFailure

logger = logging.getLogger(__name__)
Kind = SignInFailure.Kind


def note_failure(user: User | None, kind: Kind) -> None:
    SignInFailure.objects.create(user=user, kind=kind)
    logger.warning("Sign-in failed (%s): %s", kind, f"account {user.pk}" if user else "no account has this name")


@transaction.atomic
def record_failures() -> int:
    """Move what was noted to the history of the accounts; returns how many acts were recorded."""
    failures = list(SignInFailure.objects.select_for_update(of=("self",)).order_by("user_id", "kind", "pk"))
    SignInFailure.objects.filter(pk__in=[failure.pk for failure in failures]).delete()
    users = User.objects.in_bulk({failure.user_id for failure in failures if failure.user_id})
    known = [failure for failure in failures if failure.user_id in users]
    groups = [(key, list(group)) for key, group in groupby(known, lambda failure: (failure.user_id, failure.kind))]
    for (user_id, kind), group in groups:
        act = LOCK_OUT if kind == Kind.LOCKED else FAIL_TO_SIGN_IN
        detail = {"kind": kind, "attempts": len(group)}
        record(by=None, act=act, target=users[user_id], detail=detail, now=group[-1].at)
    return len(groups)
