from django.core.management import call_command
from django.core.management.base import BaseCommand

from briefings.articles import search_index
from briefings.articles.actions.presence import forget_presences
from briefings.articles.actions.typed_copies import forget_old_copies
from briefings.articles.actions.waiting_editions import correct_citations, note_appearances
from briefings.history import replicas
from briefings.lib.clock import database_now
from briefings.mail.sending import forget_old_mails, send_due
from briefings.reuse import cards
from briefings.search import searchable
from briefings.signing_in.failures import record_failures
from briefings.statistics.actions import finish_interrupted
from briefings.statistics.actions.importing import forget_old_files
from briefings.upkeep.models import Tick
from briefings.upkeep.quarantine import IN_QUARANTINE, in_quarantine

MOST_DRAWN = 30  # cards of briefings, and of indicators
MOST_INDEXED = 300  # rows of each model that a tick adds to the search index, after an upgrade to a new form of it


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
        correct_citations()
        finish_interrupted()
        forget_old_files()
        record_failures()
        indexed = search_index.index_missing(MOST_INDEXED) + searchable.index_missing(MOST_INDEXED)
        indexed += search_index.index_drafts_missing(MOST_INDEXED)
        Tick.objects.update_or_create(pk=1, defaults={"at": database_now()})
        forget_old_mails()
        sent, unsent = send_due()  # a slow mail server must not delay the rest
        drawn = cards.draw_due(MOST_DRAWN)  # last: takes seconds of the processor, and nobody waits for it
        done = [
            f"{count} scheduled edition(s) became public." if count else "",
            f"{indexed} row(s) were added to the search index." if indexed else "",
            f"{drawn} card(s) were drawn." if drawn else "",
            f"{sent} mail(s) were sent." if sent else "",
            f"{unsent} mail(s) could not be sent." if unsent else "",
        ]
        self.stdout.write(" ".join(filter(None, done)) or "Nothing was due.")
