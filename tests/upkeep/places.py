"""Another place, empty, for the site of the tests: a database and a folder of pictures of its own."""

import contextlib
import os
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.test import override_settings

from benchmarks.databases import PostgreSQL
from briefings.lib import public_pages


@contextlib.contextmanager
def elsewhere(folder):
    """Whatever uses the database or the pictures within the block uses those of a new, empty place."""
    before = connection.settings_dict["NAME"]
    server = PostgreSQL(settings.DATABASE_URL, "") if connection.vendor == "postgresql" else None
    name = urlsplit(server.create("restored")).path.rpartition("/")[2] if server else str(folder / "restored.sqlite3")
    try:
        _use(name)
        with override_settings(MEDIA_ROOT=folder / "media"):
            yield
    finally:
        _use(before)
        if server:
            server.drop_all()


def _use(name):
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.settings_dict["NAME"] = name
    public_pages.store.clear()


def environment(folder):
    """For a process that runs the site on the database of the tests; its own files are in `folder`."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = urlunsplit(urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}"))
    return os.environ | {"SITE_MODE": "local", "DATABASE_URL": url, "DATA_DIR": str(folder)}
