"""An editor's fix: the comparison with what the author submitted, and the button that accepts it."""

from django.utils.translation import gettext as _

from ....documents.comparing import dated_comparison
from ....roles import SomebodyElses
from ...access import others_are_unread
from ...actions.review import document_known_to, submitted_document
from ...acts.review import ACCEPT, SUBMIT
from ...models.articles import Stage
from ...resolving import resolve
from ..labels import name_words, related_words
from ..pages import article_page
from .changed_names import name_people


def difference(before, document, user):
    """The comparison of two documents, with who revised figures or changed names that are kept elsewhere: text,
    bylines, address, related briefings."""
    now = document.names_and_address
    both = [before.names_and_address or now, now]
    extra_facts = [
        (_("bylines"), *("\n".join(name_words(*byline) for byline in each.bylines) for each in both)),
        (_("address"), *(each.slug if now.slug else "" for each in both)),  # fixed by the first publication
        (_("related briefings"), *related_words([before.data, document.data], user)),
    ]
    comparison = dated_comparison(before.data, document.data, extra_facts=extra_facts, names_people=True)
    name_people(comparison, before)
    return comparison


def since_review(article, document, user):
    """What differs from the text that was last submitted, accepted or approved; None if nothing does."""
    before = submitted_document(article)
    if before is None or before.signed == document.signed:
        return None
    return difference(before, document, user)


def editors_fix(article, user, blocks=None):
    """The context of editors_fix.html for the author; empty if there is nothing to accept."""
    workflow = article.workflow
    if workflow.owner_id != user.pk or workflow.stage == Stage.APPROVED:
        return {}
    is_draft = workflow.stage == Stage.DRAFT
    if is_draft and not (workflow.submitted_hash and article.changed_by_id != user.pk):
        return {}
    if not is_draft and not others_are_unread(workflow, user):
        return {}
    document = resolve(article, blocks=blocks)
    if is_draft and document.signed == workflow.submitted_hash:
        return {}
    before = document_known_to(article, user)
    is_sent = workflow.sent_hash == document.signed and workflow.sent_by_id != user.pk
    return {
        "editors_fix": before and difference(before, document, user),
        "fix_seen": document.signed,
        "fix_act": SUBMIT if is_draft else ACCEPT,
        "fix_sender": workflow.sent_by if is_sent else None,
    }


def fix_page(model_admin, request, object_id):
    """The page that the mail to the author links to."""
    article = model_admin.get_object(request, str(object_id))
    is_theirs = article.workflow.owner_id == request.user.pk or request.user.is_superuser
    if not is_theirs or not model_admin.has_change_permission(request, article):
        raise SomebodyElses(_("Only the article’s author accepts changes to it."), [article.workflow.owner])
    context = editors_fix(article, request.user)
    return article_page(model_admin, request, article, "editors_fix_page.html", _("Changes to accept"), context)
