"""Putting pages into the search and taking them out; the acts that publish call these in their own transaction."""

from .models import SearchDocument


def put(*, kind, target_id, language, title, text, url, public_from):
    """Make a page findable from `public_from` on, or replace its words."""
    SearchDocument.objects.update_or_create(
        kind=kind,
        target_id=target_id,
        language=language,
        defaults={"title": title[:300], "text": text, "url": url, "public_from": public_from},
    )


def remove(*, kind, target_ids):
    SearchDocument.objects.filter(kind=kind, target_id__in=target_ids).delete()
