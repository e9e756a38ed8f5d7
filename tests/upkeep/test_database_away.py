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
    pytest.mark.skipif(program_folder() is None, reason="PostgreSQL's initdb and pg_ctl are not installed"),
]
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


def test_stopped_database_is_503_at_once_and_the_site_recovers_within_five_seconds(server, path):
    server.stop()
    for page in [*PAGES, "/readyz"]:
        status, seconds = timed(path, page)
        assert (page, status, seconds < 2) == (page, 503, True)
    assert read(path, "/healthz") == 200
    server.start()
    start = time.monotonic()
    until(lambda: [read(path, page) for page in [*PAGES, "/readyz"]] == [200, 200, 200, 200], seconds=5)
    assert time.monotonic() - start < 5


def test_nobody_gets_a_connection_that_a_restarted_server_has_closed(server, path):
    for _attempt in range(2):
        server.stop()
        server.start()
        assert [read(path, page) for page in PAGES] == [200, 200, 200]


def test_server_that_says_nothing_is_not_ready_within_two_seconds(server, path):
    with server.frozen():
        status, seconds = timed(path, "/readyz")
        assert (status, seconds < 2) == (503, True)
        assert timed(path, "/healthz")[0] == 200
    until(lambda: read(path, "/readyz") == 200)


def test_page_ends_where_the_server_says_nothing_and_the_worker_goes_on(server, path):
    with server.frozen():
        status, seconds = timed(path, "/en/")
        assert (status, seconds < 12) == (503, True)
        status, seconds = timed(path, "/healthz")
        assert (status, seconds < 2) == (200, True)
    until(lambda: read(path, "/en/") == 200, seconds=5)


def test_reader_waits_three_seconds_for_a_locked_table(server, path):
    with psycopg.connect(host=str(server.folder), user=USER, dbname=NAME) as connection:
        connection.execute("LOCK TABLE briefings_publictoken IN ACCESS EXCLUSIVE MODE")
        status, seconds = timed(path, "/en/")
        assert (status, 2.9 < seconds < 4.5) == (503, True)
    assert read(path, "/en/") == 200


def test_staff_wait_longer_and_readers_after_them_do_not(server, path):
    with psycopg.connect(host=str(server.folder), user=USER, dbname=NAME) as connection:
        connection.execute("LOCK TABLE django_session, briefings_publictoken IN ACCESS EXCLUSIVE MODE")
        end = threading.Timer(5, connection.rollback)
        end.start()
        start = time.monotonic()
        try:
            assert read(path, "/admin/", Cookie="sessionid=abcdefgh12345678") == 302
        finally:
            end.join()  # before the connection is closed, whatever happened
        assert time.monotonic() - start > 4.5
        connection.execute("LOCK TABLE briefings_publictoken IN ACCESS EXCLUSIVE MODE")
        status, seconds = timed(path, "/en/")
        assert (status, seconds < 4.5) == (503, True)


def test_commands_have_no_limit_for_statements(server, tmp_path):
    environment = production(tmp_path, DATABASE_URL=server.url)
    script = "from django.db import connection as c; k = c.cursor(); k.execute('SHOW statement_timeout'); "
    manage(environment, "shell", "-v0", "-c", script + "assert k.fetchone() == ('0',)")
