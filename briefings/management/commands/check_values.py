import sys

from django.core.management.base import BaseCommand

from briefings.statistics.actions import check_current


class Command(BaseCommand):
    help = "Proves that every observation holds the newest applied value; ends with 1 where one does not."

    def handle(self, *args, **options):
        observations = check_current()
        if not observations:
            self.stdout.write("Every observation holds its newest applied value.")
            return
        names = "; ".join(map(str, observations[:10]))
        self.stdout.write(f"{len(observations)} observations do not hold their newest applied value: {names}.")
        sys.exit(1)
