"""Pages that begin after a row: every row once, whatever the list is sorted by, NULL included."""

import datetime

import pytest
from django.db.models import F

from briefings.articles.models import Article
from briefings.lib.rows.order import after, keys_of
from briefings.statistics.models import Series
from tests import make
from tests.people import member

pytestmark = pytest.mark.django_db
PER_PAGE = 3


@pytest.fixture(scope="module")
def articles(module_db):
    """Eleven articles of two authors, some with the same title, most without a planned date."""
    authors = [member("author"), member("author")]
    made = []
    for number in range(11):
        article = make.article(f"Article {number % 4}", by=authors[number % 2], slug=f"article-{number}")
        if number % 3 == 0:
            article.workflow.planned_on = datetime.date(2026, 1, 1 + number % 5)
            article.workflow.save()
        made.append(article)
    return made


def pages(rows, *, backwards):
    """The keys of the rows, read page by page; backwards, from the end."""
    keys, seen = keys_of(rows), []
    page = list((rows.reverse() if backwards else rows)[:PER_PAGE])
    while page:
        seen += [row.pk for row in page]
        page = list(after(rows, keys, page[-1].pk, among=rows, backwards=backwards)[:PER_PAGE])
    return seen[::-1] if backwards else seen


ORDERS = [
    ["-changed_at", "-pk"], ["pk"], ["title", "-pk"], ["-title", "pk"], ["workflow__planned_on", "-pk"],
    ["-workflow__planned_on", "-pk"], ["workflow__owner__last_name", "title", "-pk"], ["workflow__owner", "-pk"],
    ["-workflow__editor", "-pk"], [F("title").desc(), "pk"], ["-workflow__planned_on", "title", "-pk"],
]  # fmt: skip


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_every_row_once_in_both_directions(articles, order):
    rows = Article.objects.order_by(*order)
    expected = [article.pk for article in rows]
    assert len(expected) == 11
    assert pages(rows, backwards=False) == expected
    assert pages(rows, backwards=True) == expected


def test_filters_and_sorted_foreign_keys_of_foreign_keys(module_db):
    indicator = make.indicator()
    for number in range(7):
        make.series(of=indicator, by=make.source(f"Source {number % 3}"))
    rows = Series.objects.filter(indicator=indicator).order_by("indicator", "area", "source__sort_en", "-pk")
    assert pages(rows, backwards=False) == [series.pk for series in rows]


def test_a_row_that_no_filter_selects_any_more_still_has_its_place(articles):
    rows = Article.objects.order_by("pk")
    later = after(rows.filter(title="Article 1"), keys_of(rows), articles[4].pk, among=Article.objects.all())
    assert [article.pk for article in later] == [articles[5].pk, articles[9].pk]


def test_a_row_that_does_not_exist_has_none(articles):
    rows = Article.objects.order_by("pk")
    assert after(rows, keys_of(rows), 10**17, among=rows) is None


@pytest.mark.parametrize("order", ["?", F("title") + 1, F("title").asc(nulls_first=True), "no_such_field"], ids=str)
def test_other_orders_have_no_keys(order):
    assert keys_of(Article.objects.all().order_by(order) if order != "no_such_field" else _sorted_by(order)) is None


def _sorted_by(name):
    rows = Article.objects.all()
    rows.query.order_by = (name,)
    return rows
