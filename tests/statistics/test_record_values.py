import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from briefings.history.models import Event
from briefings.lib.periods import Period
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Batch, Observation, Vintage
from briefings.statistics.signals import values_applied

from .. import make

WHY = {"en": "The ministry counted again.", "es": ""}


def value(when, number, **fields):
    return Value(Period.parse(when), None if number is None else Decimal(number), **fields)


def enter(series, *rows, by, kind="first", reason=WHY, known_on="2024-01-31", release=None, **options):
    return record_values(
        series,
        rows,
        release=release,
        known_on=datetime.date.fromisoformat(known_on),
        kind=kind,
        reason=reason,
        by=by,
        **options,
    )


def messages(error):
    return " ".join(error.value.messages)


def test_first_values_become_current_at_once(analyst):
    series = make.series(public=False)
    batch = enter(series, value("2022", "4886"), value("2024-01-01/P11M", "6275", status="P"), by=analyst, reason={})
    assert batch.stage == Batch.Stage.APPLIED
    full, part = Observation.objects.order_by("start")
    assert (full.current_value, full.current_status, full.is_part) == (Decimal(4886), "A", False)
    assert (part.current_value, part.current_status, part.is_part) == (Decimal(6275), "P", True)


def test_part_of_a_year_never_changes_the_full_year(analyst):
    series = make.series(public=False)
    enter(series, value("2024", "7065"), by=analyst)
    enter(series, value("2024-01-01/P11M", "6275"), by=analyst)
    assert Observation.objects.get(months=12).current_value == 7065
    assert Observation.objects.count() == 2


def test_revision_adds_a_vintage_and_keeps_the_old_one(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    enter(series, value("2023", "8248"), by=analyst, kind="correction", known_on="2024-06-30")
    observation = Observation.objects.get()
    assert observation.current_value == 8248
    assert sorted(observation.vintages.values_list("value", flat=True)) == [8237, 8248]


def test_value_known_earlier_does_not_become_current(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8248"), by=analyst, known_on="2024-06-30")
    enter(series, value("2023", "8237"), by=analyst, kind="update", known_on="2024-01-31")
    assert Observation.objects.get().current_value == 8248


def test_of_two_values_known_on_one_day_the_later_recorded_is_current(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    enter(series, value("2023", "8248"), by=analyst, kind="error")
    assert Observation.objects.get().current_value == 8248


def test_retraction_is_a_missing_vintage(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    enter(series, value("2023", "8237"), by=analyst, kind="retraction", known_on="2024-06-30")
    observation = Observation.objects.get()
    assert (observation.current_value, observation.current_status) == (None, "M")
    assert observation.vintages.count() == 2


def test_revision_of_a_cited_value_waits_for_a_second_person(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    batch = enter(series, value("2023", "8248"), by=analyst, kind="correction", known_on="2024-06-30")
    assert batch.stage == Batch.Stage.PROPOSED
    assert Observation.objects.get().current_value == 8237


def test_new_period_beside_a_cited_value_counts_at_once(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    batch = enter(series, value("2023", "8237"), value("2024", "7065"), by=analyst, kind="update")
    assert batch.stage == Batch.Stage.APPLIED
    assert batch.vintages.count() == 1


def test_unchanged_values_are_refused_with_a_message(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    with pytest.raises(ValidationError) as error:
        enter(series, value("2023", "8237.0"), by=analyst, kind="update")
    assert "Nothing changes" in messages(error)
    assert Batch.objects.count() == 1


def test_first_entry_refuses_a_period_that_has_a_value(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    with pytest.raises(ValidationError) as error:
        enter(series, value("2023", "8248"), value("2024", "7065"), by=analyst)
    assert "2023: This period has a value already" in messages(error)
    assert Observation.objects.count() == 1


@pytest.mark.parametrize("kind", ["method", "correction", "error", "retraction"])
def test_revision_needs_a_reason_in_one_language(analyst, kind):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    with pytest.raises(ValidationError, match="Give the reason"):
        enter(series, value("2023", "8248"), by=analyst, kind=kind, reason={"en": " ", "es": ""})
    enter(series, value("2023", "8248"), by=analyst, kind=kind, reason={"en": "", "es": "Recuento."})


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (value("2022", "1234567890123456"), "more than 15 digits"),
        (value("2022", "1234567890123450000"), "15 digits before the decimal mark"),
        (value("2022", "0.000000000000001"), "more than 14 decimals"),
        (value("2022", None), "the status “missing”"),
        (value("2022", "5", status="M"), "the status “missing”"),
        (value("2022", "5", status="X"), "not a status"),
        (value("2022", "5", low=Decimal(6), high=Decimal(4)), "Low is greater than high"),
        (value("2022", "5", low=Decimal(6)), "outside low and high"),
        (value("2022", None, status="M", low=Decimal(6)), "no low and no high"),
        (value("2022", "5", credibility=7), "1 to 6"),
        (value("2022-07-01/P12M", "5"), "whole years"),
        (value("2021-11-01/P5M", "5"), "parts of one year"),
    ],
)
def test_invalid_row_is_refused_with_a_message(analyst, row, message):
    with pytest.raises(ValidationError) as error:
        enter(make.series(public=False), row, by=analyst)
    assert message in messages(error)
    assert not Vintage.objects.exists()


@pytest.mark.parametrize(
    ("frequency", "good", "bad", "message"),
    [("Q", "2022-Q1", "2022", "quarters only"), ("M", "2022-03", "2022-Q1", "months only")],
)
def test_periods_fit_the_frequency(analyst, frequency, good, bad, message):
    series = make.series(public=False, frequency=frequency)
    enter(series, value(good, "5"), by=analyst)
    with pytest.raises(ValidationError) as error:
        enter(series, value(bad, "5"), by=analyst)
    assert message in messages(error)


def test_error_names_every_invalid_row_by_number(analyst):
    with pytest.raises(ValidationError) as error:
        enter(make.series(public=False), value("2021", "1"), value("2022", None), value("2021", "2"), by=analyst)
    assert [(row_error.code, row_error.params["row"]) for row_error in error.value.error_list] == [
        ("row", 1),
        ("row", 2),
    ]
    assert "2021: This period is there twice." in messages(error)


def test_release_of_another_source_is_refused(analyst):
    with pytest.raises(ValidationError, match="another source"):
        enter(make.series(public=False), value("2022", "5"), by=analyst, release=make.release())


def test_only_analysts_record(author, editor, administrator, auditor):
    series = make.series(public=False)
    for person in (author, editor, administrator, auditor):
        with pytest.raises(PermissionDenied):
            enter(series, value("2022", "5"), by=person)


def test_recording_and_revising_are_logged(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    batch = enter(series, value("2023", "8248"), by=analyst, kind="correction")
    revise, first = Event.objects.all()
    assert (first.act, revise.act) == ("record_values", "revise")
    assert (revise.realm, revise.target_type, revise.target_id) == ("statistics", "series", series.pk)
    assert revise.detail == {"batch": batch.pk, "kind": "correction", "values": 1, "waits": False}


def test_receivers_run_in_the_same_transaction(analyst):
    series = make.series(public=False)

    def refuse(**kwargs):
        raise RuntimeError

    values_applied.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            enter(series, value("2023", "8237"), by=analyst)
    finally:
        values_applied.disconnect(refuse)
    assert not Batch.objects.exists()


def test_many_values_take_as_many_queries_as_few(analyst, django_assert_max_num_queries):
    few, many = make.series(public=False, frequency="M"), make.series(public=False, frequency="M")
    months = [f"{year}-{month:02d}" for year in range(1990, 2020) for month in range(1, 13)]
    enter(few, value("2021-12", "5"), by=analyst)  # reads what a process keeps for a while
    with django_assert_max_num_queries(24):
        enter(few, value("2022-01", "5"), by=analyst)
    with django_assert_max_num_queries(24):
        enter(many, *(value(month, "5") for month in months), by=analyst)


def test_future_period_takes_only_a_forecast(analyst):
    series = make.series(public=False)
    with pytest.raises(ValidationError) as error:
        enter(series, value("2202", "10"), by=analyst)
    assert "has not begun" in messages(error)
    assert not Vintage.objects.exists()
    enter(series, value("2202", "10", status="F"), by=analyst)
    assert Vintage.objects.get().status == "F"


def test_population_of_zero_is_refused(analyst):
    population = make.series(public=False, of=make.indicator("Population", slug="population"))
    with pytest.raises(ValidationError) as error:
        enter(population, value("2022", "0"), by=analyst)
    assert "above zero" in messages(error)


def test_negative_count_is_refused_and_a_negative_amount_is_not(analyst):
    with pytest.raises(ValidationError) as error:
        enter(make.series(public=False, of=make.indicator(kind="count")), value("2022", "-5"), by=analyst)
    assert "never below zero" in messages(error)
    enter(make.series(public=False, of=make.indicator(kind="amount")), value("2022", "-5"), by=analyst)
    assert Vintage.objects.get().value == -5


def test_one_cited_value_among_the_revised_is_enough_to_wait(analyst):
    series = make.series(public=False)
    enter(series, value("2022", "4886"), value("2023", "8237"), by=analyst)
    Observation.objects.filter(pk=Observation.objects.order_by("start").last().pk).update(cited=True)
    batch = enter(series, value("2022", "4887"), value("2023", "8248"), by=analyst, kind="correction")
    assert batch.stage == Batch.Stage.PROPOSED
