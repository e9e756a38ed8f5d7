"""Editions that somebody published without a second person: the second look at one, and the report on all."""

from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpResponseRedirect
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..articles.actions import look_again
from ..articles.acts.conditions import Attempt
from ..articles.acts.second_look import LOOK_AGAIN, NOT_YET
from ..articles.models import Edition
from ..documents.document import Document
from ..documents.rendering import for_reading, render_draft
from ..lib.act_pages import add_errors
from ..lib.acts import why_not
from ..lib.admin.pages import admin_page
from ..lib.numbers import format_number, percent
from ..lib.paging import page_of, pager
from ..lib.texts import Longest
from ..roles import may

PER_PAGE = 50


class SecondLookForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What you found"),
        help_text=gettext_lazy("Kept in the history. What has to change is changed in the article, as always."),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[Longest(2000)],
        required=False,
    )


def second_look_page(model_admin, request, object_id):
    """The text of an edition that was published without a second person, and one button."""
    edition = model_admin.get_object(request, str(object_id))
    if edition is None or not model_admin.has_view_permission(request, edition):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    reason = why_not(LOOK_AGAIN, Attempt(request.user, edition.article.workflow, edition=edition))
    if posted is not None and isinstance(reason, PermissionDenied):
        raise reason
    form = SecondLookForm(posted)
    waits = Edition.objects.waiting().filter(pk=edition.pk).exists()
    images = frozenset(edition.image_uses.values_list("image", flat=True))
    if form.is_valid():
        try:
            look_again(edition, by=request.user, seen=request.POST.get("seen", ""), **form.cleaned_data)
            messages.success(request, _("Your second look at “%(edition)s” is recorded.") % {"edition": edition})
            return HttpResponseRedirect(edition.article.desk_url())
        except ValidationError as error:
            add_errors(form, error)
    context = {
        "edition": edition,
        "look": getattr(edition, "second_look", None),
        "may_look": reason is None,
        "not_yet": waits and NOT_YET,
        "form": form,
        "rendered": for_reading(render_draft(Document(edition.data, images=images))),
    }
    template, about = "admin/briefings/edition/second_look.html", {"model_admin": model_admin, "target": edition}
    return admin_page(request, template, _("Second look"), context, with_subtitle=True, **about)


def shares():
    """(month, editions, forced, share) for each month with editions, newest first, and for all as month None."""
    everything, forced = _by_month(Edition.objects.all()), _by_month(Edition.objects.forced())
    rows = [(month, everything[month], forced.get(month, 0)) for month in sorted(everything, reverse=True)]
    rows.append((None, sum(everything.values()), sum(forced.values())))
    return [
        (
            month,
            format_number(count),
            format_number(alone),
            percent(Decimal(alone) / count, decimals=1) if count else "–",
        )
        for month, count, alone in rows
    ]


def _by_month(editions):
    """{month: number of editions}, counted in an index: counted together the rows of all editions were read."""
    month = TruncMonth("created_at", tzinfo=get_default_timezone())
    return dict(editions.order_by().annotate(month=month).values_list("month").annotate(count=Count("*")))


def forced_page(model_admin, request):
    """The number of editions that one person published without a second, and each of them, the newest first."""
    if not may(request.user, "see_article_history"):
        raise PermissionDenied
    editions = Edition.objects.forced().select_related("by", "second_look__by").defer("document")
    page = page_of(editions.order_by("-created_at", "-pk"), request, per_page=PER_PAGE)
    context = {"shares": shares(), "editions": page, "pager": pager(page, request)}
    title, template = _("Published without a second person"), "admin/briefings/edition/forced.html"
    return admin_page(request, template, title, context, model_admin=model_admin)
