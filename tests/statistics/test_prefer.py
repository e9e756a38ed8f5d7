import re
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

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


def test_batch_of_a_preference_is_called_so_and_compares_both_series(signed_in, analyst, editor, competitors):
    first, second = competitors
    make.recorded(first, {"2022": "50", "2023": "60"})
    make.recorded(second, {"2023": "70", "2024": "80"})
    Series.objects.filter(pk=first.pk).update(preferred=True)
    batch = prefer(second, reason=WHY, by=analyst)
    page = signed_in(editor).get(f"/admin/briefings/batch/{batch.pk}/change/")
    preview = page.context["preview"]
    assert [(each.period.code, each.old, each.new) for each in preview.revised] == [("2023", "60", "70")]
    assert [(each.period.code, each.new) for each in preview.new] == [("2024", "80")]
    text = html_text(page)
    assert "Preferred series: It counts victims" in text and "What readers see first" in text
    assert f"Until now they start with this one, which stays public beside it: {first}" in text
    assert "shown to readers" not in text.lower() and "New values" not in text
    listed = signed_in(editor).get("/admin/briefings/batch/").text
    assert "preferred series" in listed and "Shown to readers" not in listed
    with override("es"):
        assert str(batch).startswith("serie preferida, ")


def html_text(page):
    return unescape(re.sub("<[^>]+>", "", page.text.split('id="content"', 1)[1]))
