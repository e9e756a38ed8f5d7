"""Files that only their owner opens, and having them on the disk."""

import hashlib
import os
import shutil
from pathlib import Path
from typing import BinaryIO


def new_file(path: Path) -> BinaryIO:
    """A new file, open for writing; FileExistsError where there is one."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy(source: Path, target: Path) -> str:
    """The hash of the copy."""
    with source.open("rb") as read, new_file(target) as written:
        shutil.copyfileobj(read, written)
    return sha256_of(target)


def sync(path: Path) -> None:
    """Have the file, or the folder with everything in it, on the disk."""
    for each in [path, *path.rglob("*")]:
        sync_only(each)


def sync_only(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    os.fsync(number)
    os.close(number)
