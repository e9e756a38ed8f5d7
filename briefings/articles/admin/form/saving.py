"""What follows the save of an article and its blocks by the form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from ....lib.acts import why_not
from ...access import is_owner
from ...actions import article_saved, submit
from ...acts.conditions import Attempt
from ...acts.review import SUBMIT
from ...acts.writing import BEGIN
from ...blocks import blocks_of
from ...checklist import blockers
from ...models.articles import Stage
from ...resolving import read_relations, resolve
from ...versions import keep_version

# Otherwise the block editor goes back to where the page stood when it was left, past what there is to read.
AT_MESSAGES = "#content-start"


def record_save(request, form, formsets, change):
    """Keep the version. Return the document, if it is handed over, and whether a text in review has changed.

    A draft that was saved as it was gets no version: nobody has written anything.
    """
    article, post = form.instance, request.POST
    hands_over = "_submit" in post or "_send" in post
    if change and not hands_over and _is_unchanged_draft(article, form, formsets):
        return None, False
    blocks = blocks_of(article, known={each.model: each.stored for each in formsets})
    read_relations(article)
    document = resolve(article, blocks=blocks) if hands_over else None
    if not change:
        keep_version(article, by=request.user, act=BEGIN, blocks=blocks)
        return document, False
    review_changed = article_saved(
        article,
        by=request.user,
        mail_author=not _next_act_tells_author(request, article, document),
        blocks=blocks,
        document=document,
        before=request.saved_version,
    )
    return document, review_changed


def _next_act_tells_author(request, article, document):
    """Whether the button does an act after the save of which the author gets a mail: one click is one mail."""
    if "_submit" not in request.POST:
        return "_send" in request.POST
    is_theirs = is_owner(article.workflow, request.user)
    return is_theirs or why_not(SUBMIT, Attempt(request.user, article.workflow, document=document)) is None


def _is_unchanged_draft(article, form, formsets):
    if article.workflow.stage != Stage.DRAFT or form.has_changed():
        return False
    return not any(formset.has_changed() for formset in formsets)


def submitted(model_admin, request, article):
    """After “Save and submit for review”: what was saved stays saved whatever becomes of the submission."""
    if "_submit" not in request.POST:
        return None
    try:
        submit(article, by=request.user, seen=request.document.signed, document=request.document)
    except ValidationError as error:
        for text in error.messages:
            model_admin.message_user(request, _("Saved, but not submitted: %(why)s") % {"why": text}, messages.ERROR)
        return HttpResponseRedirect(article.desk_url() + AT_MESSAGES)
    words = _("“%(article)s” is saved and submitted. The editors see it among what waits for them.")
    model_admin.message_user(request, words % {"article": article}, messages.SUCCESS)
    for item in blockers(request.document):
        model_admin.message_user(request, _("Before publication: %(problem)s") % {"problem": item}, messages.WARNING)
    return HttpResponseRedirect(article.desk_url() + AT_MESSAGES)
