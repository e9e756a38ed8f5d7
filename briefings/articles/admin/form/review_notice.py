"""Messages before and after a save that takes a text out of review."""

from django.utils.translation import gettext as _

from ...access import is_owner
from ...models.articles import Stage


def leaves_review(article, user):
    """The notice beside the buttons; empty for a draft."""
    workflow = article.workflow
    if workflow.stage == Stage.DRAFT:
        return ""
    approved = workflow.stage == Stage.APPROVED
    if is_owner(workflow, user):
        if approved:
            return _("This text is approved. Saving a change voids the approval: you would have to submit it again.")
        return _("This text is in review. Saving a change takes it out: you would have to submit it again.")
    if not workflow.owner.is_active:
        words = _(
            "This text was submitted. Saving a change takes it out of review, and its author, %(author)s, has left: "
            "only another author, to whom you give the article, can submit it again."
        )
    elif approved:
        words = _(
            "This text is approved. Saving a change voids the approval: %(author)s gets a mail and has to accept your "
            "changes and submit the text again."
        )
    else:
        words = _(
            "This text is in review. Saving a change takes it out: %(author)s gets a mail and has to accept your "
            "changes and submit the text again."
        )
    return words % {"author": workflow.owner}


def out_of_review(article, user):
    workflow = article.workflow
    if is_owner(workflow, user):
        return _("The text has changed: it has to be submitted again.")
    if not workflow.owner.is_active:
        words = _("The text is out of review, and %(author)s has left: give the article to another author.")
    else:
        words = _(
            "The text is out of review. %(author)s is told by mail and has to accept your changes and submit it again; "
            "until then nobody can approve it."
        )
    return words % {"author": workflow.owner}
