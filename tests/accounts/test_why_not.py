"""Why somebody cannot do an act to an account just now: the reason that its page gives is the one of the act."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from briefings.accounts.actions.deactivation import deactivate, reactivate
from briefings.accounts.actions.invitations import revoke_invitation
from briefings.accounts.acts import OFFERED
from briefings.accounts.acts.conditions import Attempt
from briefings.accounts.models import User
from briefings.lib.acts import why_not
from briefings.roles import ADMINISTRATOR, AUTHOR
from tests.people import person

from ..signing_in.scenes import with_app
from .scenes import invited
from .test_who_may import ACTS, PEOPLE, cast  # noqa: F401 (cast is a fixture)

pytestmark = pytest.mark.django_db


def _colleague(people):
    return person("tomas", AUTHOR, is_staff=True)


def _with_app(people):
    with_app(colleague := _colleague(people))
    return colleague


def _shut(people):
    return deactivate(_colleague(people), by=people["superuser"], reason="Gone.")


def _back(people):
    return reactivate(_shut(people), by=people["superuser"]).user


def _uninvited(people):
    return revoke_invitation(invited(people["superuser"]).user, by=people["superuser"]).user


SITUATIONS = {
    "a colleague": _colleague,
    "with a second factor": _with_app,
    "shut": _shut,
    "opened again": _back,
    "invited": lambda people: invited(people["superuser"]).user,
    "invitation taken back": _uninvited,
    "an administrator": lambda people: people["administrator"],
    "a superuser": lambda people: people["superuser"],
}


def words(error):
    return error.messages if isinstance(error, ValidationError) else [str(error)]


def outcome(act, whom, by):
    """What the act raises, or None where it is done; nothing is kept."""
    try:
        with transaction.atomic():
            ACTS[act][1](whom, by)
            transaction.set_rollback(True)
    except (PermissionDenied, ValidationError) as error:
        return error
    return None


@pytest.mark.parametrize("situation", SITUATIONS)
def test_reason_that_is_given_is_the_reason_for_which_the_act_refuses(situation, cast):  # noqa: F811
    whom = SITUATIONS[situation](cast)
    for name in PEOPLE:
        for act in OFFERED:
            reason = why_not(act, Attempt(cast[name], User.objects.get(pk=whom.pk)))
            happened = outcome(act.name, User.objects.get(pk=whom.pk), cast[name])
            assert (reason is None) == (happened is None), (act, name, happened)
            if reason:
                assert (type(happened), words(happened)) == (type(reason), words(reason)), (act, name)


def page_of(client, whom, act, status=403):
    response = client.get(f"/admin/briefings/user/{whom.pk}/acts/{act}/")
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_on_ones_own_account_others_are_named(administrator, signed_in):
    client = signed_in(administrator)
    person("ivo", ADMINISTRATOR, is_staff=True)
    page = page_of(client, administrator, "deactivate")
    assert "Nobody deactivates their own account; somebody else has to." in page
    assert "These people can do it: Ivo." in page and "Nobody else can manage people yet" not in page
    assert f'<a href="/admin/briefings/user/{administrator.pk}/change/">Back to the account</a>' in page


@pytest.mark.parametrize("act", ["change_roles", "deactivate"])
def test_only_administrator_is_told_to_make_another_one_first(act, administrator, signed_in):
    page = page_of(signed_in(administrator), administrator, act)
    assert "Nobody else can manage people yet: make somebody else an administrator first." in page


def test_account_for_recovery_names_those_who_have_one(administrator, superuser, signed_in):
    page = page_of(signed_in(administrator), superuser, "change_roles")
    assert "This account is for recovery." in page and "These people can do it: Root." in page


@pytest.mark.parametrize(
    ("situation", "act", "reason"),
    [
        ("shut", "deactivate", "This account is deactivated already."),
        ("shut", "change_roles", "This account is deactivated. Reactivate it instead."),
        ("a colleague", "reactivate", "This account is active already."),
        ("a colleague", "resend_invitation", "Tomas has set a password already."),
        ("a colleague", "revoke_invitation", "No invitation of this person is open."),
        ("a colleague", "reset_second_factor", "Tomas has no second factor."),
        ("invited", "send_password_link", "This person has no password yet. Send the invitation again instead."),
        ("invited", "deactivate", "This person has not come yet. Take the invitation back instead."),
        ("invitation taken back", "reactivate", "The invitation was taken back. Send it again instead."),
    ],
)
def test_page_shows_the_state_and_an_alternative(situation, act, reason, cast, signed_in):  # noqa: F811
    whom = SITUATIONS[situation](cast)
    page = page_of(signed_in(cast["administrator"]), whom, act)
    assert "<h1>This cannot be done now</h1>" in page and reason in page


def test_outdated_page_shows_the_refusal_beside_the_input(administrator, author, signed_in):
    deactivate(author, by=administrator, reason="Left us.")
    address = f"/admin/briefings/user/{author.pk}/acts/deactivate/"
    answer = signed_in(administrator).post(address, {"reason": "Not seen for a year."})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This account is deactivated already." in page and "Not seen for a year." in page
