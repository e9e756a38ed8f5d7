import datetime
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ....documents.rendering import for_reading, render_draft
from ....lib.acts import act_words, why_not
from ....lib.numbers import as_number
from ....lib.paging import page_of, pager
from ....roles import may
from ...actions import restore_version
from ...acts.conditions import Attempt
from ...acts.writing import RESTORE_VERSION
from ...models import Edition, SavedVersion
from ..pages import article_page, readable
from .comparison import compared, live_edition, saved_version, version_words, working_copy

PER_PAGE = 25
EDITIONS_PER_PAGE = 10


@dataclass
class Row:
    """A text that can be compared; `name` as in `Side`."""

    name: str
    words: str
    url: str
    when: datetime.datetime
    who: object
    act: str
    remark: str = ""


def _working_row(article):
    return Row("now", _("Working copy"), article.desk_url(), article.changed_at, article.changed_by, "")


def _edition_row(article, edition, live, user):
    """People without `read_drafts` cannot open an edition in the admin: they get the public page or the preview."""
    words = _("Edition %(number)d") % {"number": edition.number}
    if may(user, "read_drafts"):
        url = reverse("admin:briefings_edition_change", args=[edition.pk])
    elif edition.waits:
        url = reverse("admin:briefings_article_preview", args=[article.pk])
    else:
        slug = article.workflow.address.slug
        url = reverse(f"edition-{article.language}", args=[slug, edition.number])
    act = edition.get_change_kind_display()
    remark = _("what readers have") if edition == live else ""
    return Row(f"e{edition.number}", words, url, edition.publish_at, edition.by, act, remark)


def _version_row(article, version):
    words = _("Version %(number)d") % {"number": version.number}
    url = reverse("admin:briefings_article_version", args=[article.pk, version.number])
    remark = _("what the working copy says") if version.number == article.version else ""
    return Row(f"v{version.number}", words, url, version.at, version.by, act_words(version.act), remark)


def versions_page(model_admin, request, object_id):
    article = readable(model_admin, request, object_id)
    page = page_of(SavedVersion.objects.filter(article=article).in_lists(), request, per_page=PER_PAGE)
    waits = Exists(Edition.objects.waiting().filter(pk=OuterRef("pk")))
    editions = article.editions.annotate(waits=waits).select_related("by").defer("document", "summary")
    some = page_of(editions.order_by("-number"), request, per_page=EDITIONS_PER_PAGE, field="editions")
    live = live_edition(article)
    rows = [_version_row(article, version) for version in page]
    if page.number == 1:
        rows = [
            _working_row(article),
            *(_edition_row(article, edition, live, request.user) for edition in some),
            *rows,
        ]
    context = {
        "rows": rows,
        "old": next((row.name for row in rows if row.name != "now"), ""),
        "new": rows[0].name if rows else "",
        "pager": pager(page, request),
        "editions_pager": pager(some, request, field="editions"),
        "live": live,
    }
    return article_page(model_admin, request, article, "version_list_page.html", _("Saved versions"), context)


def _restore(request, article, number):
    seen_version = as_number(request.POST.get("seen_version", ""))
    left_out = restore_version(article, version=number, by=request.user, seen_version=seen_version)
    messages.success(request, _("The article says again what version %(number)d said.") % {"number": number})
    for words in left_out:
        messages.warning(request, _("Left out: %(what)s") % {"what": words})
    return HttpResponseRedirect(article.desk_url())


def version_page(model_admin, request, object_id, number):
    """GET shows the version and what restoring it would change; POST restores it."""
    article = readable(model_admin, request, object_id)
    version = get_object_or_404(SavedVersion.objects.in_lists(), article=article, number=number)
    refused = []
    if request.method == "POST":
        try:
            return _restore(request, article, number)
        except ValidationError as error:
            refused = error.messages
            article.refresh_from_db()
    side = saved_version(version, article)
    context = {
        "version": version,
        "act": act_words(version.act),
        "rendered": for_reading(render_draft(side.document)),
        "document": side.document.data,
        "left_out": side.left_out,
        "comparison": compared(working_copy(article), side, request.user),
        "refused": refused,
        "may_restore": version.number != article.version
        and why_not(RESTORE_VERSION, Attempt(request.user, article.workflow)) is None,
    }
    return article_page(model_admin, request, article, "version_page.html", version_words(version), context)
