"""Many people at once, with real transactions: nobody's work is lost, nothing happens twice, nothing locks up."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from briefings.articles import models
from briefings.articles.access import lock
from briefings.articles.actions import (
    approve_and_publish,
    article_saved,
    hold,
    publish,
    start_translation,
    submit,
)
from briefings.articles.actions.waiting_editions import note_appearances
from briefings.articles.models.articles import Stage
from briefings.articles.resolving import resolve
from briefings.history.models import Event
from briefings.statistics.models import Observation
from tests import kinds

from .. import make
from ..at_once import at_once
from .scenes import counts, seen, table_of

pytestmark = pytest.mark.django_db(transaction=True)
EXPECTED = (ValidationError, PermissionDenied)


@pytest.fixture
def people(real_commits, author, editor, other_editor):
    return author, editor, other_editor


def in_review(people):
    article = make.article("Ports", by=people[0])
    submit(article, by=people[0])
    return models.Article.objects.get(pk=article.pk)


def test_of_many_who_publish_the_same_text_one_does(people):
    article = in_review(people)
    read = seen(article)

    def one(editor):
        return lambda: approve_and_publish(article, by=editor, seen=read, change_kind="first")

    results, refusals, failures = at_once(*(one(people[1 + number % 2]) for number in range(12)))
    assert failures == []
    assert (len(results), len(refusals)) == (1, 11)
    assert models.Edition.objects.get().number == 1
    assert Event.objects.filter(act="publish").count() == Event.objects.filter(act="approve").count() == 1


def test_many_saves_lose_no_version_and_no_word(people):
    article = make.article("Ports", by=people[0])
    at_the_start = article.version

    def one(number):
        @transaction.atomic
        def save():
            fresh = lock(article).article
            fresh.summary += f" {number};"
            fresh.save()
            article_saved(fresh, by=people[number % 3])

        return save

    results, refusals, failures = at_once(*(one(number) for number in range(16)))
    assert (failures, refusals, len(results)) == ([], [], 16)
    article.refresh_from_db()
    assert article.version == at_the_start + 16
    assert all(f" {number};" in article.summary for number in range(16))


def test_publishing_and_saving_together_number_editions_without_gap(people):
    author, editor, other = people
    article = make.edition("Ports", by=author, approver=editor).article

    def publisher(by):
        def whole_round():
            fresh = models.Article.objects.get(pk=article.pk)
            submit(fresh, by=author)
            return approve_and_publish(fresh, by=by, seen=seen(fresh), change_kind="update", note="New.").number

        return whole_round

    def saver(number):
        @transaction.atomic
        def save():
            fresh = lock(article).article
            fresh.summary = f"Summary {number}."
            fresh.save()
            article_saved(fresh, by=editor)

        return save

    calls = [publisher(editor if number % 2 else other) for number in range(10)] + [saver(n) for n in range(10)]
    results, _refusals, failures = at_once(*calls)
    assert failures == []
    numbers = list(models.Edition.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert sorted(number for number in results if number) == numbers[1:]
    assert Event.objects.filter(act="publish").count() == len(numbers)
    for edition in models.Edition.objects.all():
        assert edition.data["summary"] == edition.summary
        assert edition.renderings.count() == 1


def test_what_is_published_is_what_was_approved_however_many_save_meanwhile(people):
    author, editor, _other = people
    article = make.approved("Ports", by=author, approver=editor)
    read, words = seen(article), resolve(article).content_hash

    def save(number):
        @transaction.atomic
        def run():
            fresh = lock(article).article
            fresh.summary = f"Unread {number}."
            fresh.save()
            article_saved(fresh, by=editor)

        return run

    results, refusals, failures = at_once(
        lambda: publish(article, by=editor, seen=read, change_kind="first"), *(save(number) for number in range(7))
    )
    assert failures == []
    assert len(results) + len(refusals) == 8
    for edition in models.Edition.objects.all():
        assert edition.content_hash == words
    # Who publishes is before the first save, or refused.
    stage = Stage.DRAFT if models.Edition.objects.exists() else Stage.IN_REVIEW
    assert models.Workflow.objects.get(article=article).stage == stage


def test_different_articles_with_the_same_figures_do_not_block_each_other(people):
    author, editor, other = people
    series = counts({str(year): str(year) for year in range(2000, 2020)})
    years = [str(year) for year in range(2000, 2020)]
    articles = []
    for number in range(8):
        table = table_of(series, years if number % 2 else years[::-1])
        articles.append(make.approved(by=author, approver=editor, blocks=[(kinds.DataTableBlock, {"table": table})]))
    calls = [
        lambda article=article: publish(article, by=other, seen=seen(article), change_kind="first")
        for article in articles
    ]
    results, refusals, failures = at_once(*calls)
    assert (failures, refusals, len(results)) == ([], [], 8)
    assert Observation.objects.filter(cited=True).count() == 20


def test_one_translation_is_begun_by_one_of_many(people):
    article = make.article("Ports", by=people[0])
    call = lambda: start_translation(article, language="es", by=people[1])  # noqa: E731
    results, refusals, failures = at_once(*[call] * 8)
    assert (failures, len(results), len(refusals)) == ([], 1, 7)
    assert models.Article.objects.filter(language="es").count() == 1


def test_several_clocks_tick_and_tell_once(people):
    author, editor, _other = people
    now = timezone.now()
    for _number in range(3):
        article = make.approved(by=author, approver=editor)
        publish(
            article, by=editor, seen=seen(article), change_kind="first", now=now - datetime.timedelta(hours=2),
            publish_at=now - datetime.timedelta(hours=1),
        )  # fmt: skip
    results, refusals, failures = at_once(*[note_appearances] * 8)
    assert (failures, refusals) == ([], [])
    assert sum(results) == Event.objects.filter(act="appear").count() == 3


def test_of_several_who_hold_at_once_one_does(people):
    author, editor, _other = people
    edition = make.edition(by=author, approver=editor, publish_at=timezone.now() + datetime.timedelta(days=1))
    results, refusals, failures = at_once(*[lambda: hold(edition, by=editor)] * 8)
    assert (failures, len(refusals), len(results)) == ([], 7, 1)
    assert Event.objects.filter(act="hold").count() == 1
