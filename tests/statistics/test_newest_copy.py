"""The copy of the newest value of each series, with which the home page and lists of indicators begin."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from briefings.history.public_token import public_state
from briefings.statistics.actions import finish_interrupted, wrong_newest
from briefings.statistics.indicator_page import IndicatorSeries, charted_observations
from briefings.statistics.models import Batch, SeriesNewest
from briefings.statistics.newest_values import figures_of, newest_values
from briefings.upkeep import verify

from .. import make
from .test_record_values import enter, value
from .test_undo_batch import undo

NEWER = datetime.date(2024, 6, 30)


def newest():
    (value,) = newest_values()
    return value


def test_it_is_of_the_last_whole_period(analyst):
    series = make.series()
    make.recorded(series, {"2022": "50", "2023": "60", "2024-01-01/P9M": "40"})
    copy = SeriesNewest.objects.get(series=series)
    assert (copy.start.year, copy.months, copy.second_start.year) == (2023, 12, 2022)
    assert (newest().start.year, newest().has_several) == (2023, True)


def test_it_is_of_a_part_of_one_where_nothing_else_is_known(analyst):
    series = make.series()
    make.recorded(series, {"2024-01-01/P6M": "20", "2024-01-01/P9M": "40"})
    assert (newest().start.year, newest().months, newest().has_several) == (2024, 9, None)


def test_it_follows_what_is_revised_and_what_is_retracted(analyst):
    series = make.series()
    make.recorded(series, {"2022": "50", "2023": "60"})
    make.revised(series, {"2023": "61"}, known_on=NEWER)
    assert newest().known_on == NEWER and wrong_newest() == []
    make.retracted(series, "2023")
    assert newest().start.year == 2022 and wrong_newest() == []
    make.retracted(series, "2022")
    assert newest().start is None and not SeriesNewest.objects.exists() and wrong_newest() == []


def test_a_value_that_an_undo_restored_is_news_of_the_day_on_which_it_was_known_first(analyst):
    series = make.series()
    make.recorded(series, {"2023": "60"})
    first = newest().known_on
    make.settled(undo(make.revised(series, {"2023": "61"}, known_on=NEWER), analyst))
    assert newest().known_on > first and newest().news_on == first and wrong_newest() == []


def test_a_range_is_copied_too(analyst):
    series = make.series()
    enter(series, value("2023", "4886", low=Decimal("4000"), high=Decimal("5000.50")), by=analyst)
    make.settled(Batch.objects.get())
    copy = SeriesNewest.objects.get(series=series)
    (figure,) = figures_of([newest()]).values()
    assert (copy.low, copy.high) == (figure.latest.low, figure.latest.high) == (4000, Decimal("5000.50"))


def test_a_year_of_before_thirty_years_is_too_old_to_be_shown(analyst):
    make.recorded(make.series(), {"1985": "60"})
    assert newest().start is None and SeriesNewest.objects.count() == 1


@pytest.mark.parametrize("names", [("Alpha", "Zeta"), ("Zeta", "Alpha")])
def test_between_equal_series_lists_choose_as_the_page_of_the_indicator_does(analyst, names):
    indicator = make.indicator()
    for name in names:
        make.recorded(make.series(of=indicator, by=make.source(name)), {"2022": "50", "2023": "60"})
    series = charted_observations(IndicatorSeries(indicator)).preferred.series
    assert series.source.name_en == "Alpha"
    assert newest().series == series.pk


@pytest.fixture
def left_behind(analyst):
    """A series with a value that a release applied which does not know the copy."""
    series = make.series()
    make.recorded(series, {"2022": "50", "2023": "60"})
    first = series.observations.earliest("start")
    SeriesNewest.objects.filter(series=series).update(vintage=first.current, start=first.start, second_start=None)
    return series


def test_what_a_release_without_it_applied_is_written_by_the_next_tick(left_behind):
    assert wrong_newest() == [left_behind]
    finish_interrupted()
    assert newest().start.year == 2023 and wrong_newest() == []


def test_stored_pages_are_dropped_when_it_was_wrong(real_commits, left_behind):
    stale = public_state()
    finish_interrupted()
    corrected = public_state()
    finish_interrupted()
    assert stale != corrected == public_state()


def test_the_day_on_which_a_value_was_known_first_is_compared_too(analyst):
    series = make.series()
    make.recorded(series, {"2023": "60"})
    SeriesNewest.objects.update(news_on="2000-01-01")
    assert wrong_newest() == [series]


def test_what_is_older_is_written_after_migrating(left_behind, monkeypatch):
    later = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr("briefings.statistics.models.batches.timezone.now", lambda: later)
    finish_interrupted()
    assert wrong_newest() == [left_behind]
    call_command("migrate", verbosity=0)
    assert wrong_newest() == []


def test_verification_names_a_series_whose_copy_is_wrong(left_behind):
    assert any(str(left_behind) in fault for fault in verify.current_values())
    assert wrong_newest() == [left_behind], "it changes nothing"


def test_writing_it_reads_only_the_series_that_values_are_of(analyst):
    make.recorded(make.series(), {"2022": "50"})
    SeriesNewest.objects.update(start="2000-01-01")
    make.recorded(make.series(), {"2022": "50"})
    assert SeriesNewest.objects.filter(start="2000-01-01").count() == 1
