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
    for order, (language, article) in enumerate(written.items()):
        note = edition.get(language, {}).get("note", "")
        start = monday + minutes(60 + 25 * order)
        submit(article, by=author, now=start)
        approve_and_publish(
            article, editor=editor, start=start + minutes(35), change_kind=edition["change_kind"], note=note
        )


def _write_first(piece, author, *, friday):
    text = piece.BRIEFING["en"]
    english = begin_text(text, by=author, now=friday + minutes(80))
    _save(english, piece, 1, author, now=friday + minutes(280))
    spanish = start_translation(english, language="es", by=author, now=friday + minutes(365))
    for name in ("title", "slug", "summary"):
        setattr(spanish, name, piece.BRIEFING["es"][name])
    _save(spanish, piece, 1, author, now=friday + minutes(530))
    Article.objects.filter(pk=spanish.pk).update(created_at=friday + minutes(80))
    return {"en": english, "es": spanish}


def _write_update(piece, number, author, *, morning):
    """Only in the languages that the edition names."""
    articles = {article.language: article for article in _articles(piece)}
    changes = {
        language: piece.EDITIONS[number - 1][language]
        for language in LANGUAGES
        if language in piece.EDITIONS[number - 1]
    }
    for order, (language, changed) in enumerate(changes.items()):
        articles[language].summary = changed["summary"] or articles[language].summary
        _save(articles[language], piece, number, author, now=morning + minutes(20 + 15 * order))
    return {language: articles[language] for language in changes}


def _articles(piece):
    slug = piece.BRIEFING["en"]["slug"]
    return Article.objects.filter(group__articles__slug=slug, group__articles__language="en")


def _save(article, piece, number, author, *, now):
    blocks = _blocks(piece, article.language, number)
    save_text(article, piece.BRIEFING[article.language], blocks, piece.BRIEFING["en"]["slug"], by=author, now=now)


def _blocks(piece, language, number):
    """The content of the blocks in edition `number`."""
    changes = {}
    for edition in piece.EDITIONS[1:number]:
        for key, change in edition.get(language, {}).get("blocks", {}).items():
            changes[key] = changes.get(key, {}) | change
    return [block | changes.get(block["key"], {}) for block in piece.BRIEFING[language]["blocks"]]


def begin_text(text, *, language="en", by, now):
    fields = {name: text[name] for name in ("kind", "title", "slug", "summary")}
    article = begin(Article(language=language, **fields), by=by, now=now)
    article.topics.set(Topic.objects.filter(slug__in=text["topics"]))
    Article.objects.filter(pk=article.pk).update(created_at=now, changed_at=now)
    return article


def save_text(article, text, blocks, briefing, *, by, now):
    """Save as the article's form does. `briefing` is part of the keys of its blocks."""
    article.full_clean()
    article.save()
    article.byline_rows.all().delete()
    bylines = Byline.objects.in_bulk(text["bylines"], field_name="name")
    for position, name in enumerate(text["bylines"]):
        article.byline_rows.create(byline=bylines[name], position=position)
    earlier = Article.objects.filter(language=article.language, pk__lt=article.pk, workflow__withdrawn_at=None)
    article.related.add(*earlier.filter(editions__isnull=False).distinct())
    write_blocks(article, blocks, briefing)
    article_saved(article, by=by, now=now)
    Article.objects.filter(pk=article.pk).update(changed_at=now)


def approve_and_publish(article, *, editor, start, change_kind="first", note="", publish_at=None):
    """Each with the document as of that moment."""
    approve(article, by=editor, seen=resolve(article, now=start).signed, now=start)
    published_at = start + minutes(10)
    seen = resolve(article, now=published_at).signed
    terms = {"change_kind": change_kind, "note": note, "publish_at": publish_at}
    return publish(article, by=editor, seen=seen, now=published_at, **terms)
