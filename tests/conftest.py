import os
import sys

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings

from briefings.history import public_token
from briefings.lib import public_pages
from briefings.lib.shared_cache import SharedCache
from briefings.mail.sending import send_due
from briefings.upkeep.quarantine import QuarantineMiddleware

from . import database
from .log_secrets import watched_log
from .people import *  # noqa: F403


def pytest_configure(config):
    from django.conf import settings

    os.environ["DJANGO_SETTINGS_MODULE"] = "ecuador_site.settings"  # for processes that a test starts
    settings.SENDS_MAIL = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    if connection.vendor == "sqlite":
        options = settings.DATABASES["default"]["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def pytest_collection_finish(session):
    """The server's module limits the statements of its process to seconds: of all tests, if one imports it."""
    if "ecuador_site.wsgi" in sys.modules:
        raise pytest.UsageError("A test imports ecuador_site.wsgi; use django.core.wsgi.get_wsgi_application().")


def pytest_terminal_summary(terminalreporter, config):
    left_out = "" if connection.vendor == "postgresql" else "; PostgreSQL was left out (DATABASE_URL chooses it)"
    terminalreporter.write_line(f"The suite ran on {connection.display_name}{left_out}.")
    if config.option.markexpr:
        terminalreporter.write_line(f"It ran what is “{config.option.markexpr}”; `make test-all` runs everything.")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    return database.copy_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    """After a test that commits, empty only the tables that migrations left empty.

    Django's flush empties all of them and then makes content types, permissions and groups again, which takes longer
    than most tests.
    """
    with django_db_blocker.unblock():
        if not django_db_keepdb:
            database.keep_template()
        tables = database.empty_tables()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: database.empty(tables))
        yield
    with django_db_blocker.unblock():
        if django_db_keepdb:
            database.remove()
        else:
            database.end_other_sessions()


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """One transaction around the tests of a module: what a fixture of the module's scope stores is stored once.

    Each test changes the rows in a transaction of its own. The fixture's objects are shared: give tests copies of them
    (`copy.deepcopy`).
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def token_after_commit():
    """The token is replaced as on the site, in `transaction.on_commit`; see `stored_pages`."""


@pytest.fixture(autouse=True)
def stored_pages(request, monkeypatch):
    """The store of public pages, empty. Where nothing is committed, what would replace the token clears the store."""
    public_pages.store.clear()
    mark = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "token_after_commit"} & set(request.fixturenames)
    if not commits and not (mark and mark.kwargs.get("transaction")):
        monkeypatch.setattr(public_token, "on_commit", lambda *arguments, **options: public_pages.store.clear())
    return public_pages.store


@pytest.fixture(scope="session", autouse=True)
def nothing_secret_is_logged():
    """Searches the log of the whole run at its end."""
    with watched_log() as (log, secrets):
        yield
    assert secrets.found_in(log.getvalue()) == []


@pytest.fixture(autouse=True)
def nothing_is_counted_yet():
    """In Redis nothing is rolled back."""
    if isinstance(caches["default"], SharedCache):
        caches["default"].clear()


@pytest.fixture(autouse=True)
def no_quarantine(monkeypatch):
    """Nothing asks whether this is a restored copy: whether a request does depends on when the process last asked."""
    monkeypatch.setattr(QuarantineMiddleware, "present", lambda middleware: None)


@pytest.fixture
def sent_mails(db):
    """A function that sends what is due and returns every mail that the test has sent."""

    def send():
        send_due()
        return mail.outbox

    return send


@pytest.fixture(scope="module", autouse=True)
def pictures_in_a_folder_of_their_own(tmp_path_factory):
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture
def real_commits(transactional_db):
    """The test commits; afterwards the tables are emptied. Not in a module that uses `module_db`."""
    assert not connection.in_atomic_block, "a transaction around the module is open: move this test to another module"
    yield
    caches["default"].clear()
