"""A process that is killed while it publishes leaves the old edition or the new one, whole, and the history in step.

`python -m benchmarks.killing` does the same at a hundred moments on both databases.
"""

import pytest
from django.conf import settings
from django.db import connection

from benchmarks.databases import PostgreSQL, SQLite
from benchmarks.killing import kill_again_and_again

pytestmark = pytest.mark.slow
POINTS = 8


@pytest.fixture
def place(tmp_path):
    """Where a throw-away database can be made, of the kind that the suite runs on."""
    if connection.vendor == "sqlite":
        yield SQLite(tmp_path)
        return
    place = PostgreSQL(settings.DATABASE_URL, "")
    yield place
    place.drop_all()


def test_killed_at_random_moments(place, tmp_path):
    killed, _published = kill_again_and_again(place, tmp_path, POINTS, seed=2026)
    assert killed > 0
