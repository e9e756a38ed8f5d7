from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from briefings.demo.loading.people import demo_staff, give_password


class Command(BaseCommand):
    help = "Give a demonstration account a new password and print it. Works only with SITE_MODE=local."

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="user name of a demonstration account")
        parser.add_argument("--first", action="store_true", help="every demonstration account that has no password yet")

    def handle(self, *, name, first, **options):
        if not settings.IS_LOCAL:
            raise CommandError("Demonstration passwords exist only with SITE_MODE=local.")
        accounts = demo_staff()
        if first:
            chosen = [user for user in accounts if not user.has_usable_password()]
        else:
            chosen = list(accounts.filter(username=name or ""))
            if not chosen:
                known = ", ".join(accounts.values_list("username", flat=True)) or "none yet: run load_demo"
                raise CommandError(f"“{name or ''}” is not a demonstration account. There are: {known}.")
        for user in chosen:
            roles = ", ".join(sorted(user.roles)) or "no role"
            self.stdout.write(f"  {user.username:<12} {give_password(user)}   {roles}")
