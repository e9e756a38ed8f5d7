from django.core.management.base import BaseCommand

from briefings.upkeep.actions import revoke_all_links


class Command(BaseCommand):
    help = "Revoke every share link of a draft."

    def handle(self, **options):
        self.stdout.write(f"Share links revoked: {revoke_all_links(by=None)}.")
