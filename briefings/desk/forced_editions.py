"""The report for auditors and editors on editions that somebody published without a second person."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from ..articles.models import Edition
from ..lib.admin.pages import admin_page
from ..lib.numbers import format_number, percent
from ..roles import may

LISTED = 200


def _by_month(editions):
    month = TruncMonth("created_at", tzinfo=get_default_timezone())
    rows = editions.order_by().annotate(month=month).values("month").annotate(count=Count("pk"))
    return dict(rows.values_list("month", "count"))


def shares():
    """(month, editions, forced, share) for each month with editions, newest first, and for all as month None."""
    all_editions, forced = _by_month(Edition.objects.all()), _by_month(Edition.objects.forced())
    rows = [(month, count, forced.get(month, 0)) for month, count in sorted(all_editions.items(), reverse=True)]
    rows.append((None, sum(all_editions.values()), sum(forced.values())))
    return [
        (
            month,
            format_number(count),
            format_number(alone),
            percent(Decimal(alone) / count, decimals=1) if count else "–",
        )
        for month, count, alone in rows
    ]


def forced_page(model_admin, request):
    """How often somebody published alone, and the newest cases."""
    if not may(request.user, "see_article_history"):
        raise PermissionDenied
    editions = Edition.objects.forced().select_related("by", "second_look__by").defer("document")
    context = {
        "shares": shares(),
        "editions": editions.order_by("-created_at", "-pk")[:LISTED],
        "listed": LISTED,
    }
    title, template = _("Published without a second person"), "admin/briefings/edition/forced.html"
    return admin_page(request, template, title, context, model_admin=model_admin)
