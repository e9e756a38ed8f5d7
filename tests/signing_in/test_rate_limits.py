"""How often somebody may try: counted where every process sees it."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client

from briefings.accounts.models import User
from briefings.signing_in import known_browsers
from tests.people import PASSWORD

from .scenes import LOGIN, code_of, enter_code, enter_password, with_app, wrong_password

FORGOTTEN = "/admin/account/password/forgotten/"


def try_often(name, times=5):
    for _try in range(times):
        Client().post(LOGIN, {"login": name, "password": wrong_password()})


def test_after_five_wrong_passwords_the_right_one_waits_too(editor, author):
    try_often("elena")
    answer = enter_password(editor)[1]
    assert "Wait five minutes" in answer.content.decode()
    assert enter_password(author)[1].status_code == 302


def test_wrong_passwords_elsewhere_do_not_keep_out_of_a_browser_that_is_known(editor, author):
    browser = enter_password(editor)[0]
    cookie = browser.cookies[f"known-browser-{editor.pk}"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
    browser.post("/admin/account/logout/")
    try_often("elena", times=7)
    assert "Wait five minutes" in enter_password(editor)[1].content.decode()
    assert enter_password(editor, browser)[1].status_code == 302

    browser.post("/admin/account/logout/")
    for _try in range(5):
        browser.post(LOGIN, {"login": "elena", "password": wrong_password()})
    assert "Wait five minutes" in enter_password(editor, browser)[1].content.decode()


@pytest.mark.parametrize("forgery", ["", "x", "another", "expired"])
def test_only_a_cookie_of_this_account_makes_a_browser_known(editor, author, forgery, monkeypatch):
    browser = enter_password(author if forgery == "another" else editor)[0]
    browser.post("/admin/account/logout/")
    name = f"known-browser-{editor.pk}"
    if forgery == "another":
        browser.cookies[name] = browser.cookies[f"known-browser-{author.pk}"].value
    elif forgery == "expired":
        monkeypatch.setattr(known_browsers, "LONGEST", -1)
    else:
        browser.cookies[name] = forgery
    try_often("elena")
    assert "Wait five minutes" in enter_password(editor, browser)[1].content.decode()


def test_half_a_sign_in_makes_no_browser_known(editor, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    secret = with_app(editor)
    browser, _answer = enter_password(editor)
    assert f"known-browser-{editor.pk}" not in browser.cookies
    enter_code(browser, code_of(secret))
    assert f"known-browser-{editor.pk}" in browser.cookies


def test_unknown_name_has_the_same_limit(db):
    try_often("nadie")
    answer = Client().post(LOGIN, {"login": "nadie", "password": PASSWORD})
    assert "Wait five minutes" in answer.content.decode()


def test_attempts_are_counted_per_account(editor, settings):
    settings.ALLOWED_HOSTS = ["briefings.example"]
    for number in range(5):
        name = ["elena", "Elena@example.org"][number % 2]
        elsewhere = Client(REMOTE_ADDR=f"192.0.2.{number}", headers={"Host": f"briefings.example:{1000 + number}"})
        elsewhere.post(LOGIN, {"login": name, "password": wrong_password()})
    answer = enter_password(editor, Client(headers={"Host": "briefings.example"}))[1]
    assert "Wait five minutes" in answer.content.decode()


def test_successful_sign_ins_are_not_counted(editor):
    for _time in range(12):
        assert enter_password(editor)[1].status_code == 302


def test_attempts_are_limited_per_ip_address(editor):
    for number in range(10):
        try_often(f"name{number}", times=1)
    assert "Wait five minutes" in enter_password(editor)[1].content.decode()


in_the_database = pytest.mark.skipif(
    not isinstance(caches["default"], DatabaseCache), reason="CACHE_URL names another place."
)


@in_the_database
def test_attempts_are_counted_in_the_database_that_all_processes_share(editor):
    try_often("elena")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM briefings_cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] >= 2
        cursor.execute("DELETE FROM briefings_cache")
    assert enter_password(editor)[1].status_code == 302


@in_the_database
def test_names_are_not_in_what_is_counted(editor):
    try_often("elena@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM briefings_cache")
        assert not any("elena" in key for (key,) in cursor.fetchall())


@pytest.mark.parametrize("language", ["en", "es"])
def test_page_for_too_many_attempts_has_the_admin_layout(db, settings, language):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client(headers={"Accept-Language": language})
    for _try in range(2):
        answer = client.post(LOGIN, {"login": "x", "password": "y"})
    assert answer.status_code == 429
    assert "account.css" in answer.content.decode()
    assert {"en": "Ecuador security briefings", "es": "Informes de seguridad"}[language] in answer.content.decode()
    assert answer.headers["Content-Language"] == language


def test_password_mails_are_rate_limited(editor):
    answers = [Client().post(FORGOTTEN, {"email": "elena@example.org"}).status_code for _time in range(6)]
    assert answers == [302] * 5 + [429]


@pytest.mark.parametrize(("proxies", "counted_alike"), [(0, True), (1, False)])
def test_forwarded_address_counts_only_behind_a_proxy(editor, settings, proxies, counted_alike):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(10):
        Client(headers={"X-Forwarded-For": f"192.0.2.{number}"}).post(LOGIN, {"login": f"n{number}", "password": "x"})
    answer = enter_password(editor, Client(headers={"X-Forwarded-For": "192.0.2.99"}))[1]
    assert ("Wait five minutes" in answer.content.decode()) == counted_alike


def test_refusal_says_nobodys_name(editor):
    try_often("elena")
    html = enter_password(editor)[1].content.decode()
    assert "elena@example.org" not in html
    assert User.objects.get(pk=editor.pk).is_active
