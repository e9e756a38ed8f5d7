"""The texts of one article that can be compared: its working copy, its saved versions, its editions."""

import re
from dataclasses import dataclass, field

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ....documents.comparing import compare, with_days
from ....documents.document import Document
from ...models import Edition, SavedVersion
from ...resolving import resolve
from ...versions import read_version
from ..labels import related_words

NAME = re.compile(r"(now|live|v[1-9]\d{0,8}|e[1-9]\d{0,8})")


@dataclass
class Side:
    """`name` is how an address names it; `bylines` are public names, without those that are hidden everywhere;
    `left_out` is what a saved version had and what exists no more."""

    name: str
    words: str
    data: dict
    bylines: list
    url: str = ""
    document: Document | None = None
    left_out: list = field(default_factory=list)


def _when(moment):
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


def _names(rows):
    return [row.byline.name for row in rows.select_related("byline").filter(byline__hidden=False)]


def working_copy(article):
    url = reverse("admin:briefings_article_change", args=[article.pk])
    return Side("now", _("Working copy"), resolve(article).data, _names(article.byline_rows), url)


def version_words(version):
    return _("Version %(number)d, %(when)s") % {"number": version.number, "when": _when(version.at)}


def saved_version(version, article):
    old = read_version(version, article)
    names = [byline.name for byline in old.bylines if not byline.hidden]
    url = reverse("admin:briefings_article_version", args=[article.pk, version.number])
    document = old.document()
    return Side(f"v{version.number}", version_words(version), document.data, names, url, document, old.left_out)


def of_edition(edition):
    words = _("Edition %(number)d, %(when)s") % {"number": edition.number, "when": _when(edition.publish_at)}
    url = reverse("admin:briefings_edition_change", args=[edition.pk])
    return Side(f"e{edition.number}", words, edition.data, _names(edition.byline_rows), url)


def live_edition(article):
    """What readers have, or None."""
    return Edition.objects.public().filter(article=article).order_by("-number").first()


def side_of(article, name):
    """The text that `name` stands for; Http404 where there is none."""
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
    """The comparison of two sides, with what stands around their texts."""
    around = [
        (_("bylines"), "\n".join(before.bylines), "\n".join(after.bylines)),
        (_("related briefings"), *related_words([before.data, after.data], user)),
    ]
    return with_days(compare(before.data, after.data, around=around))
