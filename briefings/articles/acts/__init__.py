from dataclasses import dataclass

from ...lib.acts import Act, available
from . import archiving, new_figures, publishing, review, second_look, translating, withdrawal, writing

# Those that the page of an article offers, in this order.
OFFERED = (
    publishing.APPROVE_AND_PUBLISH,
    review.SUBMIT,
    review.ACCEPT,
    review.TAKE_BACK,
    review.RETURN_TO_AUTHOR,
    review.APPROVE,
    publishing.PUBLISH,
    publishing.FORCE_PUBLISH,
    publishing.RESCHEDULE,
    publishing.UNHOLD,
    new_figures.APPROVE_NEW_FIGURES,
    publishing.HOLD,
    publishing.CANCEL,
    publishing.MOVE,
    withdrawal.WITHDRAW,
    withdrawal.TAKE_DOWN,
    withdrawal.RESTORE,
    translating.START_TRANSLATION,
    translating.NEEDS_NO_REVISION,
    writing.PLAN,
    writing.ASSIGN_EDITOR,
    writing.REASSIGN,
    archiving.ARCHIVE_ARTICLE,
    archiving.BRING_BACK,
)

# Those that bring a text nearer to its readers: the first that somebody may do is the next step.
LEADING_ON = (
    publishing.APPROVE_AND_PUBLISH,
    publishing.PUBLISH,
    review.ACCEPT,
    review.SUBMIT,
    publishing.UNHOLD,
    archiving.BRING_BACK,
)
# Two ways to take a text from its readers: the page of each explains both.
TAKING_AWAY = (withdrawal.WITHDRAW, withdrawal.TAKE_DOWN)
# What becomes of an edition that is held because values have changed: as approved, with the new figures, or a draft.
AFTER_NEW_VALUES = (publishing.UNHOLD, new_figures.APPROVE_NEW_FIGURES, publishing.CANCEL)


@dataclass(frozen=True)
class Offers:
    """The acts on an article that would not refuse now: the next step, or None, and the others."""

    next: Act | None
    others: list[Act]


def offers(attempt, *, is_blocked=False) -> Offers:
    """What the form, the desk and the pages of acts offer to the person. `is_blocked`: the checklist is known to have
    blockers, so that the acts that would refuse for them are left out."""
    acts = [act for act in available(OFFERED, attempt) if not (is_blocked and act.page.needs_complete_text)]
    following = next((act for act in LEADING_ON if act in acts), None)
    return Offers(following, [act for act in acts if act is not following])
