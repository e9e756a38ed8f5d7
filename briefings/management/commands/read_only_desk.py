from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from briefings.upkeep.actions import close_desk, open_desk


class Command(BaseCommand):
    help = "Make the desk read-only: staff can read and save nothing; readers notice nothing. --off opens it again."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--reason", help="what staff are told")
        what.add_argument("--off", action="store_true", help="open the desk again")

    def handle(self, *, reason, off, **options):
        try:
            if off:
                open_desk(by=None)
            else:
                close_desk(by=None, reason=reason)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write("The desk is open." if off else "The desk is read-only.")
