"""Who waits for whom: acts on accounts, articles and links at the same moment never wait for each other in a ring.

The order is: the turn of those who manage people, accounts; article, workflow; links. What only refers to a row (who
wrote a comment, which article is related) does not wait for an act on that row.
"""

import threading

import pytest
from django.db import connection, transaction

from briefings.accounts.access import lock_accounts, locked
from briefings.accounts.actions.account import change_roles
from briefings.accounts.actions.deactivation import deactivate
from briefings.articles.access import lock
from briefings.articles.actions import comment, reassign
from briefings.history.models import Event
from briefings.roles import AUDITOR, AUTHOR
from briefings.sharing.actions import comment_as_visitor, revoke_share, share
from briefings.sharing.models import ShareLink
from tests import make
from tests.at_once import at_once
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)
locking_rows = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time.")


@pytest.fixture
def people(real_commits, author, editor, administrator):
    return author, editor, administrator


def _wait_briefly():
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '3s'")


@locking_rows
def test_who_writes_a_comment_does_not_wait_for_an_act_on_their_account(people):
    author, _editor, _administrator = people
    article = make.article("Ports", by=author)

    def write():
        _wait_briefly()
        return comment(article, by=author, text="Who counted?")

    with transaction.atomic():
        lock_accounts()
        locked(author)
        results, _refusals, failures = at_once(write)
    assert (len(results), failures) == (1, [])


@locking_rows
def test_whoever_holds_a_link_gets_on_while_its_maker_is_shut_out(people):
    """Held on both sides: the link by who takes it back, the account by who deactivates it."""
    author, _editor, administrator = people
    article = make.article("Ports", by=author)
    link = share(article, by=author, for_whom="Ana")
    held = threading.Event()

    def take_back():
        with transaction.atomic():
            revoke_share(link, by=author)
            held.set()
            _wait_until_somebody_waits()
            comment(article, by=author, text="Ana has read it.")

    def shut():
        assert held.wait(timeout=30)
        deactivate(author, by=administrator, reason="Gone.")

    results, refusals, failures = at_once(take_back, shut)
    assert (len(results), refusals, failures) == (2, [], [])
    assert ShareLink.objects.get().revoked_at and Event.objects.filter(act="revoke_share").count() == 1


def _wait_until_somebody_waits():
    """Another connection waits for a row; asked of the database, which answers after a moment."""
    with connection.cursor() as cursor:
        for _time in range(500):
            cursor.execute("SELECT count(*), pg_sleep(0.02) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits.")


@locking_rows
def test_article_may_be_named_by_another_while_somebody_acts_on_it(people):
    author, editor, _administrator = people
    one, other = make.article("Ports", by=author), make.article("Prisons", by=editor)

    def name_it():
        with transaction.atomic():
            _wait_briefly()
            lock(one)
            one.related.add(other)

    with transaction.atomic():
        lock(other)
        results, _refusals, failures = at_once(name_it)
    assert (len(results), failures) == (1, [])


def _all_at_once(author, other, editor, administrator, roles):
    articles = [make.article(by=owner) for owner in (author, other) for _ in range(2)]
    links = [share(article, by=article.workflow.owner, for_whom="Ana") for article in articles]
    calls = [lambda link=link: revoke_share(link, by=link.created_by) for link in links[1::2]]
    calls += [lambda link=link: comment_as_visitor(link, visitor_name="Ana", text="Read.") for link in links]
    calls += [lambda article=article: reassign(article, to=editor, by=editor) for article in articles[:3]]
    calls += [lambda article=article: comment(article, by=editor, text="Who?") for article in articles]
    calls += [lambda whom=whom: change_roles(whom, roles=roles, by=administrator) for whom in (author, other)]
    _results, _refusals, failures = at_once(*calls)
    assert failures == []


@pytest.mark.parametrize("roles", [[AUDITOR], [AUDITOR, AUTHOR]])
def test_accounts_articles_and_links_at_the_same_moment(people, roles):
    author, editor, administrator = people
    other = person("ona", AUTHOR, is_staff=True)
    _all_at_once(author, other, editor, administrator, roles)
    for whom in (author, other):
        deactivate(whom, by=administrator, reason="Gone.")
    assert not ShareLink.objects.filter(created_by__in=[author, other], revoked_at=None).exists()
