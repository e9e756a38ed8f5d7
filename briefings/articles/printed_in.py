"""The editions and drafts that print values, for whoever enters or revises them."""

import re
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ..lib.texts import day_and_time
from ..roles import may
from ..statistics.printed_in.places import CHUNK, Cells, Kind, Place, Use, prints
from .blocks import block_models
from .models import Article, Edition, FigureUse


@prints
def editions(cells: Cells, user) -> Iterator[Place]:
    """Public and scheduled editions, the newest first; who may not read drafts sees the public ones."""
    uses = uses_by_edition(cells)
    found = Edition.objects.in_lists().filter(pk__in=uses).order_by("-publish_at", "-pk")
    waiting = set(Edition.objects.waiting().filter(pk__in=uses).values_list("pk", flat=True))
    latest = set(Edition.objects.latest().filter(pk__in=uses).values_list("pk", flat=True))
    for edition in found:
        is_waiting = edition.pk in waiting
        if is_waiting and not may(user, "read_drafts"):
            continue
        yield Place(
            Kind.SCHEDULED if is_waiting else Kind.EDITION,
            str(edition),
            reverse("admin:briefings_edition_change", args=[edition.pk]),
            tuple(uses[edition.pk]),
            language=edition.language,
            note=_note(edition, is_waiting, edition.pk in latest),
        )


def _note(edition, is_waiting, is_latest):
    if is_waiting:
        return _("public from %(when)s") % {"when": day_and_time(edition.publish_at)}
    return "" if is_latest else _("not the newest edition, or no longer public")


def uses_by_edition(cells: Cells) -> dict[int, list[Use]]:
    """Each cell or figure once, whichever of a value's vintages it prints."""
    names = ("edition", "vintage__observation", "role", "key", "text", "block_key")
    found, seen = {}, set()
    for first in range(0, len(cells.cited), CHUNK):
        rows = FigureUse.objects.filter(vintage__observation__in=cells.cited[first : first + CHUNK]).order_by("pk")
        for edition, observation, role, key, text, block in rows.values_list(*names):
            if (edition, observation, block, text) in seen:
                continue
            seen.add((edition, observation, block, text))
            change = cells.by_observation[observation]
            new = _("calculated with %(value)s") % {"value": change.new} if role == FigureUse.Role.OPERAND else None
            use = cells.use(change, text=text or None, new=new, where=_where(role, key))
            found.setdefault(edition, []).append(use)
    return found


def _where(role, key):
    """The role, and of a cell its row and column, which are the end of its key."""
    label = FigureUse.Role(role).label
    if cell := re.search(r"-r(\d+)c(\d+)$", key):
        return _("%(cell)s: row %(row)s, column %(column)s") % {"cell": label, "row": cell[1], "column": cell[2]}
    return label


@prints
def drafts(cells: Cells, user) -> Iterator[Place]:
    """Working copies that differ from their newest edition: all, or the person's own."""
    uses = {}
    for model in block_models():
        for article, use in model.printing(cells):
            uses.setdefault(article, []).append(use)
    articles = Article.objects.filter(pk__in=uses, workflow__unchanged_since_edition=False)
    if not may(user, "read_drafts"):
        articles = articles.filter(workflow__owner=user)
    for article in articles.order_by("-changed_at", "-pk"):
        yield Place(Kind.DRAFT, str(article), article.desk_url(), tuple(uses[article.pk]), language=article.language)
