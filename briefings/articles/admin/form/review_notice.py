"""Messages before and after a save that changes a text in review."""

from django.utils.translation import gettext as _

from ...access import is_owner
from ...models.articles import Stage


def before_saving(article, user):
    """The notice beside the buttons; empty for a draft."""
    workflow = article.workflow
    if workflow.stage == Stage.DRAFT:
        return ""
    approved = workflow.stage == Stage.APPROVED
    if is_owner(workflow, user):
        if approved:
            return _("This text is approved. If you save a change, it is in review again.")
        return _("This text is in review. It stays there if you save a change, and is reviewed as it is then.")
    if not workflow.owner.is_active:
        words = _(
            "This text was submitted, and its author, %(author)s, has left. If you save a change, another editor has "
            "to approve it; or give the article to another author, who can accept it."
        )
    elif approved:
        words = _(
            "This text is approved. If you save a change, it is in review again: %(author)s gets a mail with a link to "
            "the difference, and another editor has to approve it, or %(author)s accepts it."
        )
    else:
        words = _(
            "This text is in review and stays there if you save a change: %(author)s gets a mail with a link to the "
            "difference, and another editor has to approve it, or %(author)s accepts it."
        )
    return words % {"author": workflow.owner}


def after_saving(article, user):
    workflow = article.workflow
    if is_owner(workflow, user):
        return _("The text has changed: it is reviewed as it is now.")
    if not workflow.owner.is_active:
        words = _(
            "The changed text is in review. Another editor has to approve it; %(author)s has left: another author, to "
            "whom you give the article, can accept it."
        )
    else:
        words = _(
            "The changed text is in review, and %(author)s is told by mail. Another editor has to approve it; or send "
            "it to %(author)s as read whole: it is approved if %(author)s accepts it."
        )
    return words % {"author": workflow.owner}
