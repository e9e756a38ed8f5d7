"""Giving and taking roles."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from briefings.accounts.actions.account import change_roles
from briefings.accounts.actions.deactivation import deactivate
from briefings.accounts.models import User
from briefings.history.models import Event
from briefings.roles import ADMINISTRATOR, AUDITOR, AUTHOR, EDITOR, ROLES, gives
from briefings.sharing.actions import share
from briefings.sharing.models import ShareLink
from tests import make
from tests.articles.scenes import opens
from tests.people import person

from .scenes import Refused, invited

pytestmark = pytest.mark.django_db


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_given_and_taken_roles_are_recorded(administrator, author):
    change_roles(author, roles=[EDITOR, AUDITOR], by=administrator)
    assert fresh(author).roles == {EDITOR, AUDITOR}
    event = Event.objects.get(act="change_roles")
    assert (event.by_name, event.detail) == ("irene", {"given": [AUDITOR, EDITOR], "taken": [AUTHOR]})


def test_unchanged_roles_are_not_recorded(administrator, author):
    change_roles(author, roles=[AUTHOR], by=administrator)
    assert not Event.objects.exists()


@pytest.mark.parametrize("roles", [[], [AUTHOR], [ADMINISTRATOR, EDITOR], list(ROLES)])
def test_nobody_changes_their_own_roles(administrator, superuser, roles):
    for somebody in (administrator, superuser):
        with Refused(PermissionDenied):
            change_roles(somebody, roles=roles, by=somebody)


@pytest.mark.parametrize("role", [role for role in ROLES if role != ADMINISTRATOR])
def test_only_administrators_give_roles(role, author):
    somebody = person("somebody", role, is_staff=True)
    assert gives(somebody) == frozenset()
    with Refused(PermissionDenied):
        change_roles(author, roles=[role, EDITOR], by=somebody)


def test_former_administrator_gives_no_roles(administrator, author, superuser):
    assert administrator.roles == {ADMINISTRATOR}
    change_roles(User.objects.get(pk=administrator.pk), roles=[AUTHOR], by=superuser)
    with Refused(PermissionDenied):
        change_roles(author, roles=[EDITOR], by=administrator)


def test_administrator_cannot_touch_a_superuser(administrator, superuser):
    with Refused(PermissionDenied):
        change_roles(superuser, roles=[AUTHOR], by=administrator)


def test_unknown_role_is_refused(administrator, author):
    with Refused(ValidationError, "King"):
        change_roles(author, roles=["King"], by=administrator)


def test_an_administrator_is_made_of_somebody_who_has_signed_in(administrator, author):
    change_roles(author, roles=[AUTHOR, ADMINISTRATOR], by=administrator)
    assert fresh(author).roles == {AUTHOR, ADMINISTRATOR}


def test_somebody_who_has_not_accepted_yet_is_not_made_an_administrator(administrator):
    newcomer = invited(administrator).user
    with Refused(PermissionDenied, "An invitation cannot carry this role"):
        change_roles(newcomer, roles=[AUTHOR, ADMINISTRATOR], by=administrator)


def test_the_last_administrator_keeps_the_role(administrator, superuser):
    User.objects.filter(pk=superuser.pk).update(is_superuser=False)
    superuser.groups.set([])
    second = person("ivo", ADMINISTRATOR, is_staff=True)
    change_roles(administrator, roles=[AUTHOR], by=second)
    stale = User(pk=administrator.pk, is_active=True)
    stale.__dict__["roles"] = frozenset({ADMINISTRATOR})
    with Refused(PermissionDenied):
        change_roles(second, roles=[AUTHOR], by=stale)
    assert User.objects.managers().get() == second


def test_a_superuser_cannot_shut_out_everybody_who_manages(administrator, superuser):
    """The superuser counts as somebody who manages, so that the last administrator may go while there is one."""
    deactivate(administrator, by=superuser, reason="Gone.")
    assert list(User.objects.managers()) == [superuser]


@pytest.mark.parametrize(
    ("roles", "open_ones"),
    [([EDITOR, AUDITOR], {"own", "other"}), ([AUTHOR], {"own"}), ([AUDITOR], set()), ([], set())],
)
def test_share_links_are_revoked_with_the_right_to_share(administrator, editor, author, roles, open_ones):
    articles = {"own": make.article("Ports", by=editor), "other": make.article("Prisons", by=author)}
    links = {name: share(article, by=editor, for_whom="Dr Rojas") for name, article in articles.items()}
    share(articles["other"], by=author, for_whom="Somebody else")
    change_roles(editor, roles=roles, by=administrator)
    assert {name for name, link in links.items() if opens(link)} == open_ones
    ended = Event.objects.filter(act="revoke_share", by_name="irene").values_list("detail__link", flat=True)
    assert set(ended) == {links[name].pk for name in links.keys() - open_ones}
    change_roles(editor, roles=[EDITOR], by=administrator)
    assert {name for name, link in links.items() if opens(link)} == open_ones


def test_unrevoked_share_link_of_somebody_without_the_right_opens_nothing(author):
    link = share(make.article("Ports", by=author), by=author, for_whom="Dr Rojas")
    assert opens(link)
    author.groups.clear()
    assert not opens(link)
    assert not ShareLink.objects.get().revoked_at
