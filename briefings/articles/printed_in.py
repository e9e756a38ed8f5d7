"""The editions and drafts that print values, for whoever enters or revises them."""

import re
from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from ..lib.rows.chunks import in_chunks
from ..lib.texts import day_and_time
from ..roles import may
from ..statistics.models import Vintage
from ..statistics.printed_in.calculated import Calculated, name_of_change
from ..statistics.printed_in.places import CHUNK, Cells, Group, Kind, Place, Use, prints
from .blocks import block_models
from .finding import newest_using
from .models import Article, Edition, FigureUse


@prints
def editions(cells: Cells, user) -> list[Group]:
    """Scheduled editions, all or of the person's own articles, and those that have appeared, each the newest first."""
    if not cells.cited:
        return []
    appeared = Group(
        Kind.EDITION,
        lambda most: _newest_printing(Edition.objects.has_appeared(), cells, most),
        lambda keys: _places_of_editions(Kind.EDITION, keys, cells),
    )
    waiting = Edition.objects.keys_of_waiting()
    if waiting and not may(user, "read_drafts"):
        own = Edition.objects.filter(pk__in=waiting, article__workflow__owner=user)
        waiting = own.values_list("pk", flat=True)
    if not waiting:
        return [appeared]
    scheduled = Group(
        Kind.SCHEDULED,
        lambda most: _newest_printing(Edition.objects.filter(pk__in=waiting), cells, most),
        lambda keys: _places_of_editions(Kind.SCHEDULED, keys, cells),
    )
    return [scheduled, appeared]


def _newest_printing(editions, cells, most):
    """The keys of the newest of the editions that print one of the cited values: two queries for each chunk."""
    rows = {row for uses in _uses(cells) for row in newest_using(editions, uses, most=most)}
    return [key for _publish_at, key in sorted(rows, reverse=True)[:most]]


def _uses(cells):
    """The uses of the cited values, in chunks."""
    for cited in in_chunks(cells.cited, CHUNK):
        yield FigureUse.objects.filter(vintage__observation__in=cited)


def _places_of_editions(kind, keys, cells):
    uses = _uses_by_edition(cells, keys)
    latest = Edition.objects.latest().filter(pk=OuterRef("pk"))
    editions = Edition.objects.only("publish_at", "title", "number", "language").annotate(is_latest=Exists(latest))
    by_key = editions.in_bulk(keys)
    return [
        Place(
            kind,
            str(edition),
            reverse("admin:briefings_edition_change", args=[edition.pk]),
            tuple(uses[edition.pk]),
            language=edition.language,
            note=_note(kind, edition),
        )
        for edition in map(by_key.get, keys)
    ]


def _note(kind, edition):
    if kind == Kind.SCHEDULED:
        return _("public from %(when)s") % {"when": day_and_time(edition.publish_at)}
    return "" if edition.is_latest else _("not the newest edition, or no longer public")


def _uses_by_edition(cells: Cells, editions: Sequence[int]) -> dict[int, list[Use]]:
    """Each cell or figure once, whichever of a value's vintages it prints."""
    names = "edition", "edition__language", "vintage__observation", "role", "key", "text", "block_key", "expression"
    rows = [
        row
        for uses in _uses(cells)
        for row in uses.filter(edition__in=editions).order_by("pk").values_list(*names, named=True)
    ]
    calculations = _Calculations(cells, [row.expression for row in rows if row.expression])
    found, seen = {}, set()
    for row in rows:
        figure = row.key if row.expression else (row.vintage__observation, row.block_key, row.text)
        if (row.edition, figure) in seen:
            continue
        seen.add((row.edition, figure))
        new, where = calculations.once(row) if row.expression else (None, _where(row.role, row.key))
        use = cells.use(cells.by_observation[row.vintage__observation], text=row.text or None, new=new, where=where)
        found.setdefault(row.edition, []).append(use)
    return found


class _Calculations:
    """What calculated figures of editions would be: two queries for all, none without any."""

    def __init__(self, cells, expressions):
        self.operands = {expression: tuple(map(int, re.findall(r"\d+", expression))) for expression in expressions}
        vintages = Vintage.objects.filter(pk__in={key for keys in self.operands.values() for key in keys})
        names = "observation__series__indicator", "observation__series__area", "observation__series__source"
        vintages = vintages.select_related(*names) if expressions else ()
        self.observations = {vintage.pk: vintage.observation for vintage in vintages}
        self.calculated = Calculated(cells, [observation.key for observation in self.observations.values()])

    def once(self, row) -> tuple[str, str]:
        """The figure once the values count, and its name."""
        value, base = (self.observations[key] for key in self.operands[row.expression])
        if _cell(row.key):
            formula, keys = row.expression.partition("(")[0], (value.key, base.key)
            new = self.calculated.derived(formula, value.series, keys, row.edition__language)
            return new, _where(FigureUse.Role.CELL, row.key)
        _now, new = self.calculated.change(value.series, value.period, base.period, row.edition__language)
        return new, name_of_change(base.period)


def _cell(key):
    """Row and column, which are the end of a cell's key; None where it is of no cell."""
    return re.search(r"-r(\d+)c(\d+)$", key)


def _where(role, key):
    label = FigureUse.Role(role).label
    if cell := _cell(key):
        return _("%(cell)s: row %(row)s, column %(column)s") % {"cell": label, "row": cell[1], "column": cell[2]}
    return label


@prints
def drafts(cells: Cells, user) -> list[Group]:
    """Working copies that differ from their newest edition: all, or the person's own. The last changed first."""
    articles = Article.objects.filter(workflow__unchanged_since_edition=False)
    if not may(user, "read_drafts"):
        articles = articles.filter(workflow__owner=user)

    def keys(most):
        rows = set()
        for model in block_models():
            blocks = model.printing(cells, model.objects.all())
            if blocks.query.is_empty():  # a kind that prints no values
                continue
            printing = articles.filter(Exists(blocks.filter(parent=OuterRef("pk")))).order_by("-changed_at", "-pk")
            rows.update(printing.values_list("changed_at", "pk")[:most])
        return [key for _changed_at, key in sorted(rows, reverse=True)[:most]]

    def places(keys):
        uses = {key: [] for key in keys}
        for model in block_models():
            blocks = model.printing(cells, model.objects.filter(parent__in=keys).order_by("pk"))
            for article, use in model.uses(cells, blocks):
                uses[article].append(use)
        shown = Article.objects.in_bulk(keys)
        return [_place_of_draft(shown[key], uses[key]) for key in keys]

    return [Group(Kind.DRAFT, keys, places)]


def _place_of_draft(article, uses):
    return Place(Kind.DRAFT, str(article), article.desk_url(), tuple(uses), language=article.language)
