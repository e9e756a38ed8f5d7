import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from briefings.articles import models
from briefings.articles.actions import approve, approve_and_publish, publish
from briefings.articles.models.articles import Stage
from briefings.articles.resolving import resolve
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from tests import kinds

from .. import make
from .scenes import counts, every_block, refused, seen, submitted, table_of, workflow_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db):
    return counts()


@pytest.fixture
def article(author, series):
    """In review, with a block of every kind."""
    return submitted(make.article("Ports", by=author, blocks=every_block(author, series)), by=author)


def revise(series, value="5000"):
    rows = [Value(period=make.period("2022"), value=make.decimal(value))]
    reason = {"en": "Recounted."}
    by = make.recorder()
    make.settled(
        record_values(
            series, rows, release=None, known_on=datetime.date(2024, 2, 28), kind="correction", reason=reason, by=by
        )
    )


WRITTEN = "caption by hand"
# What an article refers to, changed behind its back.
CHANGES = {
    "value": lambda series: revise(series),
    "table row": lambda series: make.row(kinds.DataTableBlock.objects.get().table, "2020"),
    "table title": lambda series: change(kinds.DataTableBlock.objects.get().table, name_en="Other title"),
    "impact": lambda series: change(kinds.ImpactTableRow.objects.first().impact, description_en="Other words."),
    "impact severity": lambda series: change(kinds.ImpactTableRow.objects.first().impact, severity=1),
    "initiative": lambda series: change(kinds.InitiativeTableRow.objects.first().initiative, status="paused"),
    "alternative text": lambda series: change(kinds.PictureBlock.objects.get().image, alt_en="Another port"),
    "source grade": lambda series: change(series.source, reliability="D"),
    "unit": lambda series: change(series.indicator, unit_en="thousand victims"),
    WRITTEN: lambda series: kinds.PictureBlock.objects.update(caption="Elsewhere"),
}


def change(thing, **fields):
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


@pytest.mark.parametrize("what", CHANGES)
def test_editor_who_read_the_old_text_cannot_approve_the_new(what, article, series, editor):
    read = seen(article)
    CHANGES[what](series)
    with refused(code="seen"):
        approve(article, by=editor, seen=read)


KEPT_ELSEWHERE = [what for what in CHANGES if what != WRITTEN]


@pytest.mark.parametrize("what", KEPT_ELSEWHERE)
def test_editor_approves_what_the_page_shows_of_values_and_names(what, article, series, editor):
    CHANGES[what](series)
    approve(article, by=editor, seen=seen(article))
    assert workflow_of(article).approved_hash == seen(article)
    publish(article, by=editor, seen=seen(article), change_kind="first")


def test_editor_cannot_approve_what_somebody_wrote_past_the_form(article, series, editor):
    CHANGES[WRITTEN](series)
    for act in (approve, lambda *a, **k: approve_and_publish(*a, change_kind="first", **k)):
        with refused(code="submitted"):
            act(article, by=editor, seen=seen(article))


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_since_it_was_approved_is_not_published(what, article, series, editor):
    read = seen(article)
    approve(article, by=editor, seen=read)
    CHANGES[what](series)
    for given in (read, seen(article)):
        with refused(code="revised"):
            publish(article, by=editor, seen=given, change_kind="first")


@pytest.mark.parametrize("what", KEPT_ELSEWHERE)
def test_what_changed_since_it_was_approved_is_approved_again_and_published(what, article, series, editor):
    approve(article, by=editor, seen=seen(article))
    CHANGES[what](series)
    edition = approve_and_publish(article, by=editor, seen=seen(article), change_kind="first")
    assert edition.content_hash == resolve(article).content_hash


@pytest.mark.parametrize("wrong", ["", "0" * 64, None])
def test_without_the_hash_nothing_is_approved(wrong, article, editor):
    with refused(code="seen"):
        approve(article, by=editor, seen=wrong)


def test_approval_is_of_the_document_that_was_submitted(article, author, editor):
    approve(article, by=editor, seen=seen(article))
    workflow = workflow_of(article)
    assert workflow.stage == Stage.APPROVED
    assert workflow.approved_hash == workflow.submitted_hash == seen(article)
    assert (workflow.approved_by, workflow.submitted_by) == (editor, author)


def test_another_day_alone_changes_nothing(article, editor):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    assert seen(article) == seen(article, now=tomorrow)
    approve(article, by=editor, seen=seen(article), now=tomorrow)
    assert workflow_of(article).stage == Stage.APPROVED


def private_source(author):
    source = make.source(public=False)
    block = {"caption": "Gangs", "cells": "a\tb", "source": source}
    return make.article(by=author, blocks=[(kinds.TextTableBlock, block)])


def private_listed_source(author):
    return make.article(by=author, blocks=[(kinds.SourcesBlock, {"selection": [make.source(public=False)]})])


def private_impact(author):
    block = {"caption": "Impact", "selection": [make.impact(public=False)]}
    return make.article(by=author, blocks=[(kinds.ImpactTableBlock, block)])


def private_initiative(author):
    block = {"caption": "Answers", "selection": [make.initiative(public=False)]}
    return make.article(by=author, blocks=[(kinds.InitiativeTableBlock, block)])


def private_table(author):
    return make.article(by=author, blocks=[(kinds.DataTableBlock, {"table": table_of(counts(), public=False)})])


def private_series_in_table(author):
    return make.article(by=author, blocks=[(kinds.DataTableBlock, {"table": table_of(counts(public=False))})])


def private_series(author):
    block = {"series": counts(public=False), "period": "2022"}
    return make.article(by=author, blocks=[(kinds.KeyFigureBlock, block)])


def private_topic(author):
    article = make.article(by=author)
    article.topics.add(make.topic(public=False))
    return article


def missing_observation(author):
    return make.article(by=author, blocks=[(kinds.KeyFigureBlock, {"series": counts(), "period": "1999"})])


def missing_comparison(author):
    block = {"series": counts(), "period": "2022", "compare_with": "1999"}
    return make.article(by=author, blocks=[(kinds.KeyFigureBlock, block)])


def broken_period(author):
    article = make.article(by=author, blocks=[(kinds.KeyFigureBlock, {"series": counts(), "period": "2022"})])
    kinds.KeyFigureBlock.objects.update(period="last year")
    return article


def empty_column(author):
    return make.article(by=author, blocks=[(kinds.DataTableBlock, {"table": table_of(counts(), years=["1999"])})])


def no_summary(author):
    return make.article(by=author, summary="  ")


def no_body(author):
    article = make.article(by=author)
    article.richtextblock_set.all().delete()
    return article


def blank_body(author):
    article = make.article(by=author)
    article.richtextblock_set.update(html="<p> </p>")
    return article


@pytest.mark.parametrize(
    "write",
    [
        private_source, private_listed_source, private_impact, private_initiative, private_table,
        private_series_in_table, private_series, private_topic, missing_observation, missing_comparison, broken_period,
        empty_column, no_summary, no_body, blank_body,
    ],
)  # fmt: skip
def test_what_is_not_fit_for_readers_is_neither_approved_nor_published(write, author, editor):
    article = submitted(write(author), by=author)
    with refused(code="problem"):
        approve(article, by=editor, seen=seen(article))
    with refused(code="problem"):
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="first")
    models.Workflow.objects.filter(article=article).update(
        stage=Stage.APPROVED, approved_hash=seen(article), approved_by=editor
    )
    with refused(code="problem"):
        publish(article, by=editor, seen=seen(article), change_kind="first")


def test_database_keeps_four_eyes_too(article, author, editor):
    approve(article, by=editor, seen=seen(article))
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Workflow.objects.filter(article=article).update(approved_by=author)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Workflow.objects.filter(article=article).update(approved_by=None)
