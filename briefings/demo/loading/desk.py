"""Put on the desk what a newsroom has there: texts before, in and after review, and two published ones with a story."""

from functools import partial

from briefings.articles.actions import (
    approve,
    article_saved,
    assign_editor,
    comment,
    force_publish,
    plan,
    resolve_comment,
    return_to_author,
    start_translation,
    submit,
    withdraw,
)
from briefings.articles.models import Article, Comment
from briefings.articles.resolving import resolve
from briefings.sharing.actions import comment_as_visitor, share
from briefings.sharing.models import ShareLink

from ..desk_en import COMMENTS, FIREARMS, FIRST_MONTHS, FORCED_REASON, MONTHS, SEIZURES
from ..desk_es import ARRESTS, ELEVEN_MONTHS, MONTHS_IN_SPANISH, PRISONS, RETURNED_WITH, WITHDRAWAL_REASON
from .articles import approve_and_publish, begin_text, save_text
from .blocks import block_key
from .days import at, minutes, working_day

STORY_ENDS = at("2026-08-24", "18:00")
EXPERT = "External reader, statistics"


def desk_steps(staff, *, now):
    """(moment, step) in the past of the demonstration for what is published; for everything else on the working days
    around `now`, or after the story where the clock is behind it."""
    author, other_author, editor, other_editor = staff.author, staff.other_author, staff.editor, staff.other_editor
    now = max(now, STORY_ENDS)
    on = partial(working_day, now)
    steps = (
        (at("2026-07-20", "08:10"), partial(_write, FIRST_MONTHS, editor)),
        (at("2026-07-20", "10:40"), partial(_force, FIRST_MONTHS, editor)),
        (at("2026-08-04", "08:30"), partial(_write, ELEVEN_MONTHS, other_author)),
        (at("2026-08-04", "10:10"), partial(_submit, ELEVEN_MONTHS, other_author)),
        (at("2026-08-04", "11:05"), partial(_publish, ELEVEN_MONTHS, editor)),
        (at("2026-08-06", "09:25"), partial(_withdraw, ELEVEN_MONTHS, editor)),
        (at(on(-6), "09:05"), partial(_write, MONTHS, author)),
        (at(on(-6), "15:20"), partial(_submit, MONTHS, author)),
        (at(on(-5), "08:40"), partial(_publish, MONTHS, editor, publish_at=at(on(5), "08:00"))),
        (at(on(-5), "10:15"), partial(_translate, MONTHS, other_editor)),
        (at(on(-5), "11:30"), partial(_write, PRISONS, other_author)),
        (at(on(-4), "08:50"), partial(_submit, PRISONS, other_author)),
        (at(on(-4), "09:30"), partial(_write, FIREARMS, author)),
        (at(on(-4), "14:10"), partial(_comment, FIREARMS, other_editor, "opening")),
        (at(on(-3), "08:20"), partial(_return, PRISONS, other_editor)),
        (at(on(-3), "09:10"), partial(_resolve, FIREARMS, author, "opening")),
        (at(on(-3), "09:40"), partial(_ask_expert, FIREARMS, author)),
        (at(on(-3), "10:30"), partial(_write, ARRESTS, other_author)),
        (at(on(-3), "16:40"), partial(_submit, ARRESTS, other_author)),
        (at(on(-2), "09:00"), partial(_submit, FIREARMS, author)),
        (at(on(-2), "09:20"), partial(_take_charge, FIREARMS, editor)),
        (at(on(-2), "11:15"), partial(_hear_expert, FIREARMS)),
        (at(on(-1), "08:30"), partial(_approve, ARRESTS, other_editor, planned_on=on(2))),
        (at(on(-1), "09:15"), partial(_comment, FIREARMS, editor, "table")),
        (at(on(-1), "09:25"), partial(_comment, FIREARMS, editor, "whole")),
        (at(on(-1), "15:30"), partial(_write, SEIZURES, author)),
        (at(on(-1), "15:50"), partial(_plan, SEIZURES, author, planned_on=on(7))),
    )
    return [(moment, partial(step, now=moment)) for moment, step in steps]


def _article(text):
    return Article.objects.get(language=text["language"], title=text["title"])


def _write(text, author, *, now):
    article = begin_text(text, language=text["language"], by=author, now=now)
    save_text(article, text, text["blocks"], text["name"], by=author, now=now + minutes(40))


def _submit(text, author, *, now):
    submit(_article(text), by=author, now=now)


def _publish(text, editor, *, now, publish_at=None):
    approve_and_publish(_article(text), editor=editor, start=now, publish_at=publish_at)


def _force(text, editor, *, now):
    article = _article(text)
    seen = resolve(article, now=now).signed
    force_publish(article, by=editor, seen=seen, reason=FORCED_REASON, change_kind="first", now=now)


def _withdraw(text, editor, *, now):
    withdraw(_article(text), by=editor, reason=WITHDRAWAL_REASON, now=now)


def _translate(text, translator, *, now):
    """Only title and summary so far."""
    article = start_translation(_article(text), language="es", by=translator, now=now)
    for name, words in MONTHS_IN_SPANISH.items():
        setattr(article, name, words)
    article.full_clean()
    article.save()
    article_saved(article, by=translator, now=now + minutes(20))
    Article.objects.filter(pk=article.pk).update(created_at=now, changed_at=now + minutes(20))


def _return(text, editor, *, now):
    return_to_author(_article(text), by=editor, comment=RETURNED_WITH, now=now)


def _approve(text, editor, *, now, planned_on):
    article = _article(text)
    approve(article, by=editor, seen=resolve(article, now=now).signed, now=now)
    plan(article, by=editor, planned_on=planned_on, now=now + minutes(5))


def _plan(text, author, *, now, planned_on):
    plan(_article(text), by=author, planned_on=planned_on, now=now)


def _take_charge(text, editor, *, now):
    assign_editor(_article(text), by=editor, editor=editor, now=now)


def _comment(text, person, name, *, now):
    block, words = COMMENTS[name]
    key = block_key(text["name"], block) if block else None
    comment(_article(text), by=person, text=words, block_key=key, now=now)


def _resolve(text, author, name, *, now):
    resolve_comment(Comment.objects.get(text=COMMENTS[name][1]), by=author, now=now)


def _ask_expert(text, author, *, now):
    share(_article(text), by=author, for_whom=EXPERT, days=30, now=now)


def _hear_expert(text, *, now):
    link = ShareLink.objects.get(article=_article(text))
    comment_as_visitor(link, visitor_name=EXPERT, text=COMMENTS["expert"][1], verdict="needs_changes", now=now)
