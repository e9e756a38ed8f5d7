"""Write, translate, submit, approve, publish and update the briefings."""

import datetime
from functools import partial

from briefings.articles.actions import (
    approve,
    article_saved,
    begin,
    publish,
    start_translation,
    submit,
)
from briefings.articles.models import Article, Byline
from briefings.articles.resolving import resolve
from briefings.topics.models import Topic

from .. import briefing_counts, briefing_narcoterrorism, briefing_provinces
from .blocks import write_blocks
from .days import at, minutes

LANGUAGES = ("en", "es")
WEEKEND = datetime.timedelta(days=3)


def edition_steps(staff):
    """(moment, step) for every edition of every briefing; a step publishes both languages."""
    assignments = (
        (briefing_narcoterrorism, staff.author, staff.editor),
        (briefing_provinces, staff.other_author, staff.editor),
        (briefing_counts, staff.other_author, staff.other_editor),
    )
    for piece, author, editor in assignments:
        for number, edition in enumerate(piece.EDITIONS, 1):
            moment = at(edition["published_on"], "08:00")
            yield moment, partial(_write_and_publish, piece, number, author=author, editor=editor, monday=moment)


def _write_and_publish(piece, number, *, author, editor, monday):
    """Write on the Friday before (an update: on the same morning), submit, approve and publish on the Monday."""
    if number == 1:
        written = _write_first(piece, author, friday=monday - WEEKEND)
    else:
        written = _write_update(piece, number, author, morning=monday)
    edition = piece.EDITIONS[number - 1]
    for order, language in enumerate(LANGUAGES):
        note = edition.get(language, {}).get("note", "")
        _publish(
            written[language],
            author=author,
            editor=editor,
            start=monday + minutes(60 + 25 * order),
            change_kind=edition["change_kind"],
            note=note,
        )


def _write_first(piece, author, *, friday):
    text = piece.BRIEFING["en"]
    fields = {name: text[name] for name in ("kind", "title", "slug", "summary")}
    english = begin(Article(language="en", **fields), by=author, now=friday + minutes(80))
    english.topics.set(Topic.objects.filter(slug__in=text["topics"]))
    _save(english, piece, 1, author, now=friday + minutes(280))
    spanish = start_translation(english, language="es", by=author, now=friday + minutes(365))
    for name in ("title", "slug", "summary"):
        setattr(spanish, name, piece.BRIEFING["es"][name])
    _save(spanish, piece, 1, author, now=friday + minutes(530))
    for article in (english, spanish):
        Article.objects.filter(pk=article.pk).update(created_at=friday + minutes(80))
    return {"en": english, "es": spanish}


def _write_update(piece, number, author, *, morning):
    articles = {article.language: article for article in _articles(piece)}
    for order, language in enumerate(LANGUAGES):
        changed = piece.EDITIONS[number - 1][language]
        articles[language].summary = changed["summary"] or articles[language].summary
        _save(articles[language], piece, number, author, now=morning + minutes(20 + 15 * order))
    return articles


def _articles(piece):
    slug = piece.BRIEFING["en"]["slug"]
    return Article.objects.filter(group__articles__slug=slug, group__articles__language="en")


def _save(article, piece, number, author, *, now):
    """Save as the article's form does."""
    text = piece.BRIEFING[article.language]
    article.full_clean()
    article.save()
    article.byline_rows.all().delete()
    bylines = Byline.objects.in_bulk(text["bylines"], field_name="name")
    for position, name in enumerate(text["bylines"]):
        article.byline_rows.create(byline=bylines[name], position=position)
    article.related.add(*Article.objects.filter(language=article.language, pk__lt=article.pk))
    write_blocks(article, _blocks(piece, article.language, number), piece.BRIEFING["en"]["slug"])
    article_saved(article, by=author, now=now)
    Article.objects.filter(pk=article.pk).update(changed_at=now)


def _blocks(piece, language, number):
    """The content of the blocks in edition `number`."""
    changes = {}
    for edition in piece.EDITIONS[1:number]:
        for key, change in edition[language]["blocks"].items():
            changes[key] = changes.get(key, {}) | change
    return [block | changes.get(block["key"], {}) for block in piece.BRIEFING[language]["blocks"]]


def _publish(article, *, author, editor, start, change_kind, note):
    """Submit, approve and publish, each with the document as of that moment."""
    submit(article, by=author, now=start)
    approved_at, published_at = start + minutes(35), start + minutes(45)
    approve(article, by=editor, seen=resolve(article, now=approved_at).signed, now=approved_at)
    seen = resolve(article, now=published_at).signed
    publish(article, by=editor, seen=seen, change_kind=change_kind, note=note, now=published_at)
