from django.core.management import call_command
from django.core.management.base import BaseCommand

from briefings.articles.actions.presence import forget_presences
from briefings.articles.actions.typed_copies import forget_old_copies
from briefings.articles.actions.waiting_editions import note_appearances
from briefings.history import replicas
from briefings.lib.clock import database_now
from briefings.mail.sending import forget_old_mails, send_due
from briefings.signing_in.failures import record_failures
from briefings.statistics.actions import finish_interrupted
from briefings.statistics.actions.importing import forget_old_files
from briefings.upkeep.models import Tick
from briefings.upkeep.quarantine import IN_QUARANTINE, in_quarantine


class Command(BaseCommand):
    help = "Do what should follow a time that has passed; run it every minute. No reader depends on it."

    def handle(self, *args, **options):
        if in_quarantine():
            self.stdout.write(IN_QUARANTINE)
            return
        replicas.beat()
        call_command("clearsessions")
        forget_presences()
        forget_old_copies()
        count = note_appearances()
        finish_interrupted()
        forget_old_files()
        record_failures()
        Tick.objects.update_or_create(pk=1, defaults={"at": database_now()})
        forget_old_mails()
        sent, unsent = send_due()  # last: a slow mail server must not delay the rest
        done = [
            f"{count} scheduled edition(s) became public." if count else "",
            f"{sent} mail(s) were sent." if sent else "",
            f"{unsent} mail(s) could not be sent." if unsent else "",
        ]
        self.stdout.write(" ".join(filter(None, done)) or "Nothing was due.")
