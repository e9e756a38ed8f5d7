"""The first rows of each of the user's article lists, on the home page of the admin site."""

from operator import attrgetter

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..articles.holds import why_held
from ..articles.models import Article, Comment, Edition, FollowUp
from ..lib.admin.desk import Row, Section, first_keys, on_desk
from ..lib.texts import day_and_time
from .article_lists import comments_for, desk_lists, to_follow, to_look_at_again, visible

LONGEST_NOTE = 80  # characters


def _url(article, page):
    return reverse(f"admin:briefings_article_{page}", args=[article.pk])


def _short(text):
    return Truncator(" ".join(text.split())).chars(LONGEST_NOTE)


def _section(desk_list, rows):
    return Section(
        desk_list.place, str(desk_list.title), rows, str(desk_list.empty), desk_list.url, str(desk_list.all_words)
    )


# --- lists whose rows are articles: their order, and the note on each article


def _draft_note(article):
    changed = day_and_time(article.changed_at)
    if not article.workflow.planned_on:
        return changed
    day = date_format(article.workflow.planned_on, "SHORT_DATE_FORMAT")
    return _("planned for %(day)s · changed %(when)s") % {"day": day, "when": changed}


def _review_note(article):
    workflow = article.workflow
    words = {"who": workflow.submitted_by, "when": day_and_time(workflow.submitted_at), "editor": workflow.editor}
    if workflow.editor:
        return _("%(who)s, %(when)s · in charge: %(editor)s") % words
    return _("%(who)s, %(when)s") % words


def _approved_note(article):
    workflow = article.workflow
    words = {"author": workflow.owner, "who": workflow.approved_by, "when": day_and_time(workflow.approved_at)}
    return _("by %(author)s · approved by %(who)s, %(when)s") % words


def _charge_note(article):
    workflow = article.workflow
    return f"{workflow.owner} · {workflow.get_stage_display()} · {day_and_time(article.changed_at)}"


NOTES = {
    "drafts": ("-changed_at", _draft_note),
    "review": ("workflow.submitted_at", _review_note),
    "returned": ("-changed_at", lambda article: _short(article.workflow.returned_comment)),
    "fixes": (
        "workflow.submitted_at",
        lambda article: _("%(who)s, %(when)s") % {"who": article.changed_by, "when": day_and_time(article.changed_at)},
    ),
    "submitted": ("workflow.submitted_at", _review_note),
    "approved": ("workflow.approved_at", _approved_note),
    "charge": ("-changed_at", _charge_note),
}


# Where a row leads, if not to the form: to the changes to accept, or to the page of the next step.
PAGES = {"fixes": "fix", "review": "next", "approved": "next"}


def _articles(desk_list, user):
    """An expression keeps PostgreSQL from scanning the index on the date, which holds everybody's articles."""
    order, _note = NOTES[desk_list.name]
    name = order.removeprefix("-").replace(".", "__")
    by_time = Coalesce(name, name)
    articles = Article.objects.filter(desk_list.condition(user))
    return articles.order_by(by_time.desc() if order.startswith("-") else by_time.asc(), "pk")


def _sections_of_articles(lists, tops):
    people = ["workflow__owner", "workflow__editor", "workflow__submitted_by", "workflow__approved_by", "changed_by"]
    found = Article.objects.select_related(*people).in_bulk({key for each in lists for key in tops[each.name]})
    for desk_list in lists:
        order, note = NOTES[desk_list.name]
        top = [found[key] for key in sorted(tops[desk_list.name])]
        top.sort(key=attrgetter(order.removeprefix("-")), reverse=order.startswith("-"))
        page = PAGES.get(desk_list.name, "change")
        yield _section(desk_list, [Row(_url(article, page), str(article), note(article)) for article in top])


# --- lists whose rows are editions or comments


def _scheduled(edition, why):
    words = {"when": day_and_time(edition.publish_at)}
    if not edition.held_at:
        return _("from %(when)s") % words
    return _("%(why)s; its date: %(when)s") % (words | {"why": why.words})


def _published(edition):
    return f"{day_and_time(edition.publish_at)} · {edition.get_change_kind_display()}"


def _forced(edition):
    words = {"who": edition.by, "when": day_and_time(edition.created_at), "why": _short(edition.forced_reason)}
    return _("published by %(who)s without a second person, %(when)s: %(why)s") % words


def _editions_in(name, user):
    """The editions of the list of this name."""
    if name == "second_look":
        return to_look_at_again(user)
    editions = Edition.objects.filter(visible(user, "article__"))
    return editions.latest() if name == "published" else editions.filter(pk__in=Edition.objects.waiting_by_index())


def _ordered_editions(name, user):
    field, newest_first = EDITIONS[name]
    sign = "-" if newest_first else ""
    return _editions_in(name, user).order_by(f"{sign}{field}", f"{sign}pk")


def _sections_of_editions(lists, tops):
    keys = {key for each in lists for key in tops[each.name]}
    found = Edition.objects.select_related("article", "by").defer("document").in_bulk(keys)
    for desk_list in lists:
        field, newest_first = EDITIONS[desk_list.name]
        top = [found[key] for key in tops[desk_list.name]]
        top.sort(key=attrgetter(field, "pk"), reverse=newest_first)
        yield SECTIONS[desk_list.name](desk_list, top)


def _waiting(desk_list, editions):
    why = why_held(editions)
    return _editions(desk_list, editions, lambda edition: _scheduled(edition, why.get(edition.pk)))


def _editions(desk_list, editions, note, url=lambda edition: edition.article.desk_url()):
    rows = [Row(url(edition), str(edition), note(edition), bool(edition.held_at)) for edition in editions]
    return _section(desk_list, rows)


def _public(desk_list, editions):
    return _editions(desk_list, editions, _published)


def _second_looks(desk_list, editions):
    return _editions(
        desk_list, editions, _forced, lambda edition: reverse("admin:briefings_edition_second_look", args=[edition.pk])
    )


# The field by which a list is sorted, and whether the newest comes first.
EDITIONS = {"scheduled": ("publish_at", False), "published": ("publish_at", True), "second_look": ("created_at", False)}
SECTIONS = {"scheduled": _waiting, "published": _public, "second_look": _second_looks}


def _comments(desk_list, keys):
    comments = Comment.objects.select_related("article", "by").filter(pk__in=keys).order_by("-pk") if keys else ()
    rows = [
        Row(_url(comment.article, "comments"), f"{comment.article}: {_short(str(comment))}", day_and_time(comment.at))
        for comment in comments
    ]
    return _section(desk_list, rows)


def _revised(edition):
    words = {
        "language": edition.get_language_display(),
        "day": date_format(localtime(edition.publish_at), "DATE_FORMAT"),
    }
    if edition.change_kind == Edition.ChangeKind.CORRECTION:
        return _("%(language)s: corrected on %(day)s") % words
    return _("%(language)s: updated on %(day)s") % words


def _to_follow(desk_list, keys):
    follow_ups = FollowUp.objects.select_related("article", "edition").defer("edition__document")
    newest = {}
    for follow_up in follow_ups.filter(pk__in=keys).order_by("-pk") if keys else ():
        newest.setdefault(follow_up.article_id, follow_up)
    rows = [
        Row(_url(each.article, "other_language"), str(each.article), _revised(each.edition)) for each in newest.values()
    ]
    return _section(desk_list, rows)


# Sorted by key, the order in which they were written: by dates, all editions were read for a few follow-ups.
OTHERS = {"follow": (to_follow, _to_follow), "comments": (comments_for, _comments)}


@on_desk
def sections_of_articles(user):
    lists = desk_lists(user)
    of_articles = [desk_list for name, desk_list in lists.items() if name in NOTES]
    of_editions = [desk_list for name, desk_list in lists.items() if name in EDITIONS]
    others = [name for name in OTHERS if name in lists]
    tops = first_keys(
        {each.name: _articles(each, user) for each in of_articles}
        | {each.name: _ordered_editions(each.name, user) for each in of_editions}
        | {name: OTHERS[name][0](user).order_by("-pk") for name in others}
    )
    sections = [*_sections_of_articles(of_articles, tops), *_sections_of_editions(of_editions, tops)]
    return sections + [OTHERS[name][1](lists[name], tops[name]) for name in others]
