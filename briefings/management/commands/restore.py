import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from briefings.mail.models import Mail
from briefings.upkeep.manifest import Refused
from briefings.upkeep.quarantine import release
from briefings.upkeep.restore import restore


class Command(BaseCommand):
    help = "Restore the backup FILE into an empty place and leave the copy in quarantine; --release ends that."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the folder of a backup")
        parser.add_argument("--release", action="store_true", help="end the quarantine of this copy")

    def handle(self, *, file: Path | None, release: bool, **options):
        if (file is None) != release:
            raise CommandError("Name either the folder of a backup or --release.")
        if release:
            self.release()
        else:
            self.restore(file)

    def restore(self, file):
        try:
            faults = restore(file)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for fault in faults:
            self.stdout.write(fault)
        self.stdout.write("Restored. The copy is in quarantine until `manage.py restore --release`.")
        if faults:
            self.stdout.write("Something is wrong with it: see above.")
            sys.exit(1)

    def release(self):
        if not release():
            raise CommandError("This site is not in quarantine.")
        waiting = Mail.objects.waiting().count()
        self.stdout.write("The quarantine has ended: tick works, and the strips go within half a minute.")
        if waiting:
            self.stdout.write(f"{waiting} mail(s) will be sent; the original may have sent some of them already.")
