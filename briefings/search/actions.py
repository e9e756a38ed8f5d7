"""Changes of the search index. The acts that publish call them in their own transaction."""

from .models import SearchDocument


def index(*, kind, target_id, language, title, text, url, public_from):
    """Add a page to the index, or replace its entry. Searches return it from `public_from` on."""
    SearchDocument.objects.update_or_create(
        kind=kind,
        target_id=target_id,
        language=language,
        defaults={"title": title[:300], "text": text, "url": url, "public_from": public_from},
    )


def remove(*, kind, target_ids):
    SearchDocument.objects.filter(kind=kind, target_id__in=target_ids).delete()
