"""The real site on a PostgreSQL that is stopped, frozen, locked and started again."""

import shutil
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from benchmarks.databases import program_folder
from benchmarks.rehearsal.postgresql import NAME, USER, Server
from tests.serving import manage, production, read, served, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.once,
    pytest.mark.skipif(program_folder() is None, reason="PostgreSQL's initdb and pg_ctl are not installed"),
]
HUNG = 30  # seconds; how long each wait may be, the rehearsal measures
PAGES = ["/en/", "/es/informes/", "/admin/account/login/"]


@pytest.fixture(scope="module")
def server():
    folder = Path(tempfile.mkdtemp(prefix="away-"))
    folder.chmod(0o755)  # PostgreSQL may run as another user
    server = Server(folder / "pg")
    try:
        server.create()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def path(server, tmp_path_factory):
    """The socket of a site with one worker, whose pages are all rendered once."""
    environment = production(tmp_path_factory.mktemp("site"), DATABASE_URL=server.url)
    manage(environment, "migrate", "-v0")
    manage(environment, "collectstatic", "--noinput", "-v0")
    with served(environment, "--workers", "1") as (_process, path):
        assert [read(path, page) for page in PAGES] == [200, 200, 200]
        yield path


def timed(path, page):
    """(status, seconds)"""
    start = time.monotonic()
    return read(path, page), time.monotonic() - start


def test_stopped_database_is_503_and_the_site_recovers_by_itself(server, path):
    server.stop()
    for page in [*PAGES, "/readyz"]:
        status, seconds = timed(path, page)
        assert (page, status, seconds < HUNG) == (page, 503, True)
    assert read(path, "/healthz") == 200
    server.start()
    until(lambda: [read(path, page) for page in [*PAGES, "/readyz"]] == [200, 200, 200, 200])


def test_nobody_gets_a_connection_that_a_restarted_server_has_closed(server, path):
    for _attempt in range(2):
        server.stop()
        server.start()
        assert [read(path, page) for page in PAGES] == [200, 200, 200]


def test_server_that_says_nothing_is_not_ready(server, path):
    with server.frozen():
        status, seconds = timed(path, "/readyz")
        assert (status, seconds < HUNG) == (503, True)
        assert timed(path, "/healthz")[0] == 200
    until(lambda: read(path, "/readyz") == 200)


def test_page_ends_where_the_server_says_nothing_and_the_worker_goes_on(server, path):
    with server.frozen():
        status, seconds = timed(path, "/en/")
        assert (status, seconds < HUNG) == (503, True)
        assert read(path, "/healthz") == 200
    until(lambda: read(path, "/en/") == 200)


def test_reader_waits_three_seconds_for_a_locked_table(server, path):
    with psycopg.connect(host=str(server.folder), user=USER, dbname=NAME) as connection:
        connection.execute("LOCK TABLE briefings_publictoken IN ACCESS EXCLUSIVE MODE")
        status, seconds = timed(path, "/en/")
        assert (status, 2.9 < seconds < HUNG) == (503, True)
    assert read(path, "/en/") == 200


def test_staff_wait_longer_and_readers_after_them_do_not(server, path):
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND now() - query_start > interval '4 s'"
    statuses = []
    staff = threading.Thread(target=lambda: statuses.append(read(path, "/admin/", Cookie="sessionid=abcdefgh12345678")))
    with psycopg.connect(host=str(server.folder), user=USER, dbname=NAME) as connection:
        connection.execute("LOCK TABLE django_session, briefings_publictoken IN ACCESS EXCLUSIVE MODE")
        staff.start()
        try:
            until(lambda: server.execute(waiting))  # a reader would have been refused after three seconds
        finally:
            connection.rollback()
            staff.join()
        assert statuses == [302]
        connection.execute("LOCK TABLE briefings_publictoken IN ACCESS EXCLUSIVE MODE")
        assert read(path, "/en/") == 503


def test_commands_have_no_limit_for_statements(server, tmp_path):
    environment = production(tmp_path, DATABASE_URL=server.url)
    script = "from django.db import connection as c; k = c.cursor(); k.execute('SHOW statement_timeout'); "
    manage(environment, "shell", "-v0", "-c", script + "assert k.fetchone() == ('0',)")
