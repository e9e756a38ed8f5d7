"""A prepared query gives what the queryset gives, for every value, at the cost of one query."""

import pytest

from briefings.lib.prepared import Prepared
from briefings.sources.models import Release

from .. import make


def releases_of(slug, least):
    return Release.objects.filter(source__slug=slug, pk__gte=least).select_related("source").order_by("-pk")


releases = Prepared(releases_of, slug=str, least=int)
titles = Prepared(lambda slug: Release.objects.filter(source__slug=slug).values_list("title", flat=True), slug=str)


def test_rows_are_those_of_the_queryset_for_every_value(db):
    one, other = make.source(slug="one"), make.source(slug="other")
    first, second = make.release(one, title="First"), make.release(one, title="Second")
    third = make.release(other, title="Third")
    assert releases(slug="one", least=0) == [second, first]
    assert releases(slug="other", least=0) == [third]
    assert releases(slug="one", least=second.pk) == [second]
    assert releases(slug="nothing of ours", least=0) == []
    assert titles(slug="other") == ["Third"]


def test_what_is_joined_comes_with_it_in_one_query(db, django_assert_num_queries):
    make.release(make.source("Ministry of the Interior", slug="one"))
    with django_assert_num_queries(1):
        (found,) = releases(slug="one", least=0)
        assert found.source.name_en == "Ministry of the Interior"


def test_values_are_bound_and_never_part_of_the_sql(db):
    make.release(make.source(slug="one"))
    assert releases(slug="' OR 1 = 1 --", least=0) == []


def test_a_value_that_is_not_given_is_an_error(db):
    with pytest.raises(KeyError):
        releases(slug="one")
