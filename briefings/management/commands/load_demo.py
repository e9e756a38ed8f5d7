from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from briefings.demo.loading import is_loaded, load

REFUSAL = (
    "The demonstration writes invented people and a made-up past into the record, and the record can never be "
    "deleted. It belongs on one's own machine (SITE_MODE=local). To load it into this database all the same: "
    "load_demo --force"
)


class Command(BaseCommand):
    help = "Load the demonstration: figures, briefings in two languages and staff. A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="load it although SITE_MODE is not local")

    def handle(self, *, force, **options):
        if is_loaded():
            self.stdout.write("The demo is loaded already.")
            return
        if not (settings.IS_LOCAL or force):
            raise CommandError(REFUSAL)
        try:
            load()
        except ValidationError as error:
            raise CommandError(f"Nothing was loaded: {' '.join(error.messages)}") from error
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the planner's statistics, which would otherwise be a minute late
        self.stdout.write("The demo is loaded.")
        if settings.IS_LOCAL:
            self.stdout.write("Its staff, each with a new password that is shown only this once:")
            call_command("demo_password", "--first", stdout=self.stdout)
