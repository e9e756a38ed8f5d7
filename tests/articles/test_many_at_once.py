"""Fifty people at the same article at the same moment, through the pages that they use: editions are numbered without
gap or duplicate, no word that was saved is lost, nobody meets an error page."""

import re

import pytest
from django.test import Client

from briefings.articles import models
from briefings.articles.actions import submit
from briefings.articles.resolving import resolve
from briefings.history.models import Event, FieldChange
from briefings.search.models import SearchDocument
from tests import kinds, make
from tests.at_once import at_once

from .typing import act_url, change_url, fields_of, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
MANY = 50
DONE, CONFLICT = 302, 409


@pytest.fixture
def people(real_commits, author, editor, other_editor):
    return author, editor, other_editor


def browser(person):
    """Signed in; an error of the site is an answer with status 500, as a person would meet it."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def statuses(results, failures):
    assert failures == []
    return [response.status_code for response in results]


def numbers(article):
    return list(article.editions.order_by("number").values_list("number", flat=True))


def assert_in_step(article):
    """Editions 1, 2, 3 … each with all that belongs to it, and one event each; the last one is what readers find."""
    editions = list(article.editions.order_by("number"))
    assert [edition.number for edition in editions] == list(range(1, len(editions) + 1))
    published = Event.objects.filter(act="publish", target_type="article", target_id=article.pk)
    assert sorted(event.detail["edition"] for event in published) == [edition.number for edition in editions]
    by_number = {event.detail["edition"]: event.detail["sha256"] for event in published}
    for edition in editions:
        assert by_number[edition.number] == edition.sha256
        assert edition.renderings.count() == 1
    found = SearchDocument.objects.filter(target_id__in=[edition.pk for edition in editions])
    assert [row.target_id for row in found] == [editions[-1].pk]


def test_of_fifty_who_save_the_same_form_one_does_and_all_others_are_asked(people):
    article = make.article("Ports", by=people[0])
    browsers = [browser(people[number % 3]) for number in range(MANY)]
    form = opened(browsers[0], article)

    def save(number):
        return lambda: browsers[number].post(change_url(article), form | {"summary": [f"Summary {number}."]})

    results, _refusals, failures = at_once(*(save(number) for number in range(MANY)))
    codes = statuses(results, failures)
    assert (codes.count(DONE), codes.count(CONFLICT)) == (1, MANY - 1)
    article.refresh_from_db()
    assert article.version == 2 and article.summary.startswith("Summary ")
    saved = FieldChange.objects.about(article).filter(act="change")
    assert [change.changes["summary"][1] for change in saved] == [article.summary]


def test_of_fifty_who_publish_the_same_text_one_does(people):
    article = make.article("Ports", by=people[0])
    submit(article, by=people[0])
    browsers = [browser(people[1 + number % 2]) for number in range(MANY)]
    page = browsers[0].get(act_url(article, "approve_and_publish"))
    form = fields_of(page.content.decode(), None)

    def publish(number):
        return lambda: browsers[number].post(act_url(article, "approve_and_publish"), form)

    results, _refusals, failures = at_once(*(publish(number) for number in range(MANY)))
    codes = statuses(results, failures)
    assert codes.count(DONE) == 1 and set(codes) <= {200, DONE, 403}
    assert numbers(article) == [1]
    assert_in_step(article)


def test_fifty_publishing_and_saving_lose_nothing(people):
    author, editor, other = people
    article = make.edition("Ports", by=author, approver=editor, summary="Known:").article
    writers = {number: browser(people[number % 3]) for number in range(MANY // 2)}
    publishers = {number: browser(editor if number % 2 else other) for number in range(MANY // 2)}
    form, answers, saved = opened(writers[0], article), [], []

    def write(number):
        """Adds a word to the summary; looks again where somebody else was faster, and then gives up."""

        def run():
            for _time in range(3):
                fresh = models.Article.objects.get(pk=article.pk)
                typed = {"version": [str(fresh.version)], "summary": [f"{fresh.summary} word{number};"]}
                answers.append(writers[number].post(change_url(article), form | typed).status_code)
                if answers[-1] == DONE:
                    saved.append(number)
                    return

        return run

    def publish(number):
        """The author submits what stands there and an editor publishes it, unless something came in between."""

        def run():
            submit(models.Article.objects.get(pk=article.pk), by=author)
            seen = resolve(models.Article.objects.get(pk=article.pk)).signed
            asked = {"seen": seen, "change_kind": "update", "note": f"Round {number}."}
            answers.append(publishers[number].post(act_url(article, "approve_and_publish"), asked).status_code)

        return run

    calls = [make_call(number) for number in range(MANY // 2) for make_call in (write, publish)]
    _results, _refusals, failures = at_once(*calls)
    assert failures == []
    assert set(answers) <= {200, DONE, 403, CONFLICT}
    article.refresh_from_db()
    assert saved and sorted(map(int, re.findall(r"word(\d+);", article.summary))) == sorted(saved)
    steps = FieldChange.objects.about(article).filter(act="change", changes__has_key="summary").order_by("pk")
    summaries = [change.changes["summary"] for change in steps]
    assert [after for _before, after in summaries[:-1]] == [before for before, _after in summaries[1:]]
    assert len(summaries) == len(saved) and article.version == 1 + len(saved)
    assert_in_step(article)
    last = article.editions.order_by("-number").first()
    assert last.data["summary"] in article.summary


def test_fifty_articles_that_share_their_figures_are_published_together(people):
    author, editor, other = people
    series = make.series()
    make.recorded(series, {"2021": "2495", "2022": "4886"})
    figure = (kinds.KeyFigureBlock, {"series": series, "period": "2022", "compare_with": "2021"})
    articles = []
    for _number in range(MANY):
        articles.append(make.article(by=author, blocks=[figure]))
        submit(articles[-1], by=author)
    browsers = [browser(editor if number % 2 else other) for number in range(MANY)]
    seen = [resolve(article).signed for article in articles]

    def publish(number):
        form = {"seen": seen[number], "change_kind": "first", "note": ""}
        return lambda: browsers[number].post(act_url(articles[number], "approve_and_publish"), form)

    results, _refusals, failures = at_once(*(publish(number) for number in range(MANY)))
    assert statuses(results, failures) == [DONE] * MANY
    for article in articles:
        assert numbers(article) == [1]
        assert_in_step(article)
    uses = {article.editions.get().figure_uses.count() for article in articles}
    assert len(uses) == 1 and uses != {0}
