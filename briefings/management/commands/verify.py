import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from briefings.upkeep.manifest import Refused, read
from briefings.upkeep.verify import faults


class Command(BaseCommand):
    help = "Prove that the site holds what it should; ends with 1 and says what is wrong where it does not."

    def add_arguments(self, parser):
        parser.add_argument("manifest", type=Path, nargs="?", metavar="MANIFEST", help="of a backup: compare the log")

    def handle(self, *, manifest: Path | None, **options):
        try:
            made = read(manifest) if manifest else None
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        is_whole = True
        for fault in faults(made):
            is_whole = False
            self.stdout.write(fault)
        if not is_whole:
            sys.exit(1)
        log = "the log has all that the backup has" if made else "the log was compared with no backup"
        self.stdout.write(f"Nothing is wrong: editions, pictures, values, triggers and search; {log}.")
