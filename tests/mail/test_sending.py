"""Sending what is in the outbox: retries, giving up, and no mail twice."""

import datetime
import logging
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from briefings.accounts.acts import RESET_SECOND_FACTOR
from briefings.mail import sending
from briefings.mail.actions import queue
from briefings.mail.models import Mail
from briefings.mail.sending import DELAYS, LEASE, forget_old_mails, send_due
from tests.at_once import at_once
from tests.people import person

REFUSED = smtplib.SMTPRecipientsRefused({"amaya@example.org": (550, b"no such user")})
GREYLISTED = smtplib.SMTPRecipientsRefused({"amaya@example.org": (451, b"later")})


@pytest.fixture
def queued(author):
    queue(RESET_SECOND_FACTOR, [author.pk], target=author)
    return Mail.objects.get()


class Server(EmailBackend):
    """Fails while it has a `failure`; notes what it was asked for."""

    def __init__(self, **options):
        super().__init__(**options)
        self.opened, self.failure, self.unreachable = 0, None, None
        self.depth = len(connection.savepoint_ids)

    def open(self):
        self.opened += 1
        if self.unreachable:
            raise self.unreachable

    def send_messages(self, messages):
        assert len(connection.savepoint_ids) == self.depth, "no transaction waits for the server"
        if self.failure:
            raise self.failure
        return super().send_messages(messages)


@pytest.fixture
def server(monkeypatch):
    server = Server()
    monkeypatch.setattr(sending, "get_connection", lambda: server)
    return server


def later(**span):
    """As if that much time had passed."""
    past = datetime.timedelta(**span)
    for row in Mail.objects.all():
        Mail.objects.filter(pk=row.pk).update(next_attempt_at=row.next_attempt_at - past)


def state(row):
    row.refresh_from_db()
    return row.state


def test_mail_is_sent_once(queued, author):
    assert send_due() == (1, 0)
    assert send_due() == (0, 0)
    (message,) = mail.outbox
    assert message.to == [author.email]
    assert "second factor" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert state(queued) == "sent" and queued.sent_at


def test_each_failure_waits_longer_and_at_last_the_site_gives_up(queued, server, caplog):
    server.failure = smtplib.SMTPServerDisconnected("gone")
    waits = []
    while state(queued) == "waiting":
        before = timezone.now()
        assert send_due() == (0, 1)
        queued.refresh_from_db()
        waits.append(round((queued.next_attempt_at - before).total_seconds() / 60))
        assert send_due() == (0, 0), "not due yet"
        later(minutes=waits[-1])
    assert waits[:-1] == [delay.total_seconds() / 60 for delay in DELAYS]
    assert queued.attempts == len(DELAYS) + 1
    assert (queued.state, queued.problem) == ("failed", "unreachable")
    assert "given up after 10 attempt(s)" in caplog.text
    later(days=9)
    assert send_due() == (0, 0)


def test_mail_is_sent_when_the_server_is_back(queued, server):
    server.failure = smtplib.SMTPServerDisconnected("gone")
    send_due()
    server.failure = None
    later(minutes=2)
    assert send_due() == (1, 0)
    queued.refresh_from_db()
    assert (queued.state, queued.problem, queued.attempts) == ("sent", "", 2)


@pytest.mark.parametrize(
    ("error", "problem", "code", "state"),
    [
        (REFUSED, "recipient", 550, "failed"),
        (GREYLISTED, "recipient", 451, "waiting"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "sign_in", 535, "waiting"),
        (smtplib.SMTPDataError(554, b"spam"), "refused", 554, "waiting"),
        (TimeoutError(), "unreachable", None, "waiting"),
        (ZeroDivisionError(), "fault", None, "waiting"),
    ],
)
def test_problem_is_kept_in_words(queued, server, caplog, error, problem, code, state):
    server.failure = error
    with caplog.at_level(logging.INFO):
        send_due()
    queued.refresh_from_db()
    assert (queued.problem, queued.code, queued.state) == (problem, code, state)
    assert str(queued.problem_words).endswith(f"({code})" if code else ".")
    assert "example.org" not in caplog.text and "no such user" not in caplog.text


def test_text_that_cannot_be_written_stops_no_other_mail(author, editor, queued, server, monkeypatch, caplog):
    monkeypatch.setattr(sending, "text_of", lambda declared, row: 1 / 0 if row.person == author else ("a", "b"))
    queue(RESET_SECOND_FACTOR, [editor.pk], target=editor)
    assert send_due() == (1, 1)
    assert (state(queued), queued.problem) == ("waiting", "fault")
    assert "ZeroDivisionError" in caplog.text


def test_dead_server_costs_one_time_limit(author, editor, server):
    queue(RESET_SECOND_FACTOR, [author.pk, editor.pk], target=author)
    server.unreachable = TimeoutError()
    assert send_due() == (0, 2)
    assert server.opened == 1


def test_all_mails_go_over_one_connection(author, editor, server):
    queue(RESET_SECOND_FACTOR, [author.pk, editor.pk], target=author)
    assert send_due() == (2, 0)
    assert server.opened == 1


def test_refused_recipient_does_not_close_the_connection(author, editor, server, monkeypatch):
    queue(RESET_SECOND_FACTOR, [author.pk, editor.pk], target=author)
    send = Server.send_messages

    def refuse_one(self, messages):
        if messages[0].to == [author.email]:
            raise REFUSED
        return send(self, messages)

    monkeypatch.setattr(Server, "send_messages", refuse_one)
    assert send_due() == (1, 1)
    assert server.opened == 1


def test_who_stops_between_sending_and_marking_sends_once_more_with_the_same_name(queued, server, monkeypatch):
    class Killed(BaseException):
        pass

    def stop(*args, **fields):
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(sending, "_done", stop)
        send_due()
    assert send_due() == (0, 0), "the claim holds"
    assert (state(queued), queued.problem) == ("waiting", "stopped")
    later(minutes=LEASE.total_seconds() / 60)
    assert send_due() == (1, 0)
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second


def test_mail_that_always_stops_the_site_is_given_up(queued, server, monkeypatch):
    Mail.objects.update(attempts=len(DELAYS) + 1, problem=Mail.Problem.STOPPED)
    assert send_due() == (0, 1)
    assert (state(queued), queued.problem) == ("failed", "stopped")
    assert mail.outbox == []


def test_late_failure_does_not_undo_what_another_process_has_sent(queued, server, monkeypatch):
    def sent_by_another(message):
        later(minutes=LEASE.total_seconds() / 60)
        assert send_due() == (1, 0)
        raise TimeoutError

    slow = sending.Server()
    monkeypatch.setattr(slow, "send", sent_by_another)
    sending._attempt(sending._claimed(queued.pk), slow)
    assert state(queued) == "sent"


def test_deactivated_person_and_nobody_get_no_mail(author):
    queue(RESET_SECOND_FACTOR, [author.pk, None], target=author)
    type(author).objects.filter(pk=author.pk).update(is_active=False)
    assert send_due() == (0, 0)
    assert set(Mail.objects.values_list("state", flat=True)) == {"dropped"}


def test_former_address_gets_its_mail(author):
    queue(RESET_SECOND_FACTOR, [author.pk], target=author, email="former@example.org")
    send_due()
    assert mail.outbox[0].to == ["former@example.org"]


def test_without_a_mail_server_nothing_is_stored(author, settings):
    settings.SENDS_MAIL = False
    queue(RESET_SECOND_FACTOR, [author.pk], target=author)
    assert not Mail.objects.exists()


def test_nothing_is_sent_once_mail_is_switched_off(queued, settings):
    settings.SENDS_MAIL = False
    assert send_due() == (0, 0)
    assert state(queued) == "waiting"


def test_old_mails_are_forgotten_but_not_those_that_wait(author):
    queue(RESET_SECOND_FACTOR, [author.pk] * 3, target=author)
    first, second, third = Mail.objects.order_by("pk")
    old = timezone.now() - sending.KEPT - datetime.timedelta(days=1)
    Mail.objects.filter(pk__in=[first.pk, second.pk]).update(created_at=old)
    Mail.objects.filter(pk=first.pk).update(state="failed")
    forget_old_mails()
    assert set(Mail.objects.all()) == {second, third}


def test_several_processes_send_no_mail_twice(real_commits, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    people = [person(f"writer{number}") for number in range(12)]
    queue(RESET_SECOND_FACTOR, [one.pk for one in people], target=people[0])
    outcomes, _refusals, failures = at_once(*[send_due] * 4)
    assert failures == []
    assert sum(sent for sent, _unsent in outcomes) == 12
    text = "".join(path.read_text() for path in tmp_path.iterdir())
    assert sorted(line for line in text.splitlines() if line.startswith("To: ")) == sorted(
        f"To: {one.email}" for one in people
    )


def test_a_slow_server_leaves_the_rest_to_the_next_tick(author, server, monkeypatch):
    for _mail in range(3):
        queue(RESET_SECOND_FACTOR, [author.pk], target=author)
    seconds = iter(range(0, 1000, sending.LONGEST // 2 + 1))  # of each look at the clock
    monkeypatch.setattr(sending.time, "monotonic", lambda: next(seconds))
    assert send_due() == (1, 0)
    assert Mail.objects.waiting().filter(attempts=0).count() == 2
