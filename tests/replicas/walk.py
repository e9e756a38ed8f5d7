"""The site with a primary and a replica, from start to failure: run by test_replicas.py, which starts the servers."""

import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecuador_site.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (needs the set-up above)
from django.db import connections, reset_queries  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from benchmarks.rehearsal.postgresql import Server  # noqa: E402
from briefings.history import replicas  # noqa: E402
from tests import make  # noqa: E402

reader = Client()
PAGES = ("/en/", "/es/", "/en/briefings/", "/en/statistics/", "/en/sources/", "/en/initiatives/", "/en/impacts/")


def server(variable):
    found = Server.__new__(Server)
    found.folder = Path(os.environ[variable])
    found.owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    return found


class Clock:
    """Moves the time of `replicas` ahead, instead of waiting."""

    ahead = 0

    def __call__(self):
        return time.monotonic() + self.ahead


def counted(path):
    """(response, queries on the primary, queries on the replica) without those that compare the two."""
    reset_queries()
    response = reader.get(path)
    made = [[query["sql"] for query in connections[alias].queries] for alias in ("default", "replica1")]
    on_primary, on_replica = (sum("written_at" not in sql for sql in queries) for queries in made)
    return response, on_primary, on_replica


def until(condition):
    """Wait for PostgreSQL, at most a minute."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "PostgreSQL took more than a minute"
        time.sleep(0.05)


def same_rows():
    """Whether the replica has all that was written on the primary."""
    (position,) = primary.execute("SELECT pg_current_wal_lsn()")[0]
    return replica.execute(f"SELECT pg_last_wal_replay_lsn() >= '{position}'")[0][0]


def pages_come_from_the_replica():
    for path in PAGES:
        response, on_primary, on_replica = counted(path)
        assert response.status_code == 200, path
        assert on_primary == 0 and on_replica > 0, (path, on_primary, on_replica)


def staff_use_the_primary():
    response, _on_primary, on_replica = counted("/admin/login/")
    assert response.status_code in (200, 302) and on_replica == 0


def a_change_reaches_readers():
    make.source("Annual report", publisher="Fiscalía General")
    until(same_rows)
    response, on_primary, _on_replica = counted("/en/sources/")
    assert "Fiscalía General" in response.content.decode() and on_primary == 0


def a_late_replica_is_left_out_and_comes_back():
    replica.execute("SELECT pg_wal_replay_pause()")
    until(lambda: replica.execute("SELECT pg_get_wal_replay_pause_state()") == [("paused",)])
    make.source("Monthly report")
    clock.ahead += replicas.CHECK_EVERY
    counted("/en/")  # notes what was written
    clock.ahead += replicas.MOST_LAG
    _response, on_primary, on_replica = counted("/en/")
    assert on_primary > 0 and on_replica == 0
    replica.execute("SELECT pg_wal_replay_resume()")
    until(same_rows)
    clock.ahead += replicas.CHECK_EVERY
    assert counted("/en/")[1] == 0


def a_replica_that_is_down_is_replaced_in_the_same_request():
    replica.stop()
    response, on_primary, _on_replica = counted("/en/statistics/")
    assert response.status_code == 200 and on_primary > 0
    assert counted("/en/")[0].status_code == 200


def it_is_used_again_when_it_is_back():
    replica.start()
    until(same_rows)
    clock.ahead += replicas.PAUSE
    assert counted("/en/")[1] == 0


def readers_get_pages_while_the_primary_is_down():
    primary.stop()
    clock.ahead += replicas.CHECK_EVERY
    for path in PAGES:
        assert reader.get(path).status_code == 200, path


SITUATIONS = (
    pages_come_from_the_replica,
    staff_use_the_primary,
    a_change_reaches_readers,
    a_late_replica_is_left_out_and_comes_back,
    a_replica_that_is_down_is_replaced_in_the_same_request,
    it_is_used_again_when_it_is_back,
    readers_get_pages_while_the_primary_is_down,
)

if __name__ == "__main__":
    primary, replica = server("PRIMARY"), server("REPLICA")
    clock = replicas.clock = Clock()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    until(same_rows)
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["*"]):
        reader.get("/en/about/")  # asks once whether this copy is in quarantine
        for situation in SITUATIONS:
            situation()
            sys.stdout.write(f"{situation.__name__.replace('_', ' ')}\n")
