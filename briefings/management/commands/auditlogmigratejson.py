from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """auditlog's command of this name rewrites rows of an older version; here there are none."""

    help = "Refused: what is on record is never changed."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")
        parser.add_argument("-d", "--database")
        parser.add_argument("-b", "--batch-size")

    def handle(self, **options):
        raise CommandError("What is on record is never changed.")
