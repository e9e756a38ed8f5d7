"""manage.py check_values"""

import sys

from django.core.management.base import BaseCommand

from briefings.statistics.actions import check_current


class Command(BaseCommand):
    help = "Proves that every observation holds the newest applied value; ends with 1 where one does not."

    def handle(self, *args, **options):
        wrong = check_current()
        if not wrong:
            self.stdout.write("Every observation holds its newest applied value.")
            return
        names = "; ".join(str(observation) for observation in wrong[:10])
        self.stdout.write(f"{len(wrong)} observations do not hold their newest applied value: {names}.")
        sys.exit(1)
