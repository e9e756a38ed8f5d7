"""The comparison of two texts of one article: its working copy, its saved versions, its editions."""

import re
from dataclasses import dataclass, field

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from ....documents.change_note import kept_back_from_minor
from ....documents.comparing import dated_comparison
from ....documents.document import Document
from ....lib.texts import day_and_time
from ...models import Edition, SavedVersion
from ...resolving import resolve
from ...versions import read_version
from ..labels import related_words
from ..pages import article_page, readable

NAME = re.compile(r"(now|live|v[1-9]\d{0,8}|e[1-9]\d{0,8})")


@dataclass
class Side:
    """`name` identifies the text in an address; `bylines` are the visible ones; `left_out` is what a saved version
    refers to and what does not exist any more."""

    name: str
    words: str
    data: dict
    bylines: list
    url: str = ""
    document: Document | None = None
    left_out: list = field(default_factory=list)


def _names(rows):
    return [row.byline.name for row in rows.select_related("byline").filter(byline__hidden=False)]


def working_copy(article):
    url = reverse("admin:briefings_article_change", args=[article.pk])
    return Side("now", _("Working copy"), resolve(article).data, _names(article.byline_rows), url)


def version_words(version):
    return _("Version %(number)d, %(when)s") % {"number": version.number, "when": day_and_time(version.at)}


def saved_version(version, article):
    old = read_version(version, article)
    names = [byline.name for byline in old.bylines if not byline.hidden]
    url = reverse("admin:briefings_article_version", args=[article.pk, version.number])
    document = old.document()
    return Side(f"v{version.number}", version_words(version), document.data, names, url, document, old.left_out)


def of_edition(edition):
    words = _("Edition %(number)d, %(when)s") % {"number": edition.number, "when": day_and_time(edition.publish_at)}
    url = reverse("admin:briefings_edition_change", args=[edition.pk])
    return Side(f"e{edition.number}", words, edition.data, _names(edition.byline_rows), url)


def live_edition(article):
    return Edition.objects.public().filter(article=article).order_by("-number").first()


def side_of(article, name):
    if not NAME.fullmatch(name):
        raise Http404("no such text")
    if name == "now":
        return working_copy(article)
    if name.startswith("v"):
        versions = SavedVersion.objects.filter(article=article).in_lists()
        if version := versions.filter(number=int(name[1:])).first():
            return saved_version(version, article)
    else:
        editions = article.editions.filter(number=int(name[1:])) if name != "live" else []
        if edition := live_edition(article) if name == "live" else editions.first():
            return of_edition(edition)
    raise Http404("no such text")


def compared(before, after, user):
    extra_facts = [
        (_("bylines"), "\n".join(before.bylines), "\n".join(after.bylines)),
        (_("related briefings"), *related_words([before.data, after.data], user)),
    ]
    return dated_comparison(before.data, after.data, extra_facts=extra_facts)


def _comparison(before, after, user):
    return {"before": before, "after": after, "comparison": compared(before, after, user)}


def compare_page(model_admin, request, object_id):
    """`?a=v3&b=now`: v for a saved version, e for an edition, `now` the working copy, `live` the latest edition."""
    article = readable(model_admin, request, object_id)
    context = _comparison(
        side_of(article, request.GET.get("a", "v1")), side_of(article, request.GET.get("b", "now")), request.user
    )
    return article_page(model_admin, request, article, "comparison_page.html", _("Comparison"), context)


def changes_page(model_admin, request, object_id):
    article = readable(model_admin, request, object_id)
    live = live_edition(article)
    context = {"live": live}
    if live:
        before, after = of_edition(live), working_copy(article)
        context |= _comparison(before, after, request.user) | {
            "more_than_minor": kept_back_from_minor(before.data, after.data),
            "public_url": reverse(f"briefing-{article.language}", args=[article.workflow.address.slug]),
            "waiting": article.editions.waiting().defer("document").order_by("-number").first(),
        }
    return article_page(model_admin, request, article, "changes_page.html", _("What would change for readers"), context)
