"""What all act pages do: show, ask, act, and say what happened or what was wrong. The acts check everything."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ....desk.refusals import as_refusal
from ....documents.change_note import kept_back_from_minor, suggested_note
from ....documents.comparing import compare, with_days
from ....lib.act_pages import add_errors, form_of
from ....lib.acts import ACTS, available, why_not
from ...actions.forcing import reviewers
from ...acts import OFFERED
from ...acts.conditions import Case
from ...forms import ActForm, ChangeKind, PublishForm
from ...models import Article
from ...resolving import resolve
from .checklist import checked
from .comments import read_with_remarks
from .editors_fix import since_submission
from .mail_failures import telling


def article_url(article, act=None):
    """The article's form, or the page of an act on it."""
    if act:
        return reverse("admin:briefings_article_act", args=[article.pk, act.name])
    return reverse("admin:briefings_article_change", args=[article.pk])


def available_acts(article, user):
    """The acts that the article's page offers to this person now: those that would not be refused."""
    return available(OFFERED, Case(user, article.workflow))


def act_buttons(article, acts):
    """(address, words, whether it is grave) for these acts."""
    return [(article_url(article, act), act.page.link, act.page.grave) for act in acts]


def _form(act, request, article, waiting, document, latest):
    form, options = form_of(act, ActForm), {"article": article, "waiting": waiting}
    if issubclass(form, PublishForm) and latest == waiting:
        latest = article.editions.exclude(pk=waiting and waiting.pk).order_by("-number").first()
    if issubclass(form, PublishForm) and latest:
        minor = not kept_back_from_minor(latest.data, document.data)
        options["suggested"] = ChangeKind.MINOR if minor else ChangeKind.UPDATE
        options["suggested_note"] = suggested_note(latest.data, document.data)
    return form(request.POST if request.method == "POST" else None, **options)


def _since(before, document):
    """What differs from an earlier document, None where there is none to compare with."""
    return with_days(compare(before, document.data)) if before else None


def _reading(article, document, latest, seen, user):
    """What a page shows that carries the document: the checklist, the text, and what differs from before."""
    workflow = article.workflow
    stale = workflow.submitted_hash not in ("", document.signed)
    return {
        "document": document,
        **checked(article, document, user),
        **read_with_remarks(article, document, user),
        "address": reverse(f"briefing-{article.language}", args=[article.slug]),
        "seen_other": bool(seen) and seen != document.signed,
        "since_edition": _since(latest and latest.content_hash != document.content_hash and latest.data, document),
        "since_submission": since_submission(article, document, user) if stale else None,
        "latest": latest,
    }


def _done(model_admin, request, page, article, result):
    words = {"article": article}
    done = page.done
    if page.to_come and result.publish_at > result.created_at:
        done, words["when"] = page.to_come, date_format(localtime(result.publish_at), "DATETIME_FORMAT")
    model_admin.message_user(request, done % words, messages.SUCCESS)
    target = result if isinstance(result, Article) else article
    return HttpResponseRedirect(article_url(target))


@telling
def act_view(model_admin, request, object_id, act):
    """GET asks, POST acts; an error leaves the page as it was filled in."""
    act, article = ACTS.get(act), model_admin.get_object(request, str(object_id))
    if act not in OFFERED or article is None:
        raise Http404
    page, case = act.page, Case(request.user, article.workflow)
    reason = why_not(act, case)
    if reason and (request.method != "POST" or isinstance(reason, PermissionDenied)):
        raise as_refusal(reason, article_url(article), _("Back to the article"))
    waiting = case.waiting
    document = resolve(article) if page.reads else None
    latest = article.editions.order_by("-number").first() if page.reads else None
    form = _form(act, request, article, waiting, document, latest)
    seen = request.POST.get("seen", "")
    if form.is_valid():
        arguments = form.cleaned_data | ({"seen": seen} if page.reads else {})
        try:
            if page.on_waiting and waiting is None:
                raise ValidationError(_("No edition of this article is waiting any more."))
            result = act.function(waiting if page.on_waiting else article, by=request.user, **arguments)
            return _done(model_admin, request, page, article, result)
        except ValidationError as error:
            add_errors(form, error)
    elif reason:
        raise as_refusal(reason, article_url(article), _("Back to the article"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": page.button,
        "subtitle": str(article),
        "opts": model_admin.opts,
        "original": article,
        "article": article,
        "page": page,
        "form": form,
        "waiting": waiting,
        "reviewers": reviewers(request.user) if page.apart else [],
        "language_name": article.get_language_display(),
        **(_reading(article, document, latest, seen, request.user) if page.reads else {}),
    }
    return TemplateResponse(request, "admin/briefings/article/act.html", context)
