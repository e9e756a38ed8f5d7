"""A restored copy marks every page, sends no mail and does nothing by itself until it is released."""

import datetime
from io import StringIO

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.mail.models import Mail
from briefings.upkeep import quarantine
from briefings.upkeep.models import Quarantine
from briefings.upkeep.quarantine import QuarantineMiddleware, release

from .. import make, moments

PRESENT = QuarantineMiddleware.present
TAKEN = datetime.datetime(2026, 11, 27, 18, 30, tzinfo=datetime.UTC)  # half past one in the afternoon in Guayaquil
STRIP = {
    "en": "This is a copy restored from a backup of 27 November 2026, 13:30, not the public site. It sends no mail.",
    "es": "Esta es una copia restaurada a partir de un respaldo del 27 de noviembre de 2026, 13:30, no el sitio "
    "público. No envía correos.",
}


@pytest.fixture
def asking(no_quarantine, monkeypatch):
    """As on the site: each process asks for the row."""
    monkeypatch.setattr(QuarantineMiddleware, "present", PRESENT)


@pytest.fixture
def copy(asking, db):
    return Quarantine.objects.create(pk=1, since=timezone.now(), backup="briefings-20261127T183000Z", taken_at=TAKEN)


@pytest.fixture
def reader(copy):
    return Client(headers={"accept-encoding": "br"})


def strip_of(response):
    head, _strip, rest = response.content.decode().partition('<div class="strip strip--withdrawn"><p><strong>')
    return rest.partition("</strong>")[0] if head.rstrip().endswith(">") else ""


@pytest.mark.parametrize(
    ("address", "language"),
    [("/en/", "en"), ("/es/", "es"), ("/es/informes/", "es"), ("/en/no-such-page/", "en"), ("/es/x", "es")],
)
def test_pages_for_readers_are_marked(reader, address, language):
    response = reader.get(address)
    assert strip_of(response) == STRIP[language]
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers
    assert int(response.headers.get("Content-Length", len(response.content))) == len(response.content)


def test_pages_for_staff_are_marked(copy, editor, author):
    client = Client()
    assert strip_of(client.get("/admin/", follow=True)) == STRIP["en"]
    client.force_login(editor)
    article = make.article("Ports", by=author)
    for address in ("/admin/", f"/admin/briefings/article/{article.pk}/change/", "/admin/no-such-page/"):
        assert strip_of(client.get(address)) == STRIP["en"], address


def test_every_public_answer_is_kept_from_search_engines(reader):
    for address in ("/", "/robots.txt", "/healthz", "/pictures/x.png"):
        assert reader.get(address).headers["X-Robots-Tag"] == "noindex, nofollow, noarchive", address


def test_page_that_a_browser_has_is_sent_again(copy, asking):
    copy.delete()
    etag = Client().get("/en/").headers["ETag"]
    copy.save(force_insert=True)
    assert Client().get("/en/", headers={"if-none-match": etag}).status_code == 200


def test_stored_page_is_marked_and_stays_without_the_strip(copy, asking):
    first = Client().get("/en/").content
    release()
    second = Client().get("/en/")
    assert strip_of(second) == ""
    assert len(second.content) < len(first)
    assert second.headers["Cache-Control"].startswith("public")


def test_process_asks_once_in_half_a_minute(copy, asking, monkeypatch, django_assert_num_queries):
    now = 1000.0
    monkeypatch.setattr(quarantine.time, "monotonic", lambda: now)
    middleware = QuarantineMiddleware(None)
    with django_assert_num_queries(1):
        assert [middleware.present(), middleware.present()] == [copy, copy]
    release()
    now += quarantine.ASKED_EVERY - 0.1
    assert middleware.present() == copy
    now += 0.1
    with django_assert_num_queries(1):
        assert [middleware.present(), middleware.present()] == [None, None]


def test_copy_stays_marked_while_the_database_is_away(copy, asking, monkeypatch):
    middleware = QuarantineMiddleware(None)
    assert middleware.present() == copy
    middleware.asks_at = 0

    def fail(*arguments):
        raise DatabaseError

    monkeypatch.setattr(Quarantine.objects, "first", fail)
    assert middleware.present() == copy


@pytest.mark.parametrize("command", ["tick", "suspend_unused"])
def test_commands_of_the_timer_do_nothing(copy, author, editor, command):
    due = make.edition("Ports", by=author, approver=editor, publish_at=moments.now() + moments.HOUR)
    Edition.objects.filter(pk=due.pk).update(publish_at=moments.now())
    author.date_joined = author.last_login = moments.now() - 100 * 24 * moments.HOUR
    author.save()
    before = Event.objects.count(), Mail.objects.waiting().count()
    assert before[1] > 0
    out = StringIO()
    call_command(command, stdout=out)
    assert out.getvalue() == "Nothing is done: this is a restored copy in quarantine.\n"
    assert (Event.objects.count(), Mail.objects.waiting().count()) == before
    assert mail.outbox == []
    author.refresh_from_db()
    assert author.is_active


def test_mark_comes_before_everything_that_answers():
    order = settings.MIDDLEWARE
    own = order.index("briefings.upkeep.quarantine.QuarantineMiddleware")
    assert own < order.index("briefings.middleware.StaffSessionMiddleware")


def test_release_is_in_the_log(copy, auditor):
    assert release()
    event = Event.objects.get(act="release_copy")
    assert (event.by_name, event.target_label) == ("system", copy.backup)
    client = Client()
    client.force_login(auditor)
    page = client.get("/admin/log/").content.decode()
    assert "Restored from a backup" in page
    assert copy.backup in page
    assert "27 November 2026" in page


def test_site_that_was_never_restored_has_no_mark(asking, db):
    assert strip_of(Client().get("/en/")) == ""
    assert not release()
