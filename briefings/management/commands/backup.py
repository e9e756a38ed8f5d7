from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from briefings.upkeep.backup import back_up
from briefings.upkeep.manifest import Refused


class Command(BaseCommand):
    help = "Make a backup of database and pictures in FOLDER, and remove old ones that it made there."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *, folder, **options):
        try:
            path, problems = back_up(folder)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for problem in problems:
            self.stderr.write(problem)
        self.stdout.write(f"Backup made: {path}")
