"""A better renderer: another rendering for every edition, where it provably shows the same."""

from django.db import transaction
from django.utils import timezone

from ...documents.rendering import RENDERER, render_document
from ...lib.html import data_values, visible_text
from ..models import Edition, Rendering


class NotEqual(Exception):
    """The new rendering would show readers something else than the stored one."""


def require_equal(edition, before, after):
    """Raise `NotEqual` unless visible text and every `<data>` value are the same."""
    if visible_text(before) != visible_text(after):
        raise NotEqual(f"{edition}: the visible text differs.")
    if data_values(before) != data_values(after):
        raise NotEqual(f"{edition}: a value differs.")


def without_rendering():
    """Editions that the present renderer has not rendered."""
    return Edition.objects.exclude(renderings__renderer=RENDERER).order_by("pk")


@transaction.atomic
def rerender(edition, *, now=None):
    """Add the present renderer's rendering of the edition's document, having proved that it shows the same."""
    Edition.objects.select_for_update().only("pk").get(pk=edition.pk)
    if stored := edition.renderings.filter(renderer=RENDERER).first():
        return stored
    html = render_document(edition.data)
    for stored in edition.renderings.all():
        require_equal(edition, stored.html, html)
    return Rendering.objects.create(edition=edition, renderer=RENDERER, html=html, created_at=now or timezone.now())
