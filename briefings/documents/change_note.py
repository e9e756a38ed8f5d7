"""The change kind of a new edition, and a first wording of its public note for the person who publishes it."""

import re

from django.utils import translation
from django.utils.translation import gettext as _

from .comparing import Comparison, Piece, compare
from .kinds import kind_of
from .reading import cited_places, cited_sources, figure_uses, words

MOST_NAMES, MOST_PERIODS = 3, 3
# With its sign; the dash of a range is none. No-break spaces group thousands.
NUMBER = re.compile(r"(?:(?<![\w–-])[-−])?\d(?:[\d.,\u00a0\u202f]*\d)?")


def _printed_figures(data: dict):
    """Every figure where it is printed, and the units in which the blocks measure."""
    figures = {(use["key"], use["role"], use["value"], use["text"]) for use in figure_uses(data)}
    return figures, [units for block in data["blocks"] if (units := kind_of(block).units(block))]


def _sources(data: dict):
    slugs = {slug for _key, slug in cited_sources(data)}
    return slugs, {(slug, release) for (_key, slug), (release, _locator) in cited_places(data).items()}


def _numbers(data: dict) -> list[str]:
    """In their order: two numbers that change places are a change."""
    return NUMBER.findall(words(data))


def kept_back_from_minor(before: dict, after: dict) -> list[str]:
    """Reasons why going from one document to the other is more than a minor change; empty if it is not."""
    reasons = []
    if before["title"] != after["title"]:
        reasons.append(_("The title differs."))
    if _printed_figures(before) != _printed_figures(after):
        reasons.append(_("A figure differs."))
    if _numbers(before) != _numbers(after):
        reasons.append(_("A number in the text differs."))
    if _sources(before) != _sources(after):
        reasons.append(_("A source differs."))
    return reasons


def _periods(comparison: Comparison) -> list[str]:
    """The periods of figures that changed; added and removed ones do not count."""
    changes = [change for change in comparison.figures if change.before and change.after]
    return list(dict.fromkeys(change.after.period for change in changes))


def _figures(comparison: Comparison) -> list[str]:
    periods = _periods(comparison)
    if not periods:
        return []
    if len(periods) > MOST_PERIODS or not all(periods):
        return [_("Figures revised.")]
    return [_("Figures for %(periods)s revised.") % {"periods": ", ".join(periods)}]


def _named(pieces: list[Piece], one: str, several: str) -> list[str]:
    """The sentence `one` with the pieces' names; `several` where they are too many or one has no name."""
    names = [piece.name for piece in pieces]
    if not names:
        return []
    if len(names) > MOST_NAMES or not all(names):
        return [several]
    return [one % {"names": ", ".join(f"“{name}”" for name in names)}]


def _rewritten(comparison: Comparison) -> list[Piece]:
    """Blocks in which words differ; those in which only figures do are among the figures."""
    return [piece for piece in comparison.blocks if piece.parts and not (piece.added or piece.removed)]


def suggested_note(before: dict, after: dict) -> str:
    """The differences between two documents, in one line in their language; "" without any."""
    with translation.override(after["language"]):
        comparison = compare(before, after)
        facts = {piece.heading for piece in comparison.facts if piece.differs}
        sentences = [
            *_figures(comparison),
            *_named([piece for piece in comparison.blocks if piece.added], _("Added: %(names)s."), _("Parts added.")),
            *_named(
                [piece for piece in comparison.blocks if piece.removed], _("Removed: %(names)s."), _("Parts removed.")
            ),
            *_named(_rewritten(comparison), _("Rewritten: %(names)s."), _("Text revised.")),
            *([_("New title.")] if _("title") in facts else []),
            *([_("Summary revised.")] if _("summary") in facts else []),
            *([_("Order changed.")] if any(piece.moved for piece in comparison.blocks) else []),
        ]
        return " ".join(sentences)
