"""503 with a page of the site's own, and what was typed, while the database is away or a disk is full."""

import errno
import html
import re

import psycopg.errors
import pytest
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.test import Client

from briefings.topics.models import Topic
from briefings.upkeep import outage
from tests.media.pictures import picture, upload

REFUSED = OperationalError("connection refused")
FULL = OperationalError("database or disk is full")
TOPIC = "/admin/briefings/topic/add/"
TYPED = {"name_en": "Ports & <docks>", "name_es": "Puertos", "slug": "ports", "description_en": "One\ntwo"}


def read_only():
    error = InternalError("cannot execute INSERT in a read-only transaction")
    error.__cause__ = psycopg.errors.ReadOnlySqlTransaction()
    return error


def failing(error, *, only=""):
    """The database raises `error` for statements that begin with `only`."""

    def execute(proceed, sql, *rest):
        if sql.startswith(only):
            raise error
        return proceed(sql, *rest)

    return connection.execute_wrapper(execute)


def fields_of(page):
    """{name: value} of the form that sends everything again."""
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    return {html.unescape(name): html.unescape(value) for name, value in pairs}


def assert_is_outage_page(response):
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "no-store" in response.headers["Cache-Control"]
    page = response.content.decode()
    assert "The site does not answer" in page
    assert "El sitio no responde" in page
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/en/", "/es/informes/", "/en/statistics/", "/es/compartido/token/"])
@pytest.mark.parametrize("error", [REFUSED, InterfaceError("connection already closed")], ids=["refused", "closed"])
def test_public_page_is_503_without_cookie_while_the_database_is_away(db, reader, address, error):
    with failing(error):
        response = reader.get(address)
    assert_is_outage_page(response)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert reader.get("/en/").status_code == 200


def test_staff_page_is_503_even_when_the_session_cannot_be_read(editor, signed_in):
    client = signed_in(editor)
    client.raise_request_exception = False
    with failing(REFUSED):
        assert_is_outage_page(client.get("/admin/"))


@pytest.mark.parametrize(
    "error", [FULL, OperationalError("attempt to write a readonly database"), read_only()], ids=["full", "sqlite", "pg"]
)
def test_form_that_cannot_be_saved_is_shown_with_what_was_typed_and_sent_again(editor, signed_in, error):
    client = signed_in(editor)
    with failing(error, only="INSERT"):
        response = client.post(TOPIC, TYPED, headers={"Sec-Fetch-Site": "same-origin"})
    assert_is_outage_page(response)
    page = response.content.decode()
    assert "<dd><pre>Ports &amp; &lt;docks&gt;</pre></dd>" in page
    assert fields_of(page) == TYPED
    assert f'action="{TOPIC}"' in page
    assert not Topic.objects.exists()
    assert client.post(TOPIC, fields_of(page)).status_code == 302
    assert Topic.objects.get().name_en == TYPED["name_en"]


def test_form_is_kept_even_when_nothing_of_the_database_answers(editor, signed_in):
    client = signed_in(editor)
    client.raise_request_exception = False
    with failing(REFUSED):
        page = client.post(TOPIC, TYPED).content.decode()
    assert fields_of(page) == TYPED


def test_forged_form_gets_no_valid_token_from_the_page(editor, signed_in):
    """The page repeats the token that was sent; it has no other."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = signed_in(editor).cookies
    with failing(REFUSED):
        page = client.post(TOPIC, TYPED | {"csrfmiddlewaretoken": "guessed"}).content.decode()
    assert fields_of(page)["csrfmiddlewaretoken"] == "guessed"
    assert client.post(TOPIC, fields_of(page)).status_code == 403


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (TOPIC, {"Sec-Fetch-Site": "cross-site"}),
        (TOPIC, {"Sec-Fetch-Site": "same-site"}),
        (TOPIC, {"Origin": "https://elsewhere.example"}),  # an older browser
        ("/admin/account/login/", {"Sec-Fetch-Site": "same-origin"}),
        ("/admin/login/", {"Sec-Fetch-Site": "same-origin"}),
    ],
)
def test_forms_of_others_and_passwords_are_not_repeated(db, client, address, headers):
    client.raise_request_exception = False
    fields = {"login": "elena", "password": "correct horse"}
    with failing(REFUSED):
        response = client.post(address, fields, headers=headers)
    assert fields_of(response.content.decode()) == {}
    assert b"correct horse" not in response.content


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_upload_that_the_disk_cannot_take_is_refused_in_words(editor, signed_in, monkeypatch, settings, number):
    def refuse(*args):
        raise OSError(number, "no room")

    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", refuse)
    client = signed_in(editor)
    client.raise_request_exception = False
    assert_is_outage_page(client.post("/admin/briefings/image/add/", {"upload": upload(picture())}))


@pytest.mark.parametrize(
    "error", [OperationalError("no such column: x"), OSError(errno.ENOENT, "no file"), InternalError("x"), ValueError()]
)
def test_faults_of_the_code_are_no_outage(error):
    assert not outage.is_outage(error)


class Switch:
    def __init__(self, response):
        self.response = response

    def __call__(self, request):
        return self.response


def test_after_a_failure_to_connect_nobody_waits_for_a_second(rf, monkeypatch):
    now = 100.0
    monkeypatch.setattr(outage.time, "monotonic", lambda: now)
    monkeypatch.setattr(outage, "connection", type("Closed", (), {"connection": None}))
    site = Switch(outage.unavailable(rf.get("/en/")))
    middleware = outage.DatabaseOutage(site)
    assert middleware(rf.get("/en/")).status_code == 503
    site.response = "page"
    assert middleware(rf.get("/en/")).status_code == 503
    now += outage.PAUSE
    assert middleware(rf.get("/en/")) == "page"


def test_readers_of_replicas_do_not_wait_for_the_primary(rf, monkeypatch):
    monkeypatch.setattr(outage.replicas, "aliases", ["replica1"])
    middleware = outage.DatabaseOutage(Switch("page"))
    middleware.away_until = float("inf")
    assert middleware(rf.get("/en/")) == "page"
    assert middleware(rf.get("/admin/")).status_code == 503
