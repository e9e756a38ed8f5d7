import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from briefings.history.models import Event
from briefings.statistics.actions import check_current, prefer
from briefings.statistics.models import Observation, Series

from .. import make
from .test_record_values import enter, value

WHY = {"en": "It counts victims, not reports.", "es": ""}


@pytest.fixture
def competitors(db):
    indicator = make.indicator()
    return make.series(of=indicator), make.series(of=indicator)


def test_preferring_a_series_replaces_the_preferred_one(analyst, competitors):
    first, second = competitors
    prefer(first, reason=WHY, by=analyst)
    prefer(second, reason={"en": "", "es": "Es completa."}, by=analyst)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.preferred, first.preferred_reason_en) == (False, "")
    assert (second.preferred, second.preferred_reason_es) == (True, "Es completa.")
    event = Event.objects.first()
    assert (event.act, event.target_id, event.detail["instead_of"]) == ("prefer", second.pk, [first.pk])


def test_other_areas_and_frequencies_keep_their_own_preferred_series(analyst, competitors):
    first, _second = competitors
    monthly = make.series(of=first.indicator, by=first.source, frequency="M")
    province = make.series(of=first.indicator, where=make.area("EC-G", "Guayas", kind="province"))
    for series in (monthly, province, first):
        prefer(series, reason=WHY, by=analyst)
    assert Series.objects.filter(preferred=True).count() == 3


def test_preferring_needs_a_reason(analyst, competitors):
    with pytest.raises(ValidationError, match="Give the reason"):
        prefer(competitors[0], reason={"en": "", "es": " "}, by=analyst)


def test_only_analysts_prefer(author, editor, administrator, auditor, competitors):
    for person in (author, editor, administrator, auditor):
        with pytest.raises(PermissionDenied):
            prefer(competitors[0], reason=WHY, by=person)


def test_database_allows_one_preferred_series_only(competitors):
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.update(preferred=True)


def test_check_accepts_the_current_values_of_recorded_vintages(analyst):
    series = make.series()
    enter(series, value("2022", "4886"), value("2023", "8237"), value("2024", None, status="M"), by=analyst)
    enter(series, value("2023", "8248"), by=analyst, kind="correction", known_on="2024-06-30")
    enter(series, value("2022", "4000"), by=analyst, kind="update", known_on="2023-01-01")
    Observation.objects.create(series=series, start="2025-01-01", months=12)
    assert check_current() == []


def test_check_ignores_proposed_values(analyst):
    series = make.series()
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    enter(series, value("2023", "8248"), by=analyst, kind="correction", known_on="2024-06-30")
    assert check_current() == []


@pytest.mark.parametrize(
    "damage",
    [{"current_value": 1}, {"current_value": None}, {"current_status": "P"}, {"current": None}],
)
def test_check_finds_a_current_value_that_differs_from_its_vintage(db, damage):
    _right, wrong = make.observation(when="2021"), make.observation(when="2022")
    Observation.objects.filter(pk=wrong.pk).update(**damage)
    assert check_current() == [wrong]


def test_check_finds_an_older_vintage_as_the_current_one(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    first = Observation.objects.get().current
    enter(series, value("2023", "8248"), by=analyst, kind="correction", known_on="2024-06-30")
    Observation.objects.update(current=first, current_value=first.value)
    assert len(check_current()) == 1
