"""A first wording of the public note of a new edition, from what differs. Whoever publishes rewrites it."""

from django.utils import translation
from django.utils.translation import gettext as _

from .comparing import compare

MOST_NAMES, MOST_PERIODS = 3, 3


def _periods(comparison):
    """Of figures that stood there before and say something else now."""
    return list(dict.fromkeys(one.after.period for one in comparison.figures if one.before and one.after))


def _figures(comparison):
    periods = _periods(comparison)
    if not periods:
        return []
    if len(periods) > MOST_PERIODS or not all(periods):
        return [_("Figures revised.")]
    return [_("Figures for %(periods)s revised.") % {"periods": ", ".join(periods)}]


def _named(pieces, one, several):
    """`one` is said of each piece by its name, `several` of all where they are too many or have none."""
    names = [piece.name for piece in pieces]
    if not names:
        return []
    if len(names) > MOST_NAMES or not all(names):
        return [several]
    return [one % {"names": ", ".join(f"“{name}”" for name in names)}]


def _rewritten(comparison):
    """Blocks in which words differ; a figure alone is told among the figures."""
    return [piece for piece in comparison.blocks if piece.parts and not (piece.added or piece.removed)]


def suggested_note(before, after):
    """What differs between two documents, in one line in the documents' language; "" where nothing does."""
    with translation.override(after["language"]):
        comparison = compare(before, after)
        facts = {piece.heading for piece in comparison.facts if piece.differs}
        sentences = [
            *_figures(comparison),
            *_named([one for one in comparison.blocks if one.added], _("Added: %(names)s."), _("Parts added.")),
            *_named([one for one in comparison.blocks if one.removed], _("Removed: %(names)s."), _("Parts removed.")),
            *_named(_rewritten(comparison), _("Rewritten: %(names)s."), _("Text revised.")),
            *([_("New title.")] if _("title") in facts else []),
            *([_("Summary revised.")] if _("summary") in facts else []),
            *([_("Order changed.")] if any(one.moved for one in comparison.blocks) else []),
        ]
        return " ".join(sentences)
