import datetime

from django.core.management.base import BaseCommand, CommandError

from briefings.accounts.actions.deactivation import suspend_unused, to_suspend
from briefings.upkeep.quarantine import IN_QUARANTINE, in_quarantine


class Command(BaseCommand):
    help = "Suspend the accounts that nobody has used for 45 days, and say whose they are; run it once a day."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=45, help="how many days without use (default: 45)")
        parser.add_argument("--dry-run", action="store_true", help="only say whom")

    def handle(self, *, days, dry_run, **options):
        if days < 1:
            raise CommandError("A day or more: with less, everybody would be suspended.")
        if in_quarantine():
            self.stdout.write(IN_QUARANTINE)
            return
        after = datetime.timedelta(days=days)
        people, kept = to_suspend(after=after) if dry_run else suspend_unused(after=after)
        verb = "Would suspend" if dry_run else "Suspended"
        for person in people:
            self.stdout.write(f"{verb} {person.username} ({person}), not used since {person.last_use}.")
        if kept:
            self.stdout.write(f"Not {kept.username} ({kept}), unused too: somebody has to remain who manages people.")
        if not people:
            self.stdout.write("Nobody was suspended." if not dry_run else "Nobody would be suspended.")
