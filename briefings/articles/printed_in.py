"""The editions and drafts that print values, for whoever enters or revises them."""

import re
from collections.abc import Iterator

from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from ..lib.texts import day_and_time
from ..roles import may
from ..statistics.printed_in.places import CHUNK, Cells, Kind, Place, Use, prints
from .blocks import block_models
from .models import Article, Edition, FigureUse

_edition_name = lazy(lambda title, number: str(Edition(title=title, number=number)), str)


@prints
def editions(cells: Cells, user) -> Iterator[Place]:
    """Public and scheduled editions, the newest first; who may not read drafts sees the public ones."""
    uses = uses_by_edition(cells)
    rows, latest, keys = [], set(), list(uses)
    for first in range(0, len(keys), CHUNK):
        chunk = Edition.objects.filter(pk__in=keys[first : first + CHUNK])
        rows += chunk.values_list("publish_at", "pk", "title", "number", "language")
        latest.update(chunk.latest().values_list("pk", flat=True))
    waiting = Edition.objects.keys_of_waiting() if rows else set()
    for publish_at, key, title, number, language in sorted(rows, reverse=True):
        is_waiting = key in waiting
        if is_waiting and not may(user, "read_drafts"):
            continue
        yield Place(
            Kind.SCHEDULED if is_waiting else Kind.EDITION,
            _edition_name(title, number),  # lazy: of thousands a page shows some
            reverse_lazy("admin:briefings_edition_change", args=[key]),
            tuple(uses[key]),
            language=language,
            note=_note(publish_at, is_waiting, key in latest),
        )


def _note(publish_at, is_waiting, is_latest):
    if is_waiting:
        return _("public from %(when)s") % {"when": day_and_time(publish_at)}
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
