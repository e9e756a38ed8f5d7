"""settings.py, read with only the environment variables that each test names."""

import os
import runpy
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test.utils import override_settings

from briefings.checks import forms_are_protected

ROOT = Path(__file__).resolve().parent.parent
KEY = "k3abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PRODUCTION = {"SECRET_KEY": KEY, "SITE_URL": "https://briefings.example", "EMAIL_URL": "none://"}


@pytest.fixture
def read(tmp_path, monkeypatch):
    """A function that executes settings.py with these environment variables only and returns its names."""

    def execute(**variables):
        with monkeypatch.context() as patch:
            for name in os.environ:
                patch.delenv(name)
            for name, text in ({"DATA_DIR": str(tmp_path)} | variables).items():
                patch.setenv(name, text)
            return runpy.run_path(str(ROOT / "ecuador_site" / "settings.py"))

    return execute


@pytest.fixture
def run(tmp_path):
    """A function that runs manage.py with these environment variables only."""

    def manage(*arguments, **variables):
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)} | variables
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    return manage


def test_production_passes_every_check(run):
    done = run("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_start_is_refused_in_production(run):
    done = run("start", **PRODUCTION)
    assert done.returncode != 0
    assert "SITE_MODE=local" in done.stderr


def test_invalid_settings_are_reported_in_one_line(run):
    done = run("check", DATABASE_URL="mysql://somewhere/else", SITE_MODE="local")
    assert done.returncode != 0
    assert done.stderr.strip().count("\n") == 0
    assert "sqlite:// or postgres://" in done.stderr


def test_what_is_no_number_is_reported_in_one_line(run):
    for name, variables in (("HSTS_SECONDS", PRODUCTION), ("PORT", {"SITE_MODE": "local"})):
        done = run("check", **variables, **{name: "abc"})
        assert done.returncode != 0
        assert done.stderr.startswith(f"The settings are not right. {name} is a whole number as in {name}=")
        assert done.stderr.strip().count("\n") == 0


def test_a_failing_command_logs_one_line_without_addresses(run):
    done = run("loaddata", "former@reader.example", **PRODUCTION)
    assert done.returncode != 0
    lines = done.stderr.strip().splitlines()
    assert "reader.example" not in lines[-1]
    assert not any(line.startswith(("Traceback", "  File")) for line in lines)


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"SITE_URL": "https://briefings.example"}, "Set SECRET_KEY"),
        ({"SECRET_KEY": KEY}, "Set SITE_URL"),
        (PRODUCTION | {"SECRET_KEY": "x7" * 20}, "SECRET_KEY has 40 characters, 2 different ones. A key has 50"),
        (PRODUCTION | {"SECRET_KEY": "x" * 60}, "SECRET_KEY has 60 characters, 1 different ones"),
        (PRODUCTION | {"SECRET_KEY": "change-me" * 6}, "SECRET_KEY has 54 characters, 8 different ones"),
        (PRODUCTION | {"SECRET_KEY": "correct-horse-battery-staple" * 2}, "SECRET_KEY has 56 characters"),
        (PRODUCTION | {"SECRET_KEY_FALLBACKS": f"{KEY},short"}, "SECRET_KEY_FALLBACKS has 5 characters"),
        (PRODUCTION | {"MFA_KEY": "short"}, "MFA_KEY has 5 characters"),
        (PRODUCTION | {"SITE_URL": "briefings.example"}, "SITE_URL is an address"),
        (PRODUCTION | {"SITE_URL": "http://briefings.example"}, "SITE_URL is an address"),
        (PRODUCTION | {"SITE_URL": "https://"}, "SITE_URL is an address"),
        (PRODUCTION | {"EMAIL_URL": ""}, "Set EMAIL_URL: .* none:// sends no mail."),
        (PRODUCTION | {"EMAIL_URL": "consolemail://"}, "EMAIL_URL begins with smtp"),
        (PRODUCTION | {"EMAIL_URL": "filemail:///tmp/mails"}, "EMAIL_URL begins with smtp"),
        (PRODUCTION | {"SITE_MODE": "loca"}, "SITE_MODE"),
        (PRODUCTION | {"CACHE_URL": "locmemcache://"}, "CACHE_URL begins with"),
        (PRODUCTION | {"DATABASE_URL": "mysql://somewhere/else"}, "DATABASE_URL begins with"),
        (PRODUCTION | {"DATABASE_URL": "postgres://us:a@host:port/x"}, "^DATABASE_URL cannot be read. .* # as %23"),
        (PRODUCTION | {"EMAIL_URL": "smtp+tls://us:hunter2#pw@host:587"}, "^EMAIL_URL cannot be read. .* # as %23"),
        (PRODUCTION | {"LOG_LEVEL": "loud"}, "LOG_LEVEL is DEBUG"),
    ],
)
def test_invalid_settings_are_refused(read, variables, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        read(**variables)


def test_defaults_are_safe(read):
    settings = read(**PRODUCTION)
    assert (settings["DEBUG"], settings["SECURE_SSL_REDIRECT"], settings["SESSION_COOKIE_SECURE"]) == (
        False,
        True,
        True,
    )
    assert settings["ALLOWED_HOSTS"] == ["briefings.example"]
    assert settings["SECURE_PROXY_SSL_HEADER"] is None


def test_allowed_hosts_are_added_to_the_host_of_the_site(read):
    assert read(ALLOWED_HOSTS="10.0.0.7", **PRODUCTION)["ALLOWED_HOSTS"] == ["briefings.example", "10.0.0.7"]


def test_debug_needs_local_mode(read):
    assert read(DEBUG="1", **PRODUCTION)["DEBUG"] is False
    assert read(DEBUG="1", SITE_MODE="local")["DEBUG"] is True


def test_local_key_is_made_once_and_kept_private(read, tmp_path):
    first = read(SITE_MODE="local")["SECRET_KEY"]
    assert len(first) > 50
    assert read(SITE_MODE="local")["SECRET_KEY"] == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_older_keys_still_verify_and_decrypt(read):
    older, mfa = [KEY[::-1], KEY[5:] + KEY[:5]], KEY[7:] + KEY[:7]
    settings = read(SECRET_KEY_FALLBACKS=",".join(older), MFA_KEY=mfa, **PRODUCTION)
    assert settings["SECRET_KEY_FALLBACKS"] == older
    assert settings["MFA_KEYS"] == [mfa, KEY, *older]


@pytest.mark.parametrize("exists", [False, True])
def test_nobody_else_reads_the_files_of_sqlite(read, tmp_path, exists):
    path, before = tmp_path / "briefings.sqlite3", os.umask(0o022)
    try:
        if exists:
            path.touch(mode=0o644)
        database = read(SITE_MODE="local")["DATABASES"]["default"]
        with closing(sqlite3.connect(database["NAME"])) as connection:
            connection.executescript(database["OPTIONS"]["init_command"])
            connection.execute("CREATE TABLE somebody (name)")
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.glob("briefings*")}
    finally:
        os.umask(before)
    assert modes == {f"briefings.sqlite3{ending}": 0o600 for ending in ("", "-wal", "-shm")}


def test_sqlite_is_set_up_for_several_writers(read):
    options = read(SITE_MODE="local")["DATABASES"]["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ["journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"]:
        assert pragma in options["init_command"]


def test_options_in_database_url_are_kept_beside_the_time_limits(read):
    url = "postgres://briefings@db.example/briefings?sslmode=require"
    options = read(DATABASE_URL=url, **PRODUCTION)["DATABASES"]["default"]["OPTIONS"]
    assert options["sslmode"] == "require"
    assert "lock_timeout" in options["options"]


def test_default_cache_is_shared_by_all_processes(read):
    assert read(**PRODUCTION)["CACHES"]["default"]["BACKEND"].endswith(".DatabaseCache")
    redis = read(CACHE_URL="redis://cache.example:6379/0", **PRODUCTION)
    assert redis["CACHES"]["default"]["BACKEND"] == "briefings.lib.shared_cache.SharedCache"


def test_proxy_headers_are_trusted_only_behind_a_proxy(read):
    assert "X_FORWARDED_PROTO" in read(BEHIND_PROXY="1", **PRODUCTION)["SECURE_PROXY_SSL_HEADER"][0]


def test_folder_of_the_database_is_created(read, tmp_path):
    read(SITE_MODE="local", DATA_DIR=str(tmp_path / "new" / "folder"))
    assert (tmp_path / "new" / "folder").is_dir()


def test_cookies_are_sent_to_the_admin_only(read):
    settings = read(**PRODUCTION)
    assert {settings[f"{name}_COOKIE_PATH"] for name in ("SESSION", "CSRF", "LANGUAGE")} == {"/admin/"}


def test_check_fails_without_csrf_middleware(settings):
    without = [name for name in settings.MIDDLEWARE if "Csrf" not in name]
    assert forms_are_protected(None) == []
    with override_settings(MIDDLEWARE=without):
        assert [error.id for error in forms_are_protected(None)] == ["briefings.E001"]


def test_mail_is_sent_where_a_server_or_another_way_is_named(read):
    assert read(SITE_MODE="local")["SENDS_MAIL"] is read(**PRODUCTION)["SENDS_MAIL"] is False
    server = read(**PRODUCTION | {"EMAIL_URL": "smtp+tls://desk:key@mail.example:587"})
    assert (server["SENDS_MAIL"], server["EMAIL_HOST"], server["EMAIL_USE_TLS"]) == (True, "mail.example", True)
    other = read(**{name: text for name, text in PRODUCTION.items() if name != "EMAIL_URL"}, EMAIL_BACKEND="a.Backend")
    assert (other["SENDS_MAIL"], other["EMAIL_BACKEND"]) == (True, "a.Backend")
