"""Shutting accounts and opening them again; accounts that nobody uses."""

import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from briefings.accounts.actions.deactivation import deactivate, reactivate, suspend_unused
from briefings.accounts.actions.invitations import resend_invitation, revoke_invitation, send_password_link
from briefings.accounts.models import Invitation, User
from briefings.history.models import Event
from briefings.roles import ADMINISTRATOR, AUTHOR, EDITOR
from briefings.sharing.models import ShareLink
from briefings.signing_in.sessions import NOTED_EVERY, SEEN
from tests import make
from tests.people import person

from .scenes import Refused, invited

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def fresh(user):
    return User.objects.get(pk=user.pk)


def used(user, days):
    moment = timezone.now() - datetime.timedelta(days=days)
    User.objects.filter(pk=user.pk).update(last_login=moment, date_joined=moment)
    return fresh(user)


@pytest.fixture
def share_link(author):
    return ShareLink.objects.create(
        article=make.article("Ports", by=author), for_whom="Ministry", created_by=author, created_at=NOW,
        expires_at=NOW + datetime.timedelta(days=3),
    )  # fmt: skip


def test_deactivation_ends_sessions_at_once(administrator, author, signed_in):
    client = signed_in(author)
    assert client.get("/admin/").status_code == 200
    session = client.session.session_key
    deactivate(author, by=administrator, reason="Left us.")
    assert client.get("/admin/").status_code == 302
    assert not client.session.exists(session)
    assert fresh(author).roles == frozenset()
    assert Event.objects.get(act="deactivate").detail == {"reason": "Left us."}


def test_sessions_of_others_go_on(administrator, author, editor, signed_in):
    client = signed_in(editor)
    deactivate(author, by=administrator, reason="Left us.")
    assert client.get("/admin/").status_code == 200


def test_deactivation_revokes_share_links(administrator, author, share_link):
    assert ShareLink.objects.usable().get() == share_link
    deactivate(author, by=administrator, reason="Left us.")
    share_link.refresh_from_db()
    assert share_link.revoked_at
    event = Event.objects.get(act="revoke_share")
    assert (event.by_name, event.target_id) == ("irene", share_link.article_id)


def test_unrevoked_share_link_of_a_deactivated_account_opens_nothing(author, share_link):
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert not ShareLink.objects.usable().exists()


def test_deactivation_revokes_the_open_password_link(administrator, author):
    send_password_link(author, by=administrator)
    deactivate(author, by=administrator, reason="Left us.")
    assert Invitation.objects.get(user=author).revoked_at


def test_articles_stay_under_the_persons_name(administrator, author, share_link):
    deactivate(author, by=administrator, reason="Left us.")
    assert fresh(author).articles.count() == 1


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_deactivating_needs_a_reason(administrator, author, reason):
    with Refused(ValidationError, code="required"):
        deactivate(author, by=administrator, reason=reason)


def test_nobody_deactivates_themselves(administrator):
    person("ivo", ADMINISTRATOR, is_staff=True)
    with Refused(PermissionDenied):
        deactivate(administrator, by=administrator, reason="Enough.")


def test_deactivated_account_is_not_deactivated_again(administrator, author):
    deactivate(author, by=administrator, reason="Left us.")
    with Refused(ValidationError, code="inactive"):
        deactivate(author, by=administrator, reason="Left us.")


def test_deactivated_administrator_deactivates_nobody(administrator, author, superuser):
    assert administrator.roles
    deactivate(fresh(administrator), by=superuser, reason="Left us.")
    with Refused(PermissionDenied):
        deactivate(author, by=administrator, reason="Revenge.")


def test_reactivated_person_has_their_roles_and_chooses_a_new_password(administrator, author):
    deactivate(author, by=administrator, reason="Left us.")
    invitation = reactivate(author, by=administrator)
    again = fresh(author)
    assert again.roles == {AUTHOR} and not again.has_usable_password()
    assert invitation.is_open()


def test_returning_administrator_whose_link_ran_out_is_sent_another(administrator):
    second = person("ivo", ADMINISTRATOR, is_staff=True)
    deactivate(second, by=administrator, reason="Away for a year.")
    first = reactivate(fresh(second), by=administrator)
    again = resend_invitation(fresh(second), by=administrator)
    assert again.is_open() and again.nonce != first.nonce
    revoke_invitation(fresh(second), by=administrator)
    assert resend_invitation(fresh(second), by=administrator).is_open()


def test_administrator_who_never_signed_in_gets_no_link_from_another(administrator, superuser):
    newcomer = invited(superuser, roles=[ADMINISTRATOR]).user
    with Refused(PermissionDenied):
        resend_invitation(newcomer, by=administrator)
    revoke_invitation(newcomer, by=administrator)
    with Refused(PermissionDenied):
        resend_invitation(fresh(newcomer), by=administrator)
    resend_invitation(fresh(newcomer), by=superuser)


def test_account_without_a_password_is_invited_again_not_reactivated(administrator):
    newcomer = invited(administrator).user
    with Refused(ValidationError, code="invited"):
        deactivate(newcomer, by=administrator, reason="Never came.")
    revoke_invitation(newcomer, by=administrator)
    with Refused(ValidationError, code="uninvited"):
        reactivate(fresh(newcomer), by=administrator)


def test_active_account_is_not_reactivated(administrator, author):
    with Refused(ValidationError, code="active"):
        reactivate(author, by=administrator)


def test_unused_accounts_were_not_used_for_45_days(author, editor, analyst, administrator):
    used(author, 46), used(editor, 44)
    assert list(User.objects.unused()) == [author]
    assert list(User.objects.unused(timezone.now() + datetime.timedelta(days=50))) == [
        author,
        editor,
        analyst,
        administrator,
    ]


def test_invited_and_deactivated_accounts_do_not_count_as_unused(author, administrator):
    for somebody in (author, administrator):
        used(somebody, 100)
    User.objects.filter(pk=author.pk).update(is_active=False)
    administrator.set_unusable_password()
    administrator.save()
    assert not User.objects.unused().exists()


def test_recently_set_password_counts_as_use(author, administrator):
    used(author, 100)
    link = send_password_link(author, by=administrator)
    Invitation.objects.filter(pk=link.pk).update(accepted_at=timezone.now())
    assert not User.objects.unused().exists()


def test_open_session_counts_as_use(author, administrator, signed_in):
    """However long ago they signed in: what counts is the last page that they asked for."""
    client = signed_in(author)
    used(author, 100)
    session = client.session
    session[SEEN] -= 2 * NOTED_EVERY
    session.save()
    assert list(User.objects.unused()) == [author]
    client.get("/admin/")
    assert not User.objects.unused().exists()
    assert (suspend_unused(), fresh(author).is_active) == (([], None), True)


def test_command_suspends_and_lists_the_accounts(author, editor, administrator, share_link):
    used(author, 60), used(editor, 50)
    out = io.StringIO()
    call_command("suspend_unused", stdout=out)
    assert "amaya" in out.getvalue() and "elena" in out.getvalue() and "irene" not in out.getvalue()
    assert not fresh(author).is_active and not fresh(editor).is_active and fresh(administrator).is_active
    event = Event.objects.filter(act="suspend").first()
    assert (event.by_id, event.by_name) == (None, "system")
    assert "reason" in event.detail
    share_link.refresh_from_db()
    assert share_link.revoked_at


def test_dry_run_lists_the_accounts_and_changes_nothing(author, administrator):
    used(author, 60)
    out = io.StringIO()
    call_command("suspend_unused", "--dry-run", stdout=out)
    assert "amaya" in out.getvalue()
    assert fresh(author).is_active and not Event.objects.exists()


def test_command_reports_that_no_account_is_unused(administrator):
    out = io.StringIO()
    call_command("suspend_unused", stdout=out)
    assert "Nobody" in out.getvalue()


def test_command_does_not_suspend_everybody(author, administrator):
    with pytest.raises(CommandError):
        call_command("suspend_unused", "--days", "0")
    assert fresh(author).is_active


def test_most_recently_used_administrator_is_not_suspended(administrator, author):
    second = person("ivo", ADMINISTRATOR, is_staff=True)
    used(administrator, 50), used(second, 60), used(author, 70)
    out = io.StringIO()
    call_command("suspend_unused", stdout=out)
    assert fresh(administrator).is_active
    assert not fresh(second).is_active and not fresh(author).is_active
    assert "irene" in out.getvalue()


def test_administrator_suspends_all_but_accounts_for_recovery(administrator, superuser, author):
    used(superuser, 100), used(author, 100)
    people, kept = suspend_unused(by=administrator)
    assert (people, kept) == ([author], None)
    assert fresh(superuser).is_active


def test_only_those_who_manage_people_suspend(editor, author):
    used(author, 100)
    with Refused(PermissionDenied):
        suspend_unused(by=editor)


def test_reactivated_account_is_not_suspended_again(author, administrator):
    used(author, 100)
    suspend_unused()
    reactivate(fresh(author), by=administrator)
    assert suspend_unused() == ([], None)
    assert EDITOR not in fresh(author).roles
