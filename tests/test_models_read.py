"""Every model is read by some page, of the public or of staff: a table that nothing reads is dead weight."""

import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.articles.test_admin_urls import address, named_patterns, stored_things
from tests.articles.test_admin_urls import expected as pages_of_staff
from tests.articles.typing import change_url
from tests.people import member, person
from tests.public_walk import addresses
from tests.world import published_things

__all__ = ["stored_things"]

# Tables that no page reads, and why they are there all the same.
UNREAD = {
    "briefings_signinfailure": "written when a sign-in fails, moved to the history by `manage.py tick`",
    "briefings_user_user_permissions": "permissions come from roles; nobody has one of their own",
    "briefings_backup": "written by `manage.py backup`",
    "briefings_draftdocument": "read when somebody at the desk looks for words in articles",
    "briefings_filemapping": "read when a file is uploaded: how the last one of its source was read",
    "briefings_quarantine": "read by each process when it starts, and by `manage.py tick`",
    "briefings_tick": "read by `/readyz`, and in production by the desk of administrators",
}


@pytest.fixture
def statements(stored_things, db):
    """The SQL of one visit to every public page and every page of staff."""
    world = published_things(SimpleNamespace(author=member("author"), editor=member("editor")))
    root = Client()
    root.force_login(person("root", is_staff=True, is_superuser=True))
    editing = Client()
    editing.force_login(world.people.editor)
    patterns = named_patterns()
    with CaptureQueriesContext(connection) as queries:
        for path, _is_there in addresses(world):
            Client().get(path)
        for name in pages_of_staff():
            root.get(address(name, patterns[name], stored_things))
        root.get(change_url(world.editions[0].article))  # with a block of every kind
        editing.get("/admin/account/")
        editing.get("/admin/")  # whose permissions are looked up: a superuser has all
    return [query["sql"] for query in queries]


@pytest.mark.slow
def test_every_table_is_read_by_a_page(statements):
    read = {table for sql in statements for table in re.findall(r'(?:FROM|JOIN) "?(\w+)', sql)}
    tables = {model._meta.db_table for model in apps.get_app_config("briefings").get_models(include_auto_created=True)}
    assert tables - read == set(UNREAD)
