"""A process that is killed while it publishes leaves the old or the new edition complete, with a matching log.

`python -m benchmarks.killing` kills at a hundred moments on both databases.
"""

import pytest
from django.conf import settings
from django.db import connection

from benchmarks.databases import PostgreSQL, SQLite
from benchmarks.killing import kill_repeatedly

pytestmark = pytest.mark.slow
POINTS = 8


@pytest.fixture
def server(tmp_path):
    """Creates databases of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield SQLite(tmp_path)
        return
    server = PostgreSQL(settings.DATABASE_URL, "")
    yield server
    server.drop_all()


def test_killed_at_random_moments(server, tmp_path):
    killed, _published = kill_repeatedly(server, tmp_path, POINTS, seed=2026)
    assert killed > 0
