"""A site with a backup of it, and an empty place to restore it."""

import re
import shutil
from types import SimpleNamespace

import pytest

from benchmarks.crawling import crawl
from briefings.articles.actions import publish
from briefings.upkeep.backup import back_up

from .. import database, make, moments
from ..articles.scenes import seen
from ..people import member
from ..public_walk import addresses
from ..world import hide_things, published_things
from .places import elsewhere

FORM_TOKEN = re.compile(rb'value="[\w-]{12}:[\w-]+:[\w-]+"')  # another one each time
HEADERS = ("Content-Type", "Location", "Content-Language", "Vary", "Cache-Control", "ETag", "X-Robots-Tag")


def answers(more=()):
    """{address: (status, headers, body)} of every public page that links lead to, and of `more` addresses."""
    return {
        address: (
            response.status_code,
            {name: response.headers.get(name) for name in HEADERS},
            FORM_TOKEN.sub(b"", body),
        )
        for address, response, body in crawl(more)
    }


@pytest.fixture(scope="module")
def original(django_db_setup, django_db_blocker, tmp_path_factory):
    """A site that is gone: its backup, and the answers that it gave."""
    folder = tmp_path_factory.mktemp("backups")
    with django_db_blocker.unblock():
        tables = database.empty_tables()
        world = published_things(SimpleNamespace(author=member("author"), editor=member("editor")))
        hide_things(world)
        more = [address for address, _is_there in addresses(world)]
        backup, problems = back_up(folder)
        site = SimpleNamespace(backup=backup, problems=problems, addresses=more, answers=answers(more))
        database.empty(tables)
    return site


@pytest.fixture(scope="module")
def site(module_db):
    people = SimpleNamespace(author=member("author"), editor=member("editor"))
    world = published_things(people)
    article = make.approved("Roads", by=people.author, approver=people.editor)
    later = moments.now() + 24 * moments.HOUR
    publish(article, by=people.editor, seen=seen(article), change_kind="first", publish_at=later)
    return world


@pytest.fixture
def backup(original, tmp_path):
    """A copy of the backup, to be changed."""
    return shutil.copytree(original.backup, tmp_path / original.backup.name)


@pytest.fixture
def folder(tmp_path):
    """Where backups are made."""
    return tmp_path / "backups"


@pytest.fixture
def empty_place(tmp_path, transactional_db):
    with elsewhere(tmp_path):
        yield tmp_path
