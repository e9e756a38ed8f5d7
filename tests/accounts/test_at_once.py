"""Several who act on people at the same moment: somebody who manages people always remains."""

import datetime

import pytest
from django.utils import timezone

from briefings.accounts.actions.account import change_roles
from briefings.accounts.actions.deactivation import deactivate, suspend_unused
from briefings.accounts.actions.invitations import accept_invitation, invite, revoke_invitation
from briefings.accounts.models import User
from briefings.accounts.password_links import token_of
from briefings.history.models import Event
from briefings.roles import ADMINISTRATOR, AUTHOR
from tests.at_once import at_once
from tests.people import person

from .scenes import invited

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def managers(real_commits):
    return [person(f"admin{number}", ADMINISTRATOR, is_staff=True) for number in range(4)]


def in_a_ring(managers, act):
    """Each does it to the next one."""
    pairs = zip(managers, [*managers[1:], managers[0]], strict=True)
    return [lambda by=by, whom=whom: act(whom, by) for by, whom in pairs]


@pytest.mark.parametrize("how_many", [2, 4])
@pytest.mark.parametrize(
    "act",
    [
        lambda whom, by: deactivate(whom, by=by, reason="You first."),
        lambda whom, by: change_roles(whom, roles=[AUTHOR], by=by),
    ],
    ids=["deactivate", "change_roles"],
)
def test_administrators_who_deactivate_each_other_at_once_leave_one(act, how_many, managers):
    for other in managers[how_many:]:
        deactivate(other, by=managers[0], reason="Before.")
    ring = managers[:how_many]
    for one in ring:
        assert one.roles  # as each request has read them before the other one acts
    done, refusals, failures = at_once(*in_a_ring(ring, act))
    assert failures == []
    assert len(done) + len(refusals) == how_many
    assert User.objects.managers().count() == how_many - len(done) >= 1


def test_suspending_twice_at_once_leaves_one(managers):
    ago = timezone.now() - datetime.timedelta(days=90)
    User.objects.update(last_login=ago, date_joined=ago)
    done, refusals, failures = at_once(*[suspend_unused] * 4)
    assert (len(done), refusals, failures) == (4, [], [])
    assert User.objects.managers().count() == 1
    assert Event.objects.filter(act="suspend").count() == 3


def test_the_same_address_is_invited_once(managers):
    def one(by):
        return lambda: invite(email="new@example.org", name="New", roles=[AUTHOR], language="en", by=by)

    done, refusals, failures = at_once(*(one(by) for by in managers))
    assert (len(done), len(refusals), failures) == (1, 3, [])
    assert User.objects.filter(email="new@example.org").count() == 1


def test_people_with_one_name_get_different_user_names(managers):
    def one(number):
        return lambda: invite(
            email=f"ana@{number}.example.org", name="Ana", roles=[AUTHOR], language="en", by=managers[number]
        )

    done, refusals, failures = at_once(*(one(number) for number in range(4)))
    assert (len(done), refusals, failures) == (4, [], [])
    assert set(User.objects.filter(first_name="Ana").values_list("username", flat=True)) == {
        "ana", "ana2", "ana3", "ana4",
    }  # fmt: skip


def test_link_used_concurrently_sets_one_password(managers):
    token = token_of(invited(managers[0]))

    def one(number):
        return lambda: accept_invitation(token, password=f"seven green lamps {number}")

    done, refusals, failures = at_once(*(one(number) for number in range(6)))
    assert (len(done), len(refusals), failures) == (1, 5, [])
    assert Event.objects.filter(act="accept_invitation").count() == 1


def test_link_revoked_while_it_is_used_is_either_revoked_or_used(managers):
    for number in range(5):
        invitation = invited(managers[0], email=f"new{number}@example.org")
        token = token_of(invitation)
        done, refusals, failures = at_once(
            lambda token=token: accept_invitation(token, password="seven green lamps"),
            lambda whom=invitation.user: revoke_invitation(whom, by=managers[1]),
        )
        assert (len(done), len(refusals), failures) == (1, 1, [])
        somebody = User.objects.get(pk=invitation.user_id)
        assert somebody.is_active == somebody.has_usable_password()
