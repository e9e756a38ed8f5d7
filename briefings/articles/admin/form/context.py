from django.db.models import BigIntegerField
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from ....desk.own_history import may_see_acts
from ....desk.stages import stage_words
from ....lib.acts import why_not
from ....lib.admin.pages import admin_page
from ....lib.admin.unsaved import kept_copies
from ....lib.html import clean_html
from ....lib.rows.prepared import prepared
from ....roles import may
from ....sharing.acts import SHARE
from ...access import may_read
from ...actions.typed_copies import gone_copies, typed_copy
from ...acts.conditions import Attempt, has_news
from ...acts.four_eyes import has_title_and_address
from ...acts.review import SEND_FIX, SUBMIT
from ...acts.second_look import LOOK_AGAIN
from ...blocks import block_models
from ...holds import why_held
from ...models import Article, Edition
from ...resolving import resolve
from ...typed_texts import typed_texts
from ..review.act_page import held_uses, offered, ways_on
from ..review.checklist import checked
from ..review.comments import read_with_remarks, remarks_on
from ..review.editors_fix import editors_fix
from ..review.other_language import notices
from .presence import presence_at_opening
from .review_notice import before_saving

# The formset of the block with which an empty article opens.
OPENING = next(f"{model._meta.model_name}_set" for model in block_models() if model.opens_articles)


def original_of(article, user):
    """The article that this one translates: the first of its group, if the person may read it."""
    first = next(iter(_first_of(group=article.group_id)), None)
    return first if first and first.pk != article.pk and may_read(first, user) else None


@prepared(group=BigIntegerField())
def _first_of(group):
    return Article.objects.select_related("workflow").filter(group=group).order_by("pk")[:1]


def words_beside(original):
    """The texts of the original by block key: {"plain": …, "html": safe HTML}. One query; none without an original."""
    if not original:
        return {}
    return {
        key: {"plain": plain.strip(), "html": mark_safe(clean_html(html.strip()))}
        for key, plain, html in typed_texts(original)
        if plain.strip() or html.strip()
    }


@prepared(article=BigIntegerField())
def _newest(article, waits):
    """The newest edition of the article that is public, or that waits."""
    editions = Edition.objects.waiting() if waits else Edition.objects.public()
    return editions.filter(article=article).with_marks().defer("document").order_by("-number")[:1]


def status_context(article, user, attempt=None):
    """Stage, public and waiting edition, what the person may do. `attempt`: that of the page, if it has one."""
    workflow, attempt = article.workflow, attempt or Attempt(user, article.workflow)
    public, waiting = (next(iter(_newest(article=article.pk, waits=waits)), None) for waits in (False, True))
    read_by_one = [edition for edition in (public, waiting) if edition and edition.is_read_by_one]
    attempt.waiting = waiting
    if not workflow.taken_down_at:
        attempt.newest = max(filter(None, (public, waiting)), key=lambda edition: edition.number, default=None)
    return {
        "workflow": workflow,
        "stage_words": stage_words(workflow, waits=bool(waiting), is_public=bool(public)),
        "offers": offered(article, attempt),
        "public_edition": public,
        "public_url": reverse(f"briefing-{article.language}", args=[workflow.address.slug]) if public else "",
        "waiting_edition": waiting,
        **(_held(article, attempt, waiting) if waiting and waiting.held_at else {}),
        "notices": notices(article, user) if public or waiting else [],
        "read_by_one": read_by_one,
        "to_confirm": [
            edition for edition in read_by_one if why_not(LOOK_AGAIN, Attempt(user, workflow, edition=edition)) is None
        ],
        "may_see_history": may(user, "see_article_history") or may_see_acts(article, user),
        "may_share": why_not(SHARE, Attempt(user, workflow)) is None,
        "remarks": remarks_on(article, user),
        "presence": presence_at_opening(article, user),
    }


def _held(article, attempt, edition):
    """Why the waiting edition is held, and what the person can make of it."""
    return {
        "held_uses": held_uses(edition),
        "held_since": localtime(edition.held_at),
        "why_held": why_held([edition])[edition.pk],
        "ways_on": ways_on(article, attempt),
    }


def _of_the_article(article, user, blocks):
    workflow = article.workflow
    attempt = Attempt(user, workflow, blocks=blocks)
    context = status_context(article, user, attempt)
    context |= {
        # The save decides whether there is anything new to submit, and what the title and the address are.
        "can_submit": why_not(SUBMIT, attempt, besides=[has_news, has_title_and_address]) is None,
        # Nothing is to be submitted while the newest edition, as it is, waits for its date.
        "submits_first": not (workflow.unchanged_since_edition and context["waiting_edition"]),
        "can_send": why_not(SEND_FIX, attempt) is None,
        "review_notice": before_saving(article, user),
    }
    return context | editors_fix(article, user, blocks)


def _preview_url(article):
    if article:
        return reverse("admin:briefings_article_preview", args=[article.pk])
    return reverse("admin:briefings_article_new_preview")


def change_form_context(request, article):
    """`version` and `typing` (a token for what the browser keeps) go through the form and come back with it."""
    posted = request.method == "POST"
    context = {
        "version": request.POST.get("version", "") if posted else article.version if article else "",
        "typing": request.POST.get("typing", "")[:40],
        "typed_again": "_edit" in request.POST,
        "typed_copy": None if posted else typed_copy(article, by=request.user),
        "gone_copies": " ".join(gone_copies(kept_copies(request), by=request.user)),
        "original_article": getattr(request, "original_article", None),
        "can_submit": True,
        "submits_first": True,
        "opening": OPENING,
        "preview_url": _preview_url(article),
    }
    blocks = None if posted else getattr(request, "blocks", None)  # invalid forms have changed theirs
    return context | (_of_the_article(article, request.user, blocks) if article else {})


def read_page(model_admin, request, article):
    """For people who may read the draft and not change it."""
    document = resolve(article)
    context = {
        "article": article,
        **status_context(article, request.user),
        **checked(article, document, request.user),
        **read_with_remarks(article, document, request.user),
    }
    return admin_page(
        request,
        "admin/briefings/article/read_only_page.html",
        str(article),
        context,
        model_admin=model_admin,
        target=article,
    )
