"""Reading settings from environment variables: what each allows, and what it means for Django."""

import contextlib
import logging
import os
import secrets
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
NO_MAIL = "none://"
ENCODED = "In a name or password, write # as %23, / as %2F, @ as %40, : as %3A and % as %25."


def required_unless_local(name, local=None):
    """The environment variable `name`; when unset, `local()` on a local machine and an error anywhere else."""
    value = env.str(name, default="")
    if value:
        return value
    if local:
        return local()
    raise ImproperlyConfigured(f"Set {name}: only SITE_MODE=local runs without it.")


def whole_number(name, default):
    """The environment variable `name` as an integer from 0 on; `default` when unset or empty."""
    value = env.str(name, default="") or str(default)
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} is a whole number as in {name}={default}, not “{value}”.")
    return int(value)


def strong(name, key):
    """The key; refused where somebody could guess it: short, of few characters, or one word again and again."""
    if len(key) < 50 or len(set(key)) < 10 or key[:8] in key[8:]:
        raise ImproperlyConfigured(
            f"{name} has {len(key)} characters, {len(set(key))} different ones. A key has 50 random ones or more, "
            "as printed by: python3 -c 'import secrets; print(secrets.token_urlsafe(60))'"
        )
    return key


def local_secret(folder):
    """A random key stored beside the local database, so that sessions survive a restart."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(60))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # atomic: processes that start at the same time all use the first key
        draft.unlink()
    return path.read_text()


def keep_private(path):
    """Let nobody else read the database file; SQLite gives its -wal and -shm the same permissions."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).chmod(0o600)


def database(url, folder):
    """Django's settings for a DATABASE_URL; upkeep/time_limits.py adds limits where requests are answered.

    `folder`: where SQLite's test database is.
    """
    try:
        config = env.db_url_config(url)
    except ValueError:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read. {ENCODED}") from None
    if not config["ENGINE"].endswith(("sqlite3", "postgresql")):
        raise ImproperlyConfigured("DATABASE_URL begins with sqlite:// or postgres://: the site runs on these two.")
    if config["ENGINE"].endswith("sqlite3"):
        with contextlib.suppress(OSError):  # opening the database reports the error
            Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
            keep_private(Path(config["NAME"]))
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 60,  # seconds: SQLite does not queue writers, so one of fifty may wait long for its turn
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA recursive_triggers=ON;",  # without it INSERT OR REPLACE fires no DELETE triggers
        }
        config["TEST"] = {"NAME": str(folder / "test.sqlite3")}  # a file: an in-memory database has no WAL
    else:
        # The fifth time, a connection prepares a statement: planning takes PostgreSQL longer than executing.
        # Behind a pooler without prepared statements: DATABASE_URL=…?prepare_threshold=1000000000
        prepared = {"server_side_binding": True, "prepare_threshold": 5}
        # A page takes less time than starting parallel workers or compiling a query, which PostgreSQL expects to pay
        # for queries of 2 ms. Its price of a random page is that of a turning disk: with it, the values of 30 series
        # were found by reading a million rows (270 ms) instead of by index (2 ms).
        options = {"lock_timeout": 60000, "max_parallel_workers_per_gather": 0, "jit": "off", "random_page_cost": 1.1}
        limits = {"connect_timeout": 10, "options": " ".join(f"-c {name}={value}" for name, value in options.items())}
        config["OPTIONS"] = prepared | limits | config.get("OPTIONS", {})
        config["CONN_HEALTH_CHECKS"] = True  # replaces broken connections after a restart of PostgreSQL
    config["CONN_MAX_AGE"] = None  # opening a connection takes longer than most pages
    return config


def shared_cache(url):
    """Django's settings for a CACHE_URL: the cache that all processes share, in the database or in Redis."""
    try:
        config = env.cache_url_config(url)
    except ValueError:
        raise ImproperlyConfigured(f"CACHE_URL cannot be read. {ENCODED}") from None
    if not config["BACKEND"].endswith(("DatabaseCache", "RedisCache")):
        raise ImproperlyConfigured("CACHE_URL begins with dbcache:// or redis://: limits hold for all processes.")
    if config["BACKEND"].endswith("RedisCache"):
        return config | {"BACKEND": "briefings.lib.shared_cache.SharedCache"}
    # Large enough that an attacker cannot push out rate limits.
    return config | {"BACKEND": "briefings.lib.shared_cache.DatabaseCache", "OPTIONS": {"MAX_ENTRIES": 20000}}


def mail_settings(*, is_local):
    """Django's settings for EMAIL_URL or EMAIL_BACKEND. Production never prints mails: their links are secret.

    Without SENDS_MAIL, the page of an invitation shows its link.
    """
    backend = env.str("EMAIL_BACKEND", default="")
    url = env.str("EMAIL_URL", default="") or (NO_MAIL if backend or is_local else "")
    if not url:
        raise ImproperlyConfigured(f"Set EMAIL_URL: only SITE_MODE=local runs without it. {NO_MAIL} sends no mail.")
    server = {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    if url != NO_MAIL:
        try:
            server = env.email_url_config(url)
        except ValueError:
            raise ImproperlyConfigured(f"EMAIL_URL cannot be read. {ENCODED}") from None  # its text has the password
        if not is_local and not server["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
            raise ImproperlyConfigured(f"EMAIL_URL begins with smtp, or is {NO_MAIL}: nothing else sends mail.")
    if backend:
        server["EMAIL_BACKEND"] = backend
    return server | {"SENDS_MAIL": bool(backend) or url != NO_MAIL}


def log_settings():
    """Django's settings for LOG_FORMAT and LOG_LEVEL: everything through one handler, so that nothing goes uncut."""
    level = env.str("LOG_LEVEL", default="INFO")
    if level not in logging.getLevelNamesMapping():
        raise ImproperlyConfigured(f"LOG_LEVEL is DEBUG, INFO, WARNING, ERROR or CRITICAL, not “{level}”.")
    formats = {"line": "briefings.lib.logs.Lines", "json": "briefings.lib.logs.JsonLines"}
    format_name = env.str("LOG_FORMAT", default="line")
    if format_name not in formats:
        raise ImproperlyConfigured(f"LOG_FORMAT is one of {', '.join(formats)}, not “{format_name}”.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"events": {"()": formats[format_name]}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Without the handlers that Django gives them.
        "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
    }
