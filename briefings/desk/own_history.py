"""The history of their own articles for authors: only acts; field changes are for editors and auditors."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from ..articles.acts.writing import SAVE
from ..articles.models import Edition, Workflow
from ..history.desk import rows_of
from ..history.log import without_long_texts
from ..history.log_pages import history_page
from ..history.models import Event
from ..lib.acts import ACTS
from ..lib.admin.desk import FETCHED, Section, on_desk
from ..roles import may


def may_see_acts(article, user):
    return may(user, "see_own_acts") and article.workflow.owner_id == user.pk


def _acts(articles, editions):
    """The acts on articles and on their editions, without saves, which the list of versions shows."""
    acts = Event.objects.exclude(act=SAVE.name)
    return [
        acts.filter(target_type="article", target_id__in=articles),
        acts.filter(target_type="edition", target_id__in=editions),
    ]


def own_history(request, article, opts):
    if not may_see_acts(article, request.user):
        raise PermissionDenied
    acts = _acts([article.pk], article.editions.order_by().values("pk"))
    querysets = [without_long_texts(events) for events in acts]
    return history_page(request, article, opts, querysets, abridge, "admin/briefings/article/own_history_page.html")


def abridge(event):
    """Reduce the event to details that the act's declaration shows to authors."""
    act = ACTS.get(event.act)
    shown = {detail.name for detail in act.details if detail.for_author} if act else ()
    event.short_detail = {name: value for name, value in event.short_detail.items() if name in shown}


@on_desk
def what_changed_in_own_articles(user):
    """For people who may not read the history of articles: the acts on their own."""
    if may(user, "see_article_history") or not may(user, "see_own_acts"):
        return []
    articles = Workflow.objects.filter(owner=user).order_by().values("article")
    editions = Edition.objects.filter(article__workflow__owner=user).order_by()
    newest = []
    for events in _acts(articles, editions.values("pk")):
        newest += events.defer("detail").order_by("-at", "-pk")[:FETCHED]
    newest = sorted(newest, key=lambda event: (event.at, event.pk), reverse=True)[:FETCHED]
    of_editions = {event.target_id for event in newest if event.target_type == "edition"}
    article_of = dict(Edition.objects.filter(pk__in=of_editions).order_by().values_list("pk", "article"))

    def url(event):
        number = article_of[event.target_id] if event.target_type == "edition" else event.target_id
        return reverse("admin:briefings_article_history", args=[number])

    empty = _("Nothing has happened to your articles yet.")
    return [Section(200, _("What changed lately in my articles"), rows_of(newest, url), empty)]
