"""Lines of the log: what each says, and what is cut from it."""

import io
import json
import logging
import sys

import pytest
from django.core.exceptions import PermissionDenied
from django.core.signing import Signer
from django.test import Client

from briefings.lib import logs
from briefings.lib.logs import JsonLines, Lines, cut

TOKEN = f"12-{Signer(salt='x').signature('12.abc')}"
SECRETS = [
    (f"Not Found: /en/shared/{TOKEN}/", "Not Found: /en/shared/…"),
    (f"Not Found: /es/compartido/{TOKEN}/0.jpg", "Not Found: /es/compartido/…"),
    (f"Gone: /admin/invitation/{TOKEN}/", "Gone: /admin/invitation/…"),
    ("Gone: /admin/account/password/new/3-abc-def/x", "Gone: /admin/account/password/new/…"),
    (f"Not Found: /en/{TOKEN}", "Not Found: /en/…"),
    ("Not Found: /x/1-cx3abc-0123456789abcdef0123456789abcdef/", "Not Found: /x/…/"),
    ("Bad Request: /en/search/?q=the+informer page", "Bad Request: /en/search/?… page"),
    ("no server at postgres://desk:pa55@db.example/x", "no server at postgres://…@db.example/x"),
    ("Key (email)=(ana.ruiz@mail.example.org) exists", "Key (email)=(…@…) exists"),
    ("violates x\nDETAIL:  Failing row contains (1, Zunzuncito).", "violates x DETAIL: …"),
    ("/en/a\r\nERROR forged", "/en/a ERROR forged"),
    ("session abcdefghij0123456789abcdefghij01 ended", "session … ended"),
]
HARMLESS = [
    "Not Found: /en/briefings/homicides-in-guayas-2014-2025-what-changed-and-what-did-not/",
    "briefings/articles/actions/publishing.py:120 publish_locked",
    "Who? Nobody: 2026-11-28T11:58:14.123+00:00, 17 %",
    "block 6f9619ff-8b86-4d01-b42d-00cf4fc964ff is gone",
]


@pytest.mark.parametrize(("text", "logged"), SECRETS)
def test_secrets_are_cut(text, logged):
    assert cut(text) == logged


@pytest.mark.parametrize("text", HARMLESS)
def test_what_helps_stays(text):
    assert cut(text) == text


def record(message="Late.", error=None):
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("briefings.test", logging.ERROR, "x.py", 1, message, None, exc_info)


def raised():
    secret = "Zunzuncito"  # noqa: F841 (a local value, which no log may hold)
    try:
        try:
            json.loads("{")
        except ValueError as error:
            raise RuntimeError("broken by ana@example.org") from error
    except RuntimeError:
        return sys.exc_info()[1]


def test_line_says_when_how_grave_which_request_and_who():
    logs.request_id.set("abcdef0123456789")
    logs.user_id.set(7)
    time, rest = Lines().format(record()).split(" ", 1)
    assert time.endswith("+00:00")
    assert rest == "ERROR abcdef0123456789 7 briefings.test: Late."


def test_error_is_one_line_with_its_cause_and_without_values():
    line = Lines().format(record(error=raised()))
    assert "\n" not in line
    assert "RuntimeError: broken by …@… [tests/lib/test_logs.py:" in line
    assert "caused by JSONDecodeError" in line and " raised]" in line
    assert "Zunzuncito" not in line


def test_json_line_has_fixed_fields():
    event = record(error=raised())
    event.request = "a request with its path"
    fields = json.loads(JsonLines().format(event))
    assert set(fields) == {"time", "level", "request", "user", "logger", "message", "error"}


def test_refusal_has_no_traceback():
    assert Lines().format(record(error=PermissionDenied())).endswith("Late.")


@pytest.fixture
def log():
    """A function that gives the lines since it was last called."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    logging.getLogger().addHandler(handler)

    def lines():
        text = stream.getvalue().splitlines()
        stream.seek(0)
        stream.truncate()
        return text

    yield lines
    logging.getLogger().removeHandler(handler)


def request_of(line):
    return line.split(" ")[2]


def test_unknown_host_is_one_line(log, db):
    assert Client().get("/en/", headers={"Host": "evil.example"}).status_code == 400
    (line,) = log()
    assert "Invalid HTTP_HOST header: 'evil.example'" in line


@pytest.mark.parametrize("given", ["abc", "x" * 65, "with space", "ñandú12345", "a\nb1234567"])
def test_id_of_the_proxy_is_taken_only_if_it_is_clean(settings, reader, log, db, given):
    settings.BEHIND_PROXY = True
    reader.get("/en/nothing/", headers={"X-Request-ID": given})
    assert request_of(log()[0]) != given


def test_id_of_the_proxy_is_taken_only_behind_one(settings, reader, log, db):
    for settings.BEHIND_PROXY in (True, False):
        reader.get("/en/nothing/", headers={"X-Request-ID": "d5e0a7c2-proxy"})
    behind, alone = log()
    assert request_of(behind) == "d5e0a7c2-proxy"
    assert request_of(alone) != "d5e0a7c2-proxy"


def test_each_request_has_an_id_of_its_own(reader, log, db):
    reader.get("/en/nothing/")
    reader.get("/en/nothing/")
    first, second = map(request_of, log())
    assert first != second


def test_line_names_staff_by_number_and_readers_not_at_all(reader, author, signed_in, log):
    signed_in(author).get("/admin/nothing/")
    reader.get("/en/nothing/")
    staff, public = log()[-2:]
    assert staff.split(" ")[3] == str(author.pk) and "amaya" not in staff
    assert public.split(" ")[3] == "-"
