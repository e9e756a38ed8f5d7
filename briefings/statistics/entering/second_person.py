"""When values wait for a second person: decided alike for the preview and for the batch."""

from datetime import date

from django.utils.translation import gettext as _

from ...lib.clock import Day
from ..printed_in.home import changes_on_home
from ..printed_in.home_figures import HomeFigures
from .entries import Preview


def why_second_person(
    preview: Preview, *, known_on: date | Day, figures: HomeFigures | None = None, is_undo: bool = False
) -> list[str]:
    """The reasons, in words; none where the values count at once. `figures`: of the home page, where the caller has
    them."""
    reasons = []
    if any(change.before.cited for change in preview.revised if not change.stays_history):
        reasons.append(_("A published or scheduled briefing prints a value that changes."))
    if changes_on_home(preview.changes, known_on and Day.of(known_on).date, figures, is_undo=is_undo):
        reasons.append(_("The home page prints a value that changes."))
    if any(_is_public(change.series) for change in preview.unusual):
        reasons.append(_("An unusual value is in a public series."))
    return reasons


def _is_public(series):
    return series.is_public and series.indicator.is_public and series.source.is_public
