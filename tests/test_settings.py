"""Settings as another machine would read them: each case in a process of its own with nothing but what it names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test.utils import override_settings

from briefings.checks import forms_are_protected

ROOT = Path(__file__).resolve().parent.parent
KEY = "k3" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2
PRODUCTION = {"SECRET_KEY": KEY, "SITE_URL": "https://briefings.example"}


@pytest.fixture
def run(tmp_path):
    """A function that runs manage.py with exactly these variables."""

    def manage(*words, **variables):
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)} | variables
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)

    return manage


@pytest.fixture
def value(run):
    """A function that tells what one or more settings are in such a process."""

    def read(*names, **variables):
        wanted = ", ".join(f"settings.{name}" for name in names)
        words = f"from django.conf import settings; print(*map(repr, [{wanted}]))"
        done = run("shell", "--no-imports", "-c", words, **variables)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return read


def test_production_passes_every_check(run):
    done = run("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_does_not_start_without(run, name):
    done = run("check", **{key: text for key, text in PRODUCTION.items() if key != name})
    assert done.returncode != 0
    assert f"Set {name}" in done.stderr


@pytest.mark.parametrize("address", ["briefings.example", "http://briefings.example", "https://"])
def test_production_refuses_an_address_without_https_or_host(run, address):
    done = run("check", **PRODUCTION | {"SITE_URL": address})
    assert done.returncode != 0
    assert "SITE_URL is an address" in done.stderr


def test_further_hosts_stand_beside_the_sites_own(value):
    assert value("ALLOWED_HOSTS", ALLOWED_HOSTS="10.0.0.7", **PRODUCTION) == "['briefings.example', '10.0.0.7']"


def test_unknown_mode_is_refused(run):
    done = run("check", SITE_MODE="loca", **PRODUCTION)
    assert done.returncode != 0
    assert "SITE_MODE" in done.stderr


def test_unset_means_safe(value):
    names = ["DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "ALLOWED_HOSTS"]
    assert value(*names, **PRODUCTION) == "False True True ['briefings.example']"


def test_debug_exists_only_locally(value):
    assert value("DEBUG", DEBUG="1", **PRODUCTION) == "False"
    assert value("DEBUG", DEBUG="1", SITE_MODE="local") == "True"


def test_local_key_is_made_once_and_kept_private(value, tmp_path):
    first = value("SECRET_KEY", SITE_MODE="local")
    assert len(first) > 50
    assert value("SECRET_KEY", SITE_MODE="local") == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_sqlite_is_set_up_for_several_writers(value):
    options = value("DATABASES['default']['OPTIONS']", SITE_MODE="local")
    for words in ["IMMEDIATE", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"]:
        assert words in options


def test_options_of_a_database_address_are_kept_beside_the_pool(value):
    url = "postgres://briefings@db.example/briefings?sslmode=require"
    options = value("DATABASES['default']['OPTIONS']", DATABASE_URL=url, DATABASE_POOL_SIZE="7", **PRODUCTION)
    assert "'sslmode': 'require'" in options
    assert "'max_size': 7" in options


@pytest.mark.parametrize(
    ("address", "backend"),
    [("redis://cache.example:6379/0", "briefings.lib.shared_cache.SharedCache"), ("", "DatabaseCache")],
)
def test_attempts_are_counted_where_all_processes_count(value, address, backend):
    caches = value("CACHES['default']['BACKEND']", **PRODUCTION, **({"CACHE_URL": address} if address else {}))
    assert backend in caches


def test_cache_that_each_process_has_for_itself_is_refused(run):
    assert "CACHE_URL begins with" in run("check", **PRODUCTION, CACHE_URL="locmemcache://").stderr


def test_proxys_word_counts_only_when_there_is_one(value):
    assert value("SECURE_PROXY_SSL_HEADER", **PRODUCTION) == "None"
    assert "X_FORWARDED_PROTO" in value("SECURE_PROXY_SSL_HEADER", BEHIND_PROXY="1", **PRODUCTION)


def test_start_is_refused_in_production(run):
    done = run("start", **PRODUCTION)
    assert done.returncode != 0
    assert "SITE_MODE=local" in done.stderr


def test_forms_without_protection_fail_the_check(settings):
    without = [name for name in settings.MIDDLEWARE if "Csrf" not in name]
    assert forms_are_protected(None) == []
    with override_settings(MIDDLEWARE=without):
        assert [error.id for error in forms_are_protected(None)] == ["briefings.E001"]


def test_wrong_settings_are_told_in_one_line(run):
    done = run("check", DATABASE_URL="mysql://somewhere/else", SITE_MODE="local")
    assert done.returncode != 0
    assert done.stderr.strip().count("\n") == 0
    assert "sqlite:// or postgres://" in done.stderr


def test_the_folder_of_the_database_is_made(run, tmp_path):
    assert run("migrate", "-v0", SITE_MODE="local", DATA_DIR=str(tmp_path / "new" / "folder")).returncode == 0
    assert (tmp_path / "new" / "folder" / "briefings.sqlite3").exists()


@pytest.mark.parametrize("name", ["SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH", "LANGUAGE_COOKIE_PATH"])
def test_staffs_cookies_stay_in_the_administration(value, name):
    assert value(name, **PRODUCTION) == repr("/admin/")
