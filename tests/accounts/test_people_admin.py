"""The pages of people: the list, an account, its acts, and what somebody who has left leaves behind."""

import datetime

import pytest
from django.utils import timezone

from briefings.accounts.actions.deactivation import deactivate
from briefings.accounts.actions.invitations import revoke_invitation
from briefings.accounts.models import Invitation, User
from briefings.accounts.password_links import link_of
from briefings.articles.actions import submit
from briefings.history.models import Event
from briefings.mail.models import Mail
from briefings.roles import ADMINISTRATOR, AUTHOR, EDITOR
from tests import make
from tests.people import PASSWORD, person

from ..signing_in.scenes import with_app
from .scenes import everything, invited, queries

LIST = "/admin/briefings/user/"


def url(user, page="change"):
    return f"{LIST}{user.pk}/{page}/"


def details(user, **more):
    """What the form of `user` posts."""
    names = ("username", "first_name", "last_name", "email", "language")
    return {name: getattr(user, name) for name in names} | more


@pytest.fixture
def desk(administrator, signed_in):
    return signed_in(administrator)


def text(answer):
    return answer.content.decode()


def test_list_shows_the_state_of_each_account(desk, administrator, author, editor, analyst):
    now = timezone.now()
    User.objects.filter(pk=editor.pk).update(
        last_login=now - datetime.timedelta(days=60), date_joined=now - datetime.timedelta(days=90)
    )
    deactivate(analyst, by=administrator, reason="Gone.")
    invited(administrator)
    revoke_invitation(invited(administrator, email="carla@example.org").user, by=administrator)
    late = invited(administrator, email="dora@example.org")
    Invitation.objects.filter(pk=late.pk).update(expires_at=now - datetime.timedelta(days=1))
    invited(administrator, email="eva@example.org")
    Mail.objects.filter(person__email="eva@example.org").update(attempts=1)
    html = text(desk.get(LIST))
    for words in (
        "Active", "Unused for 45 days", "Deactivated", "Invited until", "Invitation ran out", "Invitation taken back",
        "Invited, but the mail could not be sent", "never", "Author", "amaya@example.org",
    ):  # fmt: skip
        assert words in html, words


def test_list_and_page_say_who_has_a_second_factor(desk, author, editor):
    with_app(author)
    found = {one.username: one.has_factor for one in desk.get(LIST).context["cl"].result_list}
    assert found == {"amaya": True, "elena": False, "irene": False}
    assert desk.get(url(author)).context["factor"] == "yes"


def test_list_is_filtered_by_role_and_by_having_none(desk, author, reader):
    person("sofia", is_staff=True)
    page = desk.get("/admin/briefings/user/?groups__isnull=True")
    assert [one.username for one in page.context["cl"].result_list] == ["sofia"]
    choices = [choice["display"] for choice in page.context["cl"].filter_specs[1].choices(page.context["cl"])]
    assert choices == ["All", "Author", "Editor", "Analyst", "Administrator", "Auditor", "No role"]


@pytest.mark.parametrize(
    ("state", "names"),
    [("active", {"amaya", "irene"}), ("invited", {"berta"}), ("unused", {"elena"}), ("shut", {"nadia"})],
)
def test_list_is_filtered_by_state(state, names, desk, administrator, author, editor, analyst):
    ago = timezone.now() - datetime.timedelta(days=60)
    User.objects.filter(pk=editor.pk).update(last_login=ago, date_joined=ago)
    deactivate(analyst, by=administrator, reason="Gone.")
    invited(administrator)
    found = desk.get(f"{LIST}?state={state}").context["cl"].result_list
    assert {one.username for one in found} == names


def test_results_are_counted_only_where_something_was_asked(desk, author):
    assert "Show all" not in desk.get(LIST).text
    assert "1 result " in desk.get(LIST, {"q": author.username}).text


def test_list_costs_the_same_for_many(desk, administrator, author):
    few = queries(desk, LIST)
    for number in range(30):
        person(f"person{number}", AUTHOR, EDITOR, is_staff=True)
        invited(administrator, email=f"new{number}@example.org")
    assert queries(desk, LIST) == few <= 12


def test_names_and_address_are_changed_and_recorded(desk, author):
    answer = desk.post(url(author), details(author, last_name="Ruiz", email="Amaya.Ruiz@example.org"))
    assert answer.status_code == 302
    author.refresh_from_db()
    assert (author.last_name, author.email) == ("Ruiz", "amaya.ruiz@example.org")
    event = Event.objects.get(act="change_person")
    assert event.detail["changed"] == {
        "last_name": ["", "Ruiz"], "email": ["amaya@example.org", "amaya.ruiz@example.org"],
    }  # fmt: skip


def test_changed_address_sends_a_mail_to_the_former_one(desk, author, sent_mails):
    desk.post(url(author), details(author, email="other@example.org"))
    (message,) = sent_mails()
    assert message.to == ["amaya@example.org"]
    assert "other@example.org" in message.body


@pytest.mark.parametrize("address", ["elena@example.org", "ELENA@example.org"])
def test_two_accounts_never_share_an_e_mail_address(desk, author, editor, address):
    answer = desk.post(url(author), details(author, email=address))
    assert answer.context["adminform"].form.errors
    author.refresh_from_db()
    assert author.email == "amaya@example.org"


@pytest.mark.parametrize("name", ["\u0430maya", "elena\u200b", "e\u202elena", "Elena"])
def test_nobody_gets_a_user_name_that_only_looks_like_another(desk, author, editor, name):
    answer = desk.post(url(author), details(author, username=name))
    assert answer.status_code == 200
    author.refresh_from_db()
    assert author.username == "amaya"


def test_form_accepts_names_and_address_only(desk, author, administrator, signed_in):
    before = User.objects.filter(username="amaya").values().get() | {"groups": [AUTHOR]}
    forged = {
        "is_superuser": "on", "is_staff": "", "is_active": "", "user_permissions": ["1"], "password": "x",
        "groups": ["1", "2", "4"], "roles": [ADMINISTRATOR], "last_login": "2020-01-01", "date_joined": "2020-01-01",
    }  # fmt: skip
    assert desk.post(url(author), details(author) | forged).status_code == 302
    after = User.objects.filter(username="amaya").values().get()
    assert after | {"groups": [group.name for group in author.groups.all()]} == before
    assert not author.user_permissions.exists()


def test_accounts_are_not_added_by_hand_and_passwords_not_set_by_others(desk, superuser, signed_in, author):
    forged = {"password1": "seven green lamps", "password2": "seven green lamps", "usable_password": "true"}
    for client in (desk, signed_in(superuser)):
        assert client.get(f"{LIST}add/").status_code == 403
        assert client.post(f"{LIST}add/", details(author, username="x") | forged).status_code == 403
        client.post(url(author, "password"), forged)
    author.refresh_from_db()
    assert author.check_password(PASSWORD)


def test_account_is_never_deleted(desk, superuser, signed_in, author):
    for client in (desk, signed_in(superuser)):
        assert client.post(url(author, "delete"), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=author.pk).exists()


def test_administrator_cannot_change_a_superuser(desk, superuser):
    before = everything()
    assert desk.post(url(superuser), details(superuser, email="mine@example.org")).status_code == 403
    for act in ("change_roles", "send_password_link", "deactivate", "reactivate", "resend_invitation"):
        assert desk.get(url(superuser, f"acts/{act}")).status_code == 403
        assert desk.post(url(superuser, f"acts/{act}"), {"roles": [AUTHOR], "reason": "x"}).status_code in (200, 403)
    assert everything() == before


def test_page_offers_what_can_be_done_now(desk, administrator, author):
    newcomer = invited(administrator).user
    offered = {
        user.username: [path.split("/")[-2] for path, _words, _grave in desk.get(url(user)).context["person_acts"]]
        for user in (author, newcomer, administrator)
    }
    assert offered == {
        "amaya": ["change_roles", "send_password_link", "deactivate"],
        "berta": ["change_roles", "resend_invitation", "revoke_invitation"],
        "irene": [],
    }


def test_every_offered_act_opens_and_is_done(desk, administrator, author):
    newcomer = invited(administrator).user
    for user in (author, newcomer):
        for path, _words, _grave in desk.get(url(user)).context["person_acts"]:
            if path.endswith("/deactivate/"):
                continue
            assert desk.get(path).status_code == 200, path
            assert desk.post(path, {"roles": [EDITOR]}).status_code == 302, path
    assert desk.post(url(author, "acts/deactivate"), {"reason": "Left."}).status_code == 302
    assert desk.post(url(author, "acts/reactivate")).status_code == 302
    assert User.objects.get(pk=author.pk).roles == {EDITOR}


def test_act_that_is_not_possible_is_refused_with_a_reason(desk, author):
    assert desk.get(url(author, "acts/reactivate")).status_code == 403
    assert "active already" in text(desk.post(url(author, "acts/reactivate")))
    assert desk.get(url(author, "acts/nothing")).status_code == 404


def test_refused_act_keeps_the_input(desk, author):
    answer = desk.post(url(author, "acts/deactivate"), {"reason": ""})
    assert answer.status_code == 200
    assert "This was not done" in text(answer)


def test_link_for_a_new_password_is_shown_once_where_no_mail_is_sent(desk, author, settings):
    settings.SENDS_MAIL = False
    page = desk.post(url(author, "acts/send_password_link"), follow=True)
    assert link_of(Invitation.objects.get(user=author)) in text(page)
    assert "/admin/invitation/" not in text(desk.get(url(author)))


def test_deactivation_leads_to_reassigning_articles(desk, administrator, author, other_author, editor):
    draft = make.article("Ports", by=author)
    waiting = make.article("Roads", by=author)
    submit(waiting, by=author)
    answer = desk.post(url(author, "acts/deactivate"), {"reason": "Left."})
    assert answer.url == url(author, "articles")
    page = desk.get(answer.url)
    assert "Ports" in text(page) and "Roads" in text(page)
    done = desk.post(answer.url, {"articles": [draft.pk, waiting.pk], "to": other_author.pk})
    assert done.status_code == 302
    for article in (draft, waiting):
        article.workflow.refresh_from_db()
        assert article.workflow.owner == other_author
    assert Event.objects.filter(act="reassign").count() == 2
    assert "author of no article" in text(desk.get(answer.url))


def test_titles_of_an_active_author_are_not_shown(desk, author):
    article = make.article("Ports", by=author)
    answer = desk.get(url(author, "articles"))
    assert answer.status_code == 403 and "Ports" not in text(answer)
    desk.post(url(author, "articles"), {"articles": [article.pk], "to": author.pk})
    article.workflow.refresh_from_db()
    assert article.workflow.owner == author


def test_articles_are_given_only_to_those_who_may_write(desk, administrator, author, other_author, auditor):
    article = make.article("Ports", by=author)
    other = make.article("Roads", by=other_author)
    deactivate(author, by=administrator, reason="Left.")
    for forged in ({"articles": [article.pk], "to": auditor.pk}, {"articles": [other.pk], "to": administrator.pk}):
        assert desk.post(url(author, "articles"), forged).status_code == 200
    for one, owner in ((article, author), (other, other_author)):
        one.workflow.refresh_from_db()
        assert one.workflow.owner == owner


def test_reassign_page_costs_the_same_for_many(desk, administrator, author):
    make.article("Ports", by=author)
    deactivate(author, by=administrator, reason="Left.")
    few = queries(desk, url(author, "articles"))
    User.objects.filter(pk=author.pk).update(is_active=True)
    for number in range(12):
        make.article(f"More {number}", by=User.objects.get(pk=author.pk))
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert queries(desk, url(author, "articles")) == few <= 12
