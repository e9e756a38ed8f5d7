"""The page on which people are invited."""

import re

import pytest

from briefings.accounts.actions.invitations import resend_invitation
from briefings.accounts.models import Invitation, User
from briefings.accounts.password_links import link_of
from briefings.mail.models import Mail
from briefings.roles import ADMINISTRATOR, AUTHOR, EDITOR

from .scenes import everything

PAGE = "/admin/briefings/user/invite/"
ONE = {"email": "berta@example.org", "name": "Berta Ruiz", "language": "es", "roles": [AUTHOR, EDITOR]}
LINES = {"lines": "ana@example.org, Ana, Author\nbea@example.org, Bea, Editor", "language_of_all": "es"}


@pytest.fixture
def desk(administrator, signed_in):
    return signed_in(administrator)


def test_one_person_is_invited_and_mailed(desk, sent_mails):
    answer = desk.post(PAGE, ONE)
    person = User.objects.get(username="berta")
    assert answer.url == f"/admin/briefings/user/{person.pk}/change/"
    assert person.roles == {AUTHOR, EDITOR}
    assert [message.to for message in sent_mails()] == [["berta@example.org"]]
    assert "berta@example.org" in desk.get(answer.url).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"email": "berta"}, {"email": "irene@example.org"}, {"name": ""}, {"roles": []}, {"roles": ["King"]}]
)
def test_form_with_errors_keeps_its_input(desk, wrong):
    before = everything()
    answer = desk.post(PAGE, ONE | wrong)
    assert answer.status_code == 200
    assert "Nobody was invited" in answer.content.decode()
    assert everything() == before


def test_administrator_role_is_neither_offered_nor_accepted(desk):
    offered = [role for role, _words in desk.get(PAGE).context["one_form"].fields["roles"].choices]
    assert AUTHOR in offered and ADMINISTRATOR not in offered
    desk.post(PAGE, ONE | {"roles": [ADMINISTRATOR]})
    assert not User.objects.filter(username="berta").exists()


def test_pasted_lines_are_previewed_first(desk, sent_mails):
    before = everything()
    html = desk.post(PAGE, LINES | {"_look": "1"}).content.decode()
    assert "Nobody is invited yet" in html and "bea@example.org" in html and "Invite these 2 people" in html
    assert everything() == before
    answer = desk.post(PAGE, LINES | {"_confirm": "1"})
    assert answer.url == "/admin/briefings/user/"
    assert User.objects.filter(username__in=["ana", "bea"], language="es").count() == len(sent_mails()) == 2


def test_each_field_has_a_name_and_a_label_of_its_own(desk):
    html = desk.get(PAGE).text
    names = re.findall(r'<(?:select|textarea|input type="(?:text|email)")[^>]* name="(\w+)"', html)
    labels = re.findall(r"<label for=[^>]*>([^<]+)</label>", html)
    assert {"language", "language_of_all"} < set(names)
    assert len(set(names)) == len(names) and len(set(labels)) == len(labels)


def test_lines_with_a_problem_are_not_confirmed(desk):
    before = everything()
    wrong = LINES | {"lines": LINES["lines"] + "\ncarla, Carla, Author", "_confirm": "1"}
    html = desk.post(PAGE, wrong).content.decode()
    assert "Line 3" in html
    assert everything() == before


def test_invitation_whose_mail_failed_is_marked_in_the_list(desk, monkeypatch, sent_mails):
    desk.post(PAGE, ONE)
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", broken)
    sent_mails()
    assert "the mail could not be sent" in desk.get("/admin/briefings/user/").content.decode()


def broken(backend):
    raise TimeoutError


@pytest.mark.parametrize(("form", "names"), [(ONE, ["berta"]), (LINES | {"_confirm": "1"}, ["ana", "bea"])])
def test_without_a_mail_server_the_links_are_shown_once(desk, settings, form, names):
    settings.SENDS_MAIL = False
    assert "Each person gets a mail" not in desk.get(PAGE).text
    page = desk.post(PAGE, form, follow=True)
    assert not Mail.objects.exists()
    invitations = Invitation.objects.filter(user__username__in=names)
    assert [link_of(invitation) in page.text for invitation in invitations] == [True] * len(names)
    assert "This site sends no mail" in page.text
    again = desk.get(page.redirect_chain[-1][0])
    assert "/admin/invitation/" not in again.text


def test_link_is_shown_only_to_who_made_it(desk, settings, superuser, signed_in):
    settings.SENDS_MAIL = False
    answer = desk.post(PAGE, ONE)
    assert "/admin/invitation/" not in signed_in(superuser).get(answer.url).text
    person = User.objects.get(username="berta")
    resend_invitation(person, by=superuser)
    assert "/admin/invitation/" not in desk.get(answer.url).text  # somebody else has made the newest one


def test_input_is_escaped(desk):
    html = desk.post(PAGE, ONE | {"email": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html
    html = desk.post(PAGE, LINES | {"lines": 'a@example.org, <img src=x onerror="1">, Author'}).content.decode()
    assert "<img src=x" not in html


def test_part_that_was_not_sent_keeps_what_was_typed(desk):
    typed = ONE | LINES
    page = desk.post(PAGE, typed | {"email": "nobody", "_one": "1"})
    assert "ana@example.org, Ana, Author" in page.text and "Nobody was invited" in page.text
    page = desk.post(PAGE, typed | {"_look": "1"})
    assert 'value="berta@example.org"' in page.text and page.text.count(" checked") == len(ONE["roles"])
    assert not User.objects.filter(username__in=["berta", "ana"]).exists()


def test_part_that_was_not_sent_is_there_again_after_an_invitation(desk):
    desk.post(PAGE, ONE | LINES | {"_one": "1"})
    assert [person.username for person in User.objects.filter(username__in=["berta", "ana"])] == ["berta"]
    page = desk.get(PAGE).text
    assert "ana@example.org, Ana, Author" in page and 'value="berta@example.org"' not in page
    desk.post(PAGE, {"email": "carla@example.org", "name": "Carla", "language": "en"} | LINES | {"_confirm": "1"})
    page = desk.get(PAGE).text
    assert 'value="carla@example.org"' in page and LINES["lines"] not in page
    assert "carla@example.org" not in desk.get(PAGE).text, "once"
