"""Two texts of an article side by side: any two that are kept, or what readers have and what they would get."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ....documents.change_note import kept_back_from_minor
from .compared_texts import compared, live_edition, of_edition, side_of, working_copy
from .versions import article_page, readable


def compare_page(model_admin, request, object_id):
    """`?a=v3&b=now`: v is a saved version, e an edition, `now` the working copy, `live` what readers have."""
    article = readable(model_admin, request, object_id)
    before = side_of(article, request.GET.get("a", "v1"))
    after = side_of(article, request.GET.get("b", "now"))
    context = {
        "before": before,
        "after": after,
        "comparison": compared(before, after, request.user),
    }
    return article_page(model_admin, request, article, "compare", _("Comparison"), context)


def changes_page(model_admin, request, object_id):
    """What readers see, and what would change for them if the working copy were published."""
    article = readable(model_admin, request, object_id)
    live = live_edition(article)
    context = {"live": live}
    if live:
        before, after = of_edition(live), working_copy(article)
        context |= {
            "before": before,
            "after": after,
            "comparison": compared(before, after, request.user),
            "more_than_minor": kept_back_from_minor(before.data, after.data),
            "public_url": reverse(f"briefing-{article.language}", args=[article.workflow.address.slug]),
            "waiting": article.editions.waiting().defer("document").order_by("-number").first(),
        }
    return article_page(model_admin, request, article, "changes", _("What would change for readers"), context)
