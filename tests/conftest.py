import pytest
from django.core.cache import caches
from django.db import connection

from briefings import triggers
from briefings.lib.shared_cache import SharedCache

from .people import *  # noqa: F403


def pytest_configure(config):
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def pytest_terminal_summary(terminalreporter):
    left_out = "" if connection.vendor == "postgresql" else "; PostgreSQL was left out (DATABASE_URL chooses it)"
    terminalreporter.write_line(f"The suite ran on {connection.display_name}{left_out}.")


@pytest.fixture(autouse=True)
def no_page_is_remembered():
    """Each test makes its own pages: numbers of rows come again after a rollback. In Redis nothing is rolled back."""
    caches["pages"].clear()
    if isinstance(caches["default"], SharedCache):
        caches["default"].clear()


@pytest.fixture(autouse=True)
def pictures_in_a_folder_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def real_commits(transactional_db):
    """The test commits; afterwards the tables are emptied, for which the triggers that keep the record step aside."""
    yield
    caches["default"].clear()
    triggers.drop()


@pytest.fixture(autouse=True)
def triggers_are_in_place(request):
    """A test that committed has left the triggers dropped; the next one finds them again."""
    for database in {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue(database)
        if not triggers.installed():
            triggers.install()
    return connection
