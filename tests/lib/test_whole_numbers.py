"""A key of twenty digits and more is one that nothing has, on both databases."""

import pytest
from django.db import DataError, transaction

from briefings.statistics.models import Area, Series
from tests import make

pytestmark = pytest.mark.django_db

OVERLONG = [2**63, 10**20, -(10**20), 10**400]


@pytest.mark.parametrize("number", OVERLONG)
def test_nothing_is_found_and_nothing_breaks(number):
    series = make.series()
    for condition in ({"area": number}, {"area__in": [number]}, {"pk__in": [number]}, {"area_id__exact": number}):
        assert list(Series.objects.filter(**condition)) == []
        assert Series.objects.filter(**condition).count() == 0
    assert list(Series.objects.filter(area__in=[number, series.area_id])) == [series]
    assert list(Series.objects.exclude(area=number)) == [series]


def test_order_of_numbers_holds():
    area = make.area()
    assert list(Area.objects.filter(pk__in=[10**20, area.pk]).filter(pk__lt=10**20)) == [area]


def test_what_would_be_stored_is_refused():
    series = make.series()
    with pytest.raises(DataError), transaction.atomic():
        Series.objects.filter(pk=series.pk).update(area_id=10**20)
