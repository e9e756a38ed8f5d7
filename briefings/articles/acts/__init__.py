from . import archiving, publishing, review, second_look, writing

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
    publishing.HOLD,
    publishing.CANCEL,
    publishing.MOVE,
    publishing.WITHDRAW,
    publishing.TAKE_DOWN,
    publishing.RESTORE,
    writing.START_TRANSLATION,
    writing.PLAN,
    writing.ASSIGN_EDITOR,
    writing.REASSIGN,
    archiving.ARCHIVE_ARTICLE,
    archiving.BRING_BACK,
)
