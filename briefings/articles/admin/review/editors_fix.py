"""An editor's fix: the comparison with what the author submitted, and the button that accepts it."""

from django.utils.translation import gettext as _

from ....documents.comparing import dated_comparison
from ....roles import SomebodyElses
from ...actions.review import submitted_document
from ...models.articles import Stage
from ...resolving import resolve
from ..labels import name_words, related_words
from ..pages import article_page


def since_submission(article, document, user):
    """The comparison with what was last submitted: text, bylines, address, related briefings; None if nothing was."""
    before = submitted_document(article)
    if before is None:
        return None
    now = document.names_and_address
    both = [before.names_and_address or now, now]
    extra_facts = [
        (_("bylines"), *("\n".join(name_words(*byline) for byline in each.bylines) for each in both)),
        (_("address"), *(each.slug if now.slug else "" for each in both)),  # fixed by the first publication
        (_("related briefings"), *related_words([before.data, document.data], user)),
    ]
    return dated_comparison(before.data, document.data, extra_facts=extra_facts)


def editors_fix(article, user):
    """The context of editors_fix.html for the author; empty if there is nothing to accept."""
    workflow = article.workflow
    is_theirs = workflow.owner_id == user.pk and workflow.stage == Stage.DRAFT
    if not (is_theirs and workflow.submitted_hash and article.changed_by_id != user.pk):
        return {}
    document = resolve(article)
    if document.signed == workflow.submitted_hash:
        return {}
    return {"editors_fix": since_submission(article, document, user), "fix_seen": document.signed}


def fix_page(model_admin, request, object_id):
    """The page that the mail to the author links to."""
    article = model_admin.get_object(request, str(object_id))
    is_theirs = article.workflow.owner_id == request.user.pk or request.user.is_superuser
    if not is_theirs or not model_admin.has_change_permission(request, article):
        raise SomebodyElses(_("Only the article’s author accepts changes to it."), [article.workflow.owner])
    context = editors_fix(article, request.user)
    return article_page(model_admin, request, article, "editors_fix_page.html", _("Changes to accept"), context)
