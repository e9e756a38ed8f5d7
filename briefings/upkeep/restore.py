"""Restore a backup into an empty place, and leave the copy in quarantine."""

import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from . import manifest
from .backup import DATABASES
from .files import sync
from .manifest import PICTURES, Manifest, Refused
from .models import Quarantine
from .verify import differences, faults


def restore(path: Path) -> list[str]:
    """Restore the backup in the folder `path`; what is wrong with the site that it holds, as sentences.

    Refused while nothing has been written: where a file of the backup was changed, the code is another, or the place
    is not empty.
    """
    folder = (path.parent if path.name == manifest.MANIFEST else path).resolve()
    made = manifest.read(folder)
    database = DATABASES[connection.vendor]
    if changed := list(manifest.changed_parts(folder, made)):
        raise Refused(" ".join(changed[:10]))
    _require_same_code(made)
    database.require_empty()
    _require_no_pictures()
    try:
        _put_pictures(folder, made)
        database.load(folder, _quarantine(folder.name, made))
    except BaseException:
        _remove_pictures()
        raise
    found = [*differences(made), *faults(made)]
    call_command("createcachetable", verbosity=0)  # the original may have used Redis
    return found


def _quarantine(name: str, made: Manifest) -> Quarantine:
    return Quarantine(since=timezone.now(), backup=name, taken_at=parse_datetime(made.content["started_at"]))


def _require_same_code(made: Manifest) -> None:
    if made.content["engine"] != connection.vendor:
        raise Refused(f"This is a backup of {made.content['versions']['database']}; set DATABASE_URL accordingly.")
    labels = {config.label for config in apps.get_app_configs()}
    known = set(MigrationLoader(None).disk_migrations)
    applied = {(app, name) for app, names in made.content["migrations"].items() for name in names if app in labels}
    if known != applied:
        names = sorted(f"{app}.{name}" for app, name in known ^ applied)
        raise Refused(
            f"The backup was made by another release ({made.content['versions']['code']}): migrations differ: "
            f"{', '.join(names[:10])}. Restore it with that release, then upgrade."
        )


def _require_no_pictures() -> None:
    folder = Path(settings.MEDIA_ROOT)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty. A backup is restored only where there are no pictures.")


def _remove_pictures() -> None:
    for path in Path(settings.MEDIA_ROOT).glob("*"):
        path.unlink()


def _put_pictures(folder: Path, made: Manifest) -> None:
    pictures = Path(settings.MEDIA_ROOT)
    try:
        pictures.mkdir(parents=True, exist_ok=True)
        for part in made.parts:
            if part.name.startswith(f"{PICTURES}/"):
                shutil.copyfile(folder / part.name, pictures / Path(part.name).name)
        sync(pictures)
    except OSError as error:
        raise Refused(f"The pictures could not be written: {error.strerror}.") from error
