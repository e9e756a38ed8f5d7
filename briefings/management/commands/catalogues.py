"""Compile the translation catalogues without gettext, and check that they are complete and compiled."""

import ast
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

MAGIC = 0x950412DE  # magic number of the .mo format, little endian
KEYWORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")
SCANNED = ("briefings", "ecuador_site", "templates", "manage.py")


@dataclass
class Entry:
    context: str | None = None
    text: str = ""
    plural: str | None = None
    translations: tuple = ()
    fuzzy: bool = False

    @property
    def key(self):
        key = self.text if self.plural is None else f"{self.text}\0{self.plural}"
        return key if self.context is None else f"{self.context}\x04{key}"

    @property
    def is_translated(self):
        return not self.fuzzy and bool(self.translations) and all(self.translations)


class Command(BaseCommand):
    help = "Compile the catalogues in briefings/locale; with --check change nothing and fail where one is not current."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only compare; with xgettext also find missing words")

    def handle(self, *, check, **options):
        sources = [path for folder in settings.LOCALE_PATHS for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))]
        if check:
            problems = [problem for source in sources for problem in problems_of(source)]
            problems += missing_texts(settings.BASE_DIR, sources)
            if problems:
                raise CommandError("\n".join(problems))
            self.stdout.write(f"Catalogues are current: {len(sources)}.")
            return
        for source in sources:
            source.with_suffix(".mo").write_bytes(compiled(entries(source.read_text())))
            self.stdout.write(f"Compiled {source}.")


def entries(text):
    """The entries of a .po file, header first, without obsolete ones."""
    complete, entry, field = [], Entry(), None
    for line in [*text.splitlines(), "# the end"]:
        if entry.translations and line.startswith(("#", "msgctxt ", "msgid ")):
            complete.append(entry)
            entry, field = Entry(), None
        if line.startswith("#,") and "fuzzy" in line:
            entry.fuzzy = True
        elif line.strip() and not line.startswith("#"):
            field, quoted = _keyword(line, field)
            _add(entry, field, ast.literal_eval(quoted))
    return complete


def _keyword(line, field):
    """((keyword, whether it starts here), quoted text); a line that starts with a quote continues `field`."""
    for keyword in KEYWORDS:
        if line.startswith(keyword):
            name, _space, quoted = line.partition(" ")
            return (name, True), quoted
    return (field[0], False), line


def _add(entry, field, text):
    name, is_new = field
    if name == "msgctxt":
        entry.context = text if is_new else entry.context + text
    elif name == "msgid":
        entry.text += text
    elif name == "msgid_plural":
        entry.plural = text if is_new else entry.plural + text
    elif is_new:
        entry.translations += (text,)
    else:
        entry.translations = (*entry.translations[:-1], entry.translations[-1] + text)


def compiled(entries):
    """The .mo file: two tables of (length, offset), sorted by key, then the texts with a NUL after each."""
    pairs = sorted((e.key.encode(), "\0".join(e.translations).encode()) for e in entries if e.is_translated)
    count, start = len(pairs), 28
    offset = start + 16 * count
    tables, texts = [], b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[column]), offset + len(texts)))
            texts += pair[column] + b"\0"
    header = struct.pack("<7I", MAGIC, 0, count, start, start + 8 * count, 0, offset)
    return header + b"".join(tables) + texts


def problems_of(source):
    """Messages about missing translations and a catalogue that is not compiled."""
    catalogue, name = entries(source.read_text()), os.path.relpath(source)
    problems = [f"{name}: not translated: “{e.text[:80]}”" for e in catalogue if not e.is_translated]
    binary = source.with_suffix(".mo")
    if not binary.exists() or binary.read_bytes() != compiled(catalogue):
        problems.append(f"{os.path.relpath(binary)} is not current: run `make messages` and commit it.")
    return problems


def missing_texts(root, sources):
    """Messages about texts of the code that the catalogue lacks, found by makemessages in a copy; needs xgettext."""
    if not shutil.which("xgettext"):
        return []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        copy.mkdir()
        for name in SCANNED:
            if (root / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "locale", "static", "data")
                shutil.copytree(root / name, copy / name, ignore=ignored)
            elif (root / name).exists():
                shutil.copy(root / name, copy / name)
        (copy / "briefings" / "locale").mkdir()
        command = [sys.executable, "manage.py", "makemessages", "--locale", "es", "--verbosity", "0"]
        environment = os.environ | {"SITE_MODE": "local", "DATA_DIR": str(copy / "var")}
        subprocess.run(command, cwd=copy, env=environment, check=True)
        extracted = entries((copy / "briefings/locale/es/LC_MESSAGES/django.po").read_text())
    present = {entry.key for source in sources if source.name == "django.po" for entry in entries(source.read_text())}
    missing = [entry.text for entry in extracted if entry.key not in present]
    return [f"Not in the Spanish catalogue: “{text[:80]}” (run `make messages`)" for text in missing]
