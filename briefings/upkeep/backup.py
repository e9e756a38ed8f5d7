"""Make a backup: a folder with the database, the pictures and a manifest; remove old ones.

The folder is written under a name that begins with a dot and renamed when everything in it is on the disk.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ..media.models import Image
from . import manifest, postgresql, sqlite
from .files import copy, new_file, sha256_of, sync, sync_only
from .manifest import MANIFEST, PICTURES, Part, Refused
from .models import Backup

DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"briefings-(\d{8}T\d{6}Z)")
ALL_OF = timedelta(days=2)  # newer backups are all kept
# How far back: of each day, week (from Monday) and month in UTC the newest backup is kept.
NEWEST_OF = [
    (timedelta(days=14), "%Y-%m-%d"),
    (timedelta(weeks=8), "%G-W%V"),
    (timedelta(days=366), "%Y-%m"),
]


@dataclass
class Pictures:
    """The pictures of a backup. A picture that an earlier backup holds is linked, which takes no space."""

    folder: Path
    earlier: Path | None
    parts: dict[str, Part] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, names: list[str]) -> list[str]:
        """Add the files that are not there yet; the names of those that the site does not have."""
        return [name for name in names if f"{PICTURES}/{name}" not in self.parts and not self._add(name)]

    def _add(self, name: str) -> bool:
        target, wanted = self.folder / name, name.partition(".")[0]
        sha256 = self._link(name, target, wanted)
        if not sha256:
            try:
                sha256 = copy(Path(Image._meta.get_field("file").storage.path(name)), target)
            except FileNotFoundError:
                return False
            if sha256 != wanted:
                self.problems.append(f"The picture {name} is damaged.")
        part = Part(f"{PICTURES}/{name}", target.stat().st_size, sha256)
        self.parts[part.name] = part
        return True

    def _link(self, name: str, target: Path, wanted: str) -> str:
        """Link the file of the earlier backup if it is whole; its hash, or "" where there is none to link."""
        earlier = self.earlier / PICTURES / name if self.earlier else None
        if earlier and earlier.is_file() and sha256_of(earlier) == wanted:
            with suppress(OSError):  # some file systems have no hard links
                os.link(earlier, target)
                return wanted
        return ""


def back_up(folder: Path, *, now: datetime | None = None) -> tuple[Path, list[str]]:
    """Make a backup in `folder` and remove old ones; the path of the new one, and sentences about missing pictures.

    What was committed before it begins is in it. Pictures are copied before the database, so that none of those that
    it names has been deleted meanwhile, and again afterwards, for those that were uploaded meanwhile.
    """
    _require_private(folder)
    started_at = now or timezone.now()
    with _locked(folder):
        path = folder / f"briefings-{started_at.astimezone(UTC):{STAMP}}"
        if path.exists():
            raise Refused(f"{path} exists.")
        draft = folder / f".{path.name}.part"
        try:
            (draft / PICTURES).mkdir(mode=0o700, parents=True)
            draft.chmod(0o700)
            text, problems = _write(draft, started_at, earlier=next(iter(_own(folder)), None))
            sync(draft)
            draft.rename(path)
        except OSError as error:
            raise Refused(f"The backup could not be written: {error.strerror}.") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        sync_only(folder)
        made = manifest.read(path)
        size = sum(part.size for part in made.parts) + len(text.encode())
        Backup.objects.create(
            started_at=started_at, finished_at=now or timezone.now(), name=path.name, sha256=made.sha256, size=size,
            missing=len(problems),
        )  # fmt: skip
        thin(folder, now=started_at)
    return path, problems


def _write(draft: Path, started_at, *, earlier: Path | None) -> tuple[str, list[str]]:
    database = DATABASES[connection.vendor]
    pictures = Pictures(draft / PICTURES, earlier)
    pictures.add(manifest.picture_names())
    state = database.dump(draft)
    missing = pictures.add(state.pictures)
    problems = [*pictures.problems, *(f"The picture {name} is missing." for name in missing)]
    dump = draft / database.DUMP
    parts = [Part(dump.name, dump.stat().st_size, sha256_of(dump)), *pictures.parts.values()]
    text = manifest.written(
        started_at=started_at,
        finished_at=timezone.now(),
        vendor=connection.vendor,
        state=state,
        parts=parts,
        problems=problems,
    )
    with new_file(draft / MANIFEST) as file:
        file.write(text.encode())
    return text, problems


def _require_private(folder: Path) -> None:
    """Refuse a folder whose files readers could fetch."""
    for served in (Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT)):
        if folder.resolve().is_relative_to(served.resolve()):
            raise Refused(f"{folder} is inside {served}, whose files readers can fetch. Choose another folder.")


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One backup at a time in a folder. What an earlier one left when it was killed is removed."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for draft in folder.glob(".briefings-*.part"):
            shutil.rmtree(draft, ignore_errors=True)
        yield
    except BlockingIOError as error:
        raise Refused(f"Another backup is being made in {folder}.") from error
    finally:
        os.close(lock)


def _own(folder: Path) -> dict[Path, datetime]:
    """The backups of this site in the folder and when each began, the newest first: {path: moment}."""
    found = {}
    for path in sorted(folder.glob("briefings-*"), reverse=True):
        if NAME.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            with suppress(Refused):
                if manifest.read(path).content["site"] == settings.SITE_URL:
                    stamp = NAME.fullmatch(path.name)[1]
                    found[path] = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    return found


def to_remove(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """The backups to remove of those taken at these moments. The newest is never one of them."""
    newest_first = sorted(moments, reverse=True)
    kept = {moment for moment in newest_first if now - moment <= ALL_OF} | set(newest_first[:1])
    for age, period in NEWEST_OF:
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            if now - moment <= age:
                newest.setdefault(moment.astimezone(UTC).strftime(period), moment)
        kept |= set(newest.values())
    return set(newest_first) - kept


def thin(folder: Path, *, now: datetime) -> list[Path]:
    """Remove old backups of this site by the rule of `to_remove`. Nothing else in the folder is touched."""
    own = _own(folder)
    old = to_remove(own.values(), now)
    removed = [path for path, moment in own.items() if moment in old]
    for path in removed:
        draft = path.with_name(f".{path.name}.part")  # so that a half removed backup does not look whole
        path.rename(draft)
        shutil.rmtree(draft)
    return removed
