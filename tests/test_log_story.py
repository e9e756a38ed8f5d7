"""A story with an invitation, sign-ins, a draft's link, mistyped addresses and an error: its log names no secret."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from briefings.accounts.models import User
from briefings.articles import views
from briefings.roles import AUTHOR
from briefings.sharing.actions import share, token_of
from tests import make

from .accounts.scenes import invited, last_link
from .log_secrets import watched_log

PASSWORD, WRONG = "four lamps on the quay", "fvor lamps on the quay"
READER = "127.0.0.1"  # of the test's client


@pytest.fixture
def log():
    with watched_log() as (log, secrets):
        secrets.passwords |= {PASSWORD, WRONG}
        yield log, secrets


def mistyped(path):
    """The address in ways that programs break it."""
    return [path.rstrip("/"), path[:-4], path + "x", path.upper(), "/en" + path, path.replace("/", "//"), path + "?x=1"]


def newcomer_comes(administrator, sent_mails):
    invited(administrator, roles=[AUTHOR])
    link, newcomer = last_link(), Client(raise_request_exception=False)
    for path in [link, *mistyped(link)]:
        newcomer.get(path)
    newcomer.post(link, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    newcomer.get(link)
    newcomer.post("/admin/account/login/", {"login": "berta@example.org", "password": WRONG})
    newcomer.post("/admin/account/login/", {"login": PASSWORD, "password": PASSWORD})
    newcomer.post("/admin/account/login/", {"login": "berta@example.org", "password": PASSWORD})
    Client().post("/admin/account/password/forgotten/", {"email": "berta@example.org"})
    link = sent_mails()[-1].body.split(settings.SITE_URL)[1].split()[0]
    for path in [link, *mistyped(link)]:
        newcomer.get(path)
    return User.objects.get(username="berta"), newcomer


def draft_is_shared(author):
    link = share(make.article("Ports", by=author), by=author, for_whom="Ana of the port authority")
    path, reader = reverse("shared-en", args=[token_of(link)]), Client(raise_request_exception=False)
    for address in [path, *mistyped(path), path + "0" * 64 + ".jpg"]:
        reader.get(address, headers={"Referer": f"https://mail.example/?{path}"})
        reader.put(address)
    reader.post(path, {"name": "Ana", "text": "Who?"})


def pages_fail(newcomer, monkeypatch):
    def fails(*arguments):
        secret = PASSWORD
        raise RuntimeError(f"no page for berta@example.org: {len(secret)}")

    newcomer.get("/en/nothing/?mail=berta@example.org")
    newcomer.get("/en/", headers={"Host": "evil.example"})
    newcomer.get("/admin/briefings/user/")
    newcomer.post("/admin/account/login/", headers={"Origin": "https://evil.example"})
    monkeypatch.setattr(views, "find", fails)
    return newcomer.get("/en/briefings/ports/?informer=zunzuncito")


def test_story_leaves_no_secret_in_the_log(log, administrator, sent_mails, monkeypatch, settings):
    text, secrets = log
    berta, newcomer = newcomer_comes(administrator, sent_mails)
    draft_is_shared(berta)
    answer = pages_fail(newcomer, monkeypatch)
    assert answer.status_code == 500
    lines = text.getvalue().splitlines()
    assert answer.headers["X-Request-ID"] in lines[-1] and "RuntimeError" in lines[-1]
    assert f"Signed in: account {berta.pk}" in text.getvalue()
    for words in ("/shared/…", "/invitation/…", "/password/new/…", "Invalid HTTP_HOST", "Sign-in failed (password)"):
        assert words in text.getvalue(), words
    assert {PASSWORD, "berta@example.org", "irene@example.org"} < secrets.passwords | secrets.emails
    assert len(secrets.tokens) > 3
    assert secrets.found_in(text.getvalue()) == []
    assert READER not in text.getvalue()
    for word in ("berta@", "zunzuncito", "mail.example", "Ana of", "Traceback"):
        assert word not in text.getvalue(), word


def test_search_finds_what_would_be_logged(log, author):
    _text, secrets = log
    author.set_password(PASSWORD)
    author.save()
    path = reverse("shared-en", args=[token_of(share(make.article("Ports", by=author), by=author, for_whom="Ana"))])
    for secret in (path, author.email, PASSWORD, "192.0.2.7"):
        assert secrets.found_in(f"Not Found: {secret}") != [], secret
