from django.core.management.base import BaseCommand

from briefings.upkeep.actions import sign_everybody_out


class Command(BaseCommand):
    help = "End every session of staff."

    def handle(self, **options):
        self.stdout.write(f"Everybody is signed out; sessions that have ended: {sign_everybody_out(by=None)}.")
