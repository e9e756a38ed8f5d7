"""What the first page of the administration holds ready of articles: the top of every pile that is somebody's."""

from operator import attrgetter

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ...lib.admin.desk import FETCHED, Row, Section, on_desk
from ..models import Article, Edition
from .act_view import article_url
from .piles import comments_for, piles_of, to_look_at_again, visible

WORDS = 80  # characters of a remark that a note has room for


def when(moment):
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


def _url(article, page):
    return reverse(f"admin:briefings_article_{page}", args=[article.pk])


def _short(text):
    return Truncator(" ".join(text.split())).chars(WORDS)


def _section(pile, rows):
    return Section(pile.place, str(pile.title), rows, str(pile.empty), pile.url, str(pile.all_words))


# --- piles whose rows are articles: what each says of one, and which comes first


def _draft_note(article):
    changed = when(article.changed_at)
    if not article.workflow.planned_on:
        return changed
    day = date_format(article.workflow.planned_on, "SHORT_DATE_FORMAT")
    return _("planned for %(day)s · changed %(when)s") % {"day": day, "when": changed}


def _review_note(article):
    workflow = article.workflow
    words = {"who": workflow.submitted_by, "when": when(workflow.submitted_at), "editor": workflow.editor}
    if workflow.editor:
        return _("%(who)s, %(when)s · in charge: %(editor)s") % words
    return _("%(who)s, %(when)s") % words


def _approved_note(article):
    workflow = article.workflow
    words = {"author": workflow.owner, "who": workflow.approved_by, "when": when(workflow.approved_at)}
    return _("by %(author)s · approved by %(who)s, %(when)s") % words


def _charge_note(article):
    workflow = article.workflow
    return f"{workflow.owner} · {workflow.get_stage_display()} · {when(article.changed_at)}"


NOTES = {
    "drafts": ("-changed_at", _draft_note),
    "review": ("workflow.submitted_at", _review_note),
    "returned": ("-changed_at", lambda article: _short(article.workflow.returned_comment)),
    "fixes": (
        "workflow.submitted_at",
        lambda article: _("%(who)s, %(when)s") % {"who": article.changed_by, "when": when(article.changed_at)},
    ),
    "submitted": ("workflow.submitted_at", _review_note),
    "approved": ("workflow.approved_at", _approved_note),
    "charge": ("-changed_at", _charge_note),
}


def _order(pile):
    """As an expression, so that PostgreSQL starts with what is the person's and not with everybody's by date."""
    order, _note = NOTES[pile.name]
    name = order.removeprefix("-").replace(".", "__")
    by_time = Coalesce(name, name)
    return by_time.desc() if order.startswith("-") else by_time.asc()


def _tops(piles, user):
    """{name of the pile: its first articles}, in two queries whatever the number of piles and of articles."""
    named = []
    for pile in piles:
        first = Article.objects.filter(pile.condition(user)).order_by(_order(pile), "pk").values("pk")
        articles = Article.objects.filter(pk__in=first[:FETCHED]).order_by()
        named.append(articles.values_list("pk", Cast(Value(pile.name), CharField(max_length=20))))
    pairs = list(named[0].union(*named[1:], all=True))
    people = ["workflow__owner", "workflow__editor", "workflow__submitted_by", "workflow__approved_by", "changed_by"]
    found = Article.objects.select_related(*people).in_bulk({key for key, _name in pairs})
    tops = {pile.name: [] for pile in piles}
    for key, name in pairs:
        tops[name].append(found[key])
    return tops


@on_desk
def piles_of_articles(user):
    piles = [pile for pile in piles_of(user).values() if pile.name in NOTES]
    if not piles:
        return []
    tops, filled = _tops(piles, user), []
    for pile in piles:
        order, note = NOTES[pile.name]
        top = sorted(tops[pile.name], key=attrgetter(order.removeprefix("-")), reverse=order.startswith("-"))
        page = "fix" if pile.name == "fixes" else "change"
        filled.append(_section(pile, [Row(_url(article, page), str(article), note(article)) for article in top]))
    return filled


# --- piles whose rows are editions or comments


def _scheduled(edition):
    words = {"when": when(edition.publish_at)}
    return _("held; its date: %(when)s") % words if edition.held_at else _("from %(when)s") % words


def _published(edition):
    return f"{when(edition.publish_at)} · {edition.get_change_kind_display()}"


def _forced(edition):
    words = {"who": edition.by, "when": when(edition.created_at), "why": _short(edition.forced_reason)}
    return _("published alone by %(who)s, %(when)s: %(why)s") % words


def _editions(pile, editions, note, url=lambda edition: article_url(edition.article)):
    editions = editions.select_related("article", "by").defer("document")[:FETCHED]
    rows = [Row(url(edition), str(edition), note(edition), bool(edition.held_at)) for edition in editions]
    return _section(pile, rows)


def _second_look_url(edition):
    return reverse("admin:briefings_edition_second_look", args=[edition.pk])


def _comments(pile, user):
    rows = [
        Row(_url(one.article, "comments"), f"{one.article}: {_short(str(one))}", when(one.at))
        for one in comments_for(user).select_related("article", "by").order_by("-at", "-pk")[:FETCHED]
    ]
    return _section(pile, rows)


@on_desk
def piles_of_editions_and_comments(user):
    piles, seen = piles_of(user), visible(user, "article__")
    filled = []
    if "scheduled" in piles:
        waiting = Edition.objects.waiting().filter(seen).order_by("publish_at", "pk")
        filled.append(_editions(piles["scheduled"], waiting, _scheduled))
        public = Edition.objects.latest().filter(seen).order_by("-publish_at", "-pk")
        filled.append(_editions(piles["published"], public, _published))
    if "second_look" in piles:
        forced = to_look_at_again(user).order_by("created_at", "pk")
        filled.append(_editions(piles["second_look"], forced, _forced, _second_look_url))
    if "comments" in piles:
        filled.append(_comments(piles["comments"], user))
    return filled
