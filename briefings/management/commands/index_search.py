from django.core.management.base import BaseCommand

from briefings.articles import search_index
from briefings.search import searchable


class Command(BaseCommand):
    help = "Make the search index of readers and of the desk again. It can be repeated; searches go on meanwhile."

    def handle(self, *args, **options):
        counts = {search_index.KIND: search_index.index_all()} | dict(searchable.index_all())
        counts["article"] = search_index.index_all_drafts()
        self.stdout.write(", ".join(f"{kind}: {count}" for kind, count in counts.items()))
