"""Compile the translation catalogues without gettext, and check that they are complete and compiled."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SCANNED = ("briefings", "ecuador_site", "templates", "manage.py")


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
            source.with_suffix(".mo").write_bytes(polib.pofile(source).to_binary())
            self.stdout.write(f"Compiled {source}.")


def problems_of(source):
    """Messages about missing translations, texts that are there twice, and a catalogue that is not compiled."""
    catalogue, name = polib.pofile(source), os.path.relpath(source)
    forms = int(catalogue.metadata["Plural-Forms"].partition("nplurals=")[2].partition(";")[0])
    untranslated = [entry for entry in catalogue if not (_is_translated(entry, forms) or entry.obsolete)]
    problems = [f"{name}: not translated: “{entry.msgid[:80]}”" for entry in untranslated]
    twice = [key for key, count in Counter(_key(entry) for entry in catalogue).items() if count > 1]
    problems += [f"{name}: there twice: “{text[:80]}”" for _context, text, _plural in twice]
    binary = source.with_suffix(".mo")
    if not binary.exists() or binary.read_bytes() != catalogue.to_binary():
        problems.append(f"{os.path.relpath(binary)} is not current: run `make messages` and commit it.")
    return problems


def _is_translated(entry, forms):
    """With all plural forms of the language: for one that is missing, readers get English."""
    return entry.translated() and (not entry.msgid_plural or len(entry.msgstr_plural) == forms)


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
        extracted = polib.pofile(copy / "briefings/locale/es/LC_MESSAGES/django.po")
    present = {_key(entry) for source in sources if source.name == "django.po" for entry in polib.pofile(source)}
    missing = [entry.msgid for entry in extracted if _key(entry) not in present]
    return [f"Not in the Spanish catalogue: “{text[:80]}” (run `make messages`)" for text in missing]


def _key(entry):
    return entry.msgctxt, entry.msgid, entry.msgid_plural
