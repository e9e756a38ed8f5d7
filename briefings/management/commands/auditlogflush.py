from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """auditlog's command of this name empties its table; here the record stays."""

    help = "Refused: what is on record is never deleted."

    def add_arguments(self, parser):
        parser.add_argument("-y", "--yes", action="store_true")
        parser.add_argument("-b", "--before-date")
        parser.add_argument("-t", "--truncate", action="store_true")

    def handle(self, **options):
        raise CommandError("What is on record is never deleted.")
