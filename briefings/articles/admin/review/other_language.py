"""What was revised in the other language, on the pages of both articles: the notice, and the difference."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ....documents.comparing import dated_comparison
from ....roles import may
from ...access import may_read
from ...acts.translating import NEEDS_NO_REVISION
from ...models import Edition, FollowUp
from ..pages import article_page, readable


@dataclass(frozen=True)
class Notice:
    """`edition`: the newest correction, or else the newest update, that the other article does not follow."""

    edition: Edition
    url: str  # where the difference is shown
    has_to_follow: bool  # the article on whose page the notice is shown; otherwise the other one has to

    @property
    def is_correction(self):
        return self.edition.change_kind == Edition.ChangeKind.CORRECTION

    @property
    def language(self):
        return dict(settings.LANGUAGES)[self.edition.language]

    @property
    def other_language(self):
        return next(name for code, name in settings.LANGUAGES if code != self.edition.language)


def difference_url(article) -> str:
    return reverse("admin:briefings_article_other_language", args=[article.pk])


def notices(article, user) -> list[Notice]:
    """One for the article and one for the other at most."""
    follow_ups = FollowUp.objects.open().filter(Q(article=article) | Q(edition__article=article))
    follow_ups = follow_ups.select_related("edition", "article__workflow").defer("edition__document")
    shown = {}
    for follow_up in follow_ups.order_by("edition__change_kind", "-edition__number"):
        other, is_own = follow_up.article, follow_up.article_id == article.pk
        if is_own and all(may(user, permission) for permission in NEEDS_NO_REVISION.permissions):
            url = article.desk_url(NEEDS_NO_REVISION)
        else:
            url = difference_url(other) if is_own or may_read(other, user) else ""
        shown.setdefault(other.pk, Notice(follow_up.edition, url, is_own))
    return list(shown.values())


def _compared_editions(article):
    """The newest edition in the other language, and the one before it that the article rests on."""
    follow_ups = FollowUp.objects.filter(article=article)
    oldest = follow_ups.open().select_related("edition__article").order_by("edition__number").first()
    if oldest is None:
        return None
    editions = Edition.objects.public().filter(article=oldest.edition.article_id).order_by("-number")
    number = oldest.edition.number - 1
    translated = article.editions.order_by("-number").values_list("translates__number", flat=True).first()
    if translated:
        settled = follow_ups.filter(settled_at__isnull=False).aggregate(newest=Max("edition__number"))["newest"]
        number = min(number, max(translated, settled or 0))
    return editions.filter(number__lte=number).first(), editions.first()


def difference(article) -> dict:
    """The context of other_language.html; `revised_after` is None where there is nothing to follow."""
    before, after = _compared_editions(article) or (None, None)
    context = {"revised_before": before, "revised_after": after}
    if before and after:
        words = _("Edition %(number)d")
        context |= {
            "comparison": dated_comparison(before.data, after.data, names_people=True),
            "before_words": words % {"number": before.number},
            "after_words": words % {"number": after.number},
        }
    return context


def other_language_page(model_admin, request, object_id):
    """For people who may read the article; editors get the same on the page of the act."""
    article = readable(model_admin, request, object_id)
    title = _("Revised in the other language")
    return article_page(model_admin, request, article, "other_language_page.html", title, difference(article))
