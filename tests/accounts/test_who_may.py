"""Every act on people by everybody: nothing happens for those who may not."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction

from briefings.accounts import acts
from briefings.accounts.acts.conditions import Attempt
from briefings.accounts.models import User
from briefings.lib.acts import Act, available
from briefings.roles import ADMINISTRATOR, ANALYST, AUDITOR, AUTHOR, EDITOR
from tests.people import person

from ..signing_in.scenes import with_app
from .scenes import Refused, invited

pytestmark = pytest.mark.django_db

ALLOWED = {"administrator", "superuser", "everybody_at_once"}


@pytest.fixture
def cast(author, editor, analyst, administrator, auditor, superuser):
    return dict(locals()) | {
        "inactive_administrator": person("ines", ADMINISTRATOR, is_staff=True, is_active=False),
        "inactive_superuser": person("iris", is_superuser=True, is_active=False),
        "everybody_at_once": person("zoe", AUTHOR, EDITOR, ANALYST, ADMINISTRATOR, AUDITOR, is_staff=True),
        "nobody": person("nobody", is_staff=True),
        "anonymous": AnonymousUser(),
    }


PEOPLE = [
    "author", "editor", "analyst", "administrator", "auditor", "superuser", "inactive_administrator",
    "inactive_superuser", "everybody_at_once", "nobody", "anonymous",
]  # fmt: skip


def _colleague(cast):
    return person("tomas", AUTHOR, is_staff=True)


def _with_app(cast):
    colleague = _colleague(cast)
    with_app(colleague)
    return colleague


def _newcomer(cast):
    return invited(cast["superuser"]).user


def _shut(cast):
    return acts.DEACTIVATE.function(_colleague(cast), by=cast["superuser"], reason="Gone.")


def _nobody(cast):
    return None


# What each act is done to, and the act.
ACTS = {
    "invite": (_nobody, lambda whom, by: invited(by, email="new@example.org")),
    "invite_several": (
        _nobody,
        lambda whom, by: acts.INVITE_SEVERAL.function("new@example.org, New, Author", language="en", by=by),
    ),
    "resend_invitation": (_newcomer, lambda whom, by: acts.RESEND_INVITATION.function(whom, by=by)),
    "revoke_invitation": (_newcomer, lambda whom, by: acts.REVOKE_INVITATION.function(whom, by=by)),
    "send_password_link": (_colleague, lambda whom, by: acts.SEND_PASSWORD_LINK.function(whom, by=by)),
    "reset_second_factor": (
        _with_app,
        lambda whom, by: acts.RESET_SECOND_FACTOR.function(whom, by=by, reason="Lost the phone."),
    ),
    "change_roles": (_colleague, lambda whom, by: acts.CHANGE_ROLES.function(whom, roles=[EDITOR], by=by)),
    "change_person": (_colleague, lambda whom, by: acts.CHANGE_PERSON.function(whom, by=by, last_name="Paz")),
    "deactivate": (_colleague, lambda whom, by: acts.DEACTIVATE.function(whom, by=by, reason="Gone.")),
    "reactivate": (_shut, lambda whom, by: acts.REACTIVATE.function(whom, by=by)),
}
OFFERED = [act.name for act in acts.OFFERED]
ON_SUPERUSERS = [*OFFERED, "change_person"]


def offered(whom, by):
    """Names of the acts that the account's page offers, from what is stored."""
    return [act.name for act in available(acts.OFFERED, Attempt(by, User.objects.get(pk=whom.pk)))]


def test_table_names_every_act():
    by_others = {"accept_invitation", "replace_password", "suspend", "add_person"}
    assert {act.name for act in vars(acts).values() if isinstance(act, Act)} == set(ACTS) | by_others


@pytest.mark.parametrize("act", ACTS)
def test_only_those_with_the_permission_can_do_it(act, cast):
    prepare, do = ACTS[act]
    whom, done = prepare(cast), set()
    shown = {name for name in PEOPLE if act in OFFERED and act in offered(whom, cast[name])}
    for name in PEOPLE:
        if name not in ALLOWED:
            with Refused(PermissionDenied):
                do(whom, cast[name])
            continue
        with transaction.atomic():
            do(whom and User.objects.get(pk=whom.pk), cast[name])
            done.add(name)
            transaction.set_rollback(True)
    assert done == ALLOWED
    assert shown == (ALLOWED if act in OFFERED else set())


@pytest.mark.parametrize("act", OFFERED)
def test_nobody_does_it_to_themselves(act, cast):
    for name in ALLOWED:
        with Refused(PermissionDenied):
            ACTS[act][1](cast[name], cast[name])
        assert offered(cast[name], cast[name]) == []


@pytest.mark.parametrize("act", ON_SUPERUSERS)
def test_account_for_recovery_is_for_such_accounts_alone(act, cast):
    with Refused(PermissionDenied):
        ACTS[act][1](cast["superuser"], cast["everybody_at_once"])
