"""The manifest of a backup: what is in it, and what the site held when it was made."""

import hashlib
import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import django
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from ..documents.document import canonical
from ..history.models import Event, FieldChange
from ..media.models import Image
from ..statistics.models import ImportFile, ImportPart
from .files import sha256_of
from .models import Quarantine

MADE_BY = "briefings backup"
FORMAT = 1
MANIFEST = "manifest.json"
PICTURES = "pictures"
LOG = {"event": Event, "fieldchange": FieldChange}


class Refused(Exception):
    """The reason why a backup is not made or not restored, as a sentence for the operator."""


def left_out() -> set[str]:
    """The tables whose rows no backup contains: a restored copy must not let people in whose session has ended, and
    files that are being imported may hold rows about single people."""
    caches = [cache["LOCATION"] for cache in settings.CACHES.values() if cache["BACKEND"].endswith("DatabaseCache")]
    return {*caches, *(model._meta.db_table for model in (Session, UserSession, Quarantine, ImportFile, ImportPart))}


@dataclass(frozen=True)
class LogState:
    """The rows of one table of the log. `gaps` are the numbers up to `last_id` that no row had, as (first, last):
    a transaction that was still open when the backup began may use such a number later. `fields` are those in the
    digest: a later release may add some."""

    fields: tuple[str, ...]
    count: int
    last_id: int
    gaps: tuple[tuple[int, int], ...]
    sha256: str


def log_state(model, *, using: str = "default", like: LogState | None = None) -> LogState:
    """The present state of a table of the log; with `like`, of those rows alone that it could have known."""
    rows = model.objects.using(using).order_by("pk")
    fields = like.fields if like else tuple(field.attname for field in model._meta.concrete_fields)
    if like:
        rows = rows.filter(pk__lte=like.last_id)
    digest, count, last, gaps = hashlib.sha256(), 0, 0, []
    for row in rows.values_list("pk", *fields).iterator(chunk_size=2000):
        key, values = row[0], row[1:]
        if like and any(first <= key <= end for first, end in like.gaps):
            continue
        if key > last + 1:
            gaps.append((last + 1, key - 1))
        digest.update(canonical([_plain(value) for value in values]).encode() + b"\n")
        count, last = count + 1, key
    return LogState(fields, count, last, tuple(gaps), digest.hexdigest())


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def migrations(using: str = "default") -> dict[str, list[str]]:
    """{app: names of its applied migrations}."""
    names: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connections[using]).applied_migrations()):
        names.setdefault(app, []).append(name)
    return names


def counts(using: str = "default") -> dict[str, int]:
    """{table: number of rows}, without the tables that are left out."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - left_out())
        numbers = {}
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            (numbers[table],) = cursor.fetchone()
    return numbers


def picture_names(using: str = "default") -> list[str]:
    return list(Image.objects.using(using).order_by("pk").values_list("file", flat=True))


@dataclass(frozen=True)
class State:
    """The contents of the database at one moment."""

    database: str
    migrations: dict[str, list[str]]
    counts: dict[str, int]
    log: dict[str, LogState]
    pictures: list[str]


def state_of(using: str = "default") -> State:
    log = {name: log_state(model, using=using) for name, model in LOG.items()}
    return State(database_version(using), migrations(using), counts(using), log, picture_names(using))


def database_version(using: str = "default") -> str:
    connection = connections[using]
    sql = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return f"{connection.display_name} {cursor.fetchone()[0]}"


def code_version(folder: Path) -> str:
    """The commit of a checkout; where there is none, the name of the folder, one for each release."""
    git = folder / ".git"
    if not git.is_dir():
        return folder.resolve().name
    head = (git / "HEAD").read_text().strip()
    branch = head.removeprefix("ref: ")
    return (git / branch).read_text().strip() if (git / branch).is_file() else branch


@dataclass(frozen=True)
class Part:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """As read from a file. `sha256` is the digest of everything else in the file."""

    content: dict
    sha256: str

    @property
    def parts(self) -> list[Part]:
        return [Part(part["name"], part["bytes"], part["sha256"]) for part in self.content["parts"]]

    @property
    def log(self) -> dict[str, LogState]:
        return {
            name: LogState(
                tuple(log["fields"]), log["count"], log["last_id"], tuple(map(tuple, log["gaps"])), log["sha256"]
            )
            for name, log in self.content["log"].items()
        }


def written(*, started_at, finished_at, vendor: str, state: State, parts: list[Part], problems: list[str]) -> str:
    """The text of a manifest."""
    content = {
        "format": FORMAT,
        "made_by": MADE_BY,
        "site": settings.SITE_URL,
        "started_at": started_at.isoformat(),
        "finished_at": finished_at.isoformat(),
        "engine": vendor,
        "versions": {
            "code": code_version(settings.BASE_DIR),
            "django": django.__version__,
            "python": platform.python_version(),
            "database": state.database,
        },
        "migrations": state.migrations,
        "counts": state.counts,
        "log": {name: asdict(log) for name, log in state.log.items()},
        "parts": [{"name": part.name, "bytes": part.size, "sha256": part.sha256} for part in parts],
        "problems": problems,
    }
    return formatted(content, digest(content))


def formatted(content: dict, sha256: str) -> str:
    return json.dumps(content | {"sha256": sha256}, ensure_ascii=False, indent=1) + "\n"


def digest(content: dict) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def read(path: Path) -> Manifest:
    """The manifest at `path`, or in the folder `path`; Refused where it is none or was changed."""
    path = path / MANIFEST if path.is_dir() else path
    try:
        text = path.read_text()
        content = json.loads(text)
        sha256 = content.pop("sha256")
        is_ours = content["made_by"] == MADE_BY and content["format"] == FORMAT
        is_unchanged = sha256 == digest(content) and text == formatted(content, sha256)
        made = Manifest(content, sha256)
        _ = made.parts, made.log, dict(content["migrations"]), content["counts"].items(), content["versions"]["code"]
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(f"{path} is not the manifest of a backup.") from error
    if not is_ours:
        raise Refused(f"{path} is not the manifest of a backup of this kind.")
    if not is_unchanged:
        raise Refused(f"{path} was changed after the backup was made.")
    return made


def changed_parts(folder: Path, manifest: Manifest) -> Iterator[str]:
    """A sentence for each file of the backup that is missing, was changed or was added."""
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()}
    names = {part.name for part in manifest.parts}
    yield from (f"{name} was added to the backup." for name in sorted(present - names - {MANIFEST}))
    for part in manifest.parts:
        if part.name not in present:
            yield f"{part.name} is missing from the backup."
        elif (folder / part.name).stat().st_size != part.size or sha256_of(folder / part.name) != part.sha256:
            yield f"{part.name} was changed after the backup was made."
