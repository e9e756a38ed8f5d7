from django.core.management.base import BaseCommand, CommandError

from briefings.articles.actions.publishing import rerender, without_rendering
from briefings.documents.rendering import NotEqual


class Command(BaseCommand):
    help = "Render every edition with the present renderer, where text and values are provably the same."

    def handle(self, *args, **options):
        rendered, refused = 0, []
        for edition in without_rendering().iterator(chunk_size=100):
            try:
                rerender(edition)
                rendered += 1
            except NotEqual as difference:
                refused.append(str(difference))
        self.stdout.write(f"{rendered} edition(s) rendered anew.")
        if refused:
            raise CommandError("Kept as they were:\n" + "\n".join(refused))
