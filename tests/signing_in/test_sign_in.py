"""Signing in: by user name or e-mail address, with one answer for who is known and who is not."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from briefings.accounts.actions.deactivation import deactivate
from briefings.history.models import Event
from tests.people import PASSWORD, person

from .scenes import LOGIN, enter_password, wrong_password

FORGOTTEN = "/admin/account/password/forgotten/"


@pytest.fixture
def hashes(monkeypatch):
    """One entry for each password that has been hashed."""
    made, encode = [], MD5PasswordHasher.encode

    def counted(self, password, salt):
        made.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return made


def said(answer, name):
    """The page without what is different each time: its token, its nonce, and the name that was typed."""
    text = answer.content.decode().replace(name, "…")
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)


@pytest.mark.parametrize("name", ["elena", "ELENA", "elena@example.org", "Elena@Example.org"])
def test_staff_sign_in_by_user_name_or_address(reader, editor, name):
    answer = reader.post(LOGIN, {"login": name, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert reader.get("/admin/").status_code == 200


def test_case_of_the_address_does_not_matter_wherever_it_was_typed(reader, db, sent_mails):
    berta = person("berta", is_staff=True)
    berta.email = "Berta@Example.org"
    berta.save()
    assert reader.post(LOGIN, {"login": "berta@example.org", "password": PASSWORD}).status_code == 302
    Client().post(FORGOTTEN, {"email": "BERTA@example.org"})
    assert [one.to for one in sent_mails()] == [["Berta@Example.org"]]


def test_form_opened_before_signing_in_anew_is_refused_with_what_to_do(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    answer = client.post("/admin/briefings/topic/add/", {"name_en": "Ports"})
    assert answer.status_code == 403
    assert "opened before you last signed in" in answer.content.decode()


def test_administration_leads_to_the_sign_in_page_and_back(reader, editor):
    wanted = "/admin/briefings/article/?q=ports"
    answer = reader.get(wanted, follow=True)
    assert answer.redirect_chain[-1][0].startswith(LOGIN)
    assert enter_password(editor, reader, next=wanted)[1].url == wanted


def test_nobody_is_led_to_another_site(reader, editor):
    assert "evil.example" not in reader.get("/admin/login/?next=https://evil.example/").url
    assert enter_password(editor, reader, next="https://evil.example/")[1].url == "/admin/"


def test_old_address_of_the_login_takes_no_password(reader, editor):
    reader.post("/admin/login/", {"username": "elena", "password": PASSWORD})
    assert reader.get("/admin/").status_code == 302


@pytest.mark.parametrize("name", ["elena", "elena@example.org"])
def test_wrong_password_and_unknown_name_get_the_same_response(reader, editor, name):
    unknown = name.replace("elena", "nadie")
    pages = [said(reader.post(LOGIN, {"login": one, "password": wrong_password()}), one) for one in (name, unknown)]
    assert pages[0] == pages[1]
    assert "The name or the password is not right." in pages[0]


@pytest.mark.parametrize(
    "name", ["elena", "elena@example.org", "nadie", "nadie@example.org", "closed", "closed@example.org", "invited"]
)
def test_exactly_one_password_is_hashed_whoever_is_named(reader, editor, hashes, name):
    person("closed", is_active=False)
    invited = person("invited")
    invited.set_unusable_password()
    invited.save()
    hashes.clear()
    reader.post(LOGIN, {"login": name, "password": wrong_password()})
    assert len(hashes) == 1


def test_deactivated_account_is_revealed_only_with_its_password(reader, db):
    closed = person("closed", is_staff=True, is_active=False)
    assert "not right" in enter_password(closed, reader, wrong_password())[1].content.decode()
    answer = enter_password(closed, reader)[1]
    assert answer.url == "/admin/account/inactive/"
    assert "An administrator can open it again" in reader.get(answer.url).content.decode()
    assert reader.get("/admin/").status_code == 302


def test_account_without_staff_status_is_refused_without_a_redirect_loop(reader, db):
    enter_password(person("outsider"), reader)
    answer = reader.get("/admin/", follow=True)
    assert answer.status_code == 403
    assert "not let into the administration" in answer.content.decode()


def test_nobody_signs_themselves_up_and_nobody_manages_addresses():
    for name in ("account_signup", "account_email", "account_set_password", "socialaccount_login"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_rows_of_signing_in_have_no_pages_in_the_administration():
    assert not {"account", "mfa", "usersessions"} & {model._meta.app_label for model in admin.site._registry}


def test_forgotten_password_is_answered_alike_and_mail_goes_only_to_who_is_known(reader, editor, sent_mails):
    answers = [reader.post(FORGOTTEN, {"email": f"{name}@example.org"}, follow=True) for name in ("elena", "nadie")]
    assert said(answers[0], "elena") == said(answers[1], "nadie")
    assert [one.to for one in sent_mails()] == [["elena@example.org"]]


def test_unknown_address_costs_the_same_statements(reader, editor, db):
    """So that the time of the response does not tell whether the account exists."""
    statements = []
    for name in ("elena", "nadie"):
        with CaptureQueriesContext(connection) as queries:
            reader.post(FORGOTTEN, {"email": f"{name}@example.org"})
        sql = [re.sub(r"'[^']*'|\d+|NULL", "?", query["sql"]) for query in queries]
        statements.append([one for one in sql if not re.search("SAVEPOINT|briefings_cache", one)])
    assert statements[0] == statements[1]
    assert any('INTO "briefings_mail"' in sql for sql in statements[0])


def test_forgotten_password_sends_no_mail_to_an_account_without_one(reader, sent_mails, db):
    invited = person("invited", is_staff=True)
    invited.set_unusable_password()
    invited.save()
    reader.post(FORGOTTEN, {"email": "invited@example.org"})
    assert sent_mails() == []


def reset_link(message, settings):
    link = re.search(r"https?://\S+", message.body)[0]
    assert link.startswith(f"{settings.SITE_URL}/admin/account/password/new/")
    return link.removeprefix(settings.SITE_URL)


def test_link_sets_a_new_password_once_and_ends_all_sessions(reader, editor, sent_mails, settings, signed_in):
    elsewhere = signed_in(editor)
    reader.post(FORGOTTEN, {"email": "elena@example.org"}, headers={"Host": "testserver"})
    link = reset_link(sent_mails()[0], settings)
    form = reader.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    reader.post(address, {"password1": "seven green lamps", "password2": "seven green lamps"})
    assert elsewhere.get("/admin/").status_code == 302
    assert enter_password(editor, password="seven green lamps")[1].url == "/admin/"
    assert "no longer works" in Client().get(link).content.decode()


def test_link_to_a_closed_account_sets_no_password(reader, editor, administrator, sent_mails, settings):
    reader.post(FORGOTTEN, {"email": "elena@example.org"})
    reader.post(FORGOTTEN, {"email": "elena@example.org"})
    unopened, opened = (reset_link(message, settings) for message in sent_mails())
    address = reader.get(opened, follow=True).redirect_chain[-1][0]
    deactivate(editor, by=administrator, reason="Gone.")
    assert "no longer works" in Client().get(unopened).content.decode()
    answer = reader.post(address, {"password1": "seven green lamps", "password2": "seven green lamps"})
    assert "no longer works" in answer.content.decode()
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)
    assert not Event.objects.filter(act="set_password").exists()


@pytest.mark.parametrize("short_or_common", ["twelve", "password1234", "elena@example"])
def test_new_password_is_long_and_not_common(reader, editor, sent_mails, settings, short_or_common):
    reader.post(FORGOTTEN, {"email": "elena@example.org"})
    address = reader.get(reset_link(sent_mails()[0], settings), follow=True).redirect_chain[-1][0]
    answer = reader.post(address, {"password1": short_or_common, "password2": short_or_common})
    assert answer.context["form"].errors["password1"]


def test_mail_is_plain_and_in_the_persons_language(reader, sent_mails, db):
    person("berta", is_staff=True, language="es")
    reader.post(FORGOTTEN, {"email": "berta@example.org"}, headers={"Accept-Language": "en"})
    message = sent_mails()[0]
    assert message.content_subtype == "plain"
    assert "\n" not in message.subject and message.subject


def test_without_a_mail_server_the_page_says_whom_to_ask(reader, db, settings):
    settings.SENDS_MAIL = False
    page = reader.get(FORGOTTEN).text
    assert "Ask an administrator" in page and 'type="email"' not in page


def test_sign_in_pages_cost_few_queries(reader, db, django_assert_num_queries):
    for page in (LOGIN, FORGOTTEN):
        with django_assert_num_queries(0):
            assert reader.get(page).status_code == 200
