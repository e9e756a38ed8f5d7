"""The preview between what somebody types and what is recorded."""

from decimal import Decimal

import pytest

from briefings.statistics.models import Batch

from .. import make
from .previews import confirm, confirmed, previewed
from .test_series_admin import corrected, new_values, revision, value_page


@pytest.fixture
def series(db):
    series = make.series(public=False)
    make.recorded(series, {"2022": "4886", "2023": "8237"})
    return series


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"kind": ""}, "This field is required"),
        ({"kind": "first"}, "Select a valid choice"),
        ({"kind": "retraction"}, "Select a valid choice"),
        ({"reason_en": "", "reason_es": " "}, "Give the reason"),
        ({"seen": "0" * 64}, "Values have changed since"),
    ],
)
def test_invalid_confirmation_shows_the_preview_again(signed_in, analyst, series, answers, message):
    page = confirmed(signed_in(analyst), value_page(series), revision(), **corrected(**answers)).text
    assert message in page and "Nothing was recorded" in page and "8,248" in page
    assert Batch.objects.count() == 1


def test_value_is_retracted(signed_in, analyst, series):
    typed = revision(value="", status="M")
    confirmed(signed_in(analyst), value_page(series), typed, **corrected(kind="retraction"))
    assert series.observations.get(start__year=2023).current_status == "M"
    assert Batch.objects.first().kind == "retraction"


@pytest.mark.parametrize(("language", "typed"), [("en", "4.886"), ("es", "4.886"), ("es", "4,886")])
@pytest.mark.parametrize("means", ["4886", "4.886"])
def test_ambiguous_number_is_asked_about(signed_in, analyst, language, typed, means):
    rates = make.series(of=make.indicator(kind="amount"), public=False)
    analyst.language = language
    analyst.save()
    browser, address = signed_in(analyst), f"/admin/briefings/series/{rates.pk}/values/new/"
    question = previewed(browser, address, new_values(**{"new-pasted": f"2025\t{typed}\n2024\t12"}))
    assert "preview" not in question.context and not Batch.objects.exists()
    small = question.context["small_mark"]
    mark = small if means == "4.886" else question.context["large_mark"]
    confirmed(browser, address, dict(question.context["hidden"]) | {"mark": mark}, unusual="on")
    held = {each.period.code: each.current_value for each in rates.observations.all()}
    assert held == {"2025": Decimal(means), "2024": Decimal(12)}


def test_unusual_value_is_confirmed_by_itself(signed_in, analyst, series):
    browser = signed_in(analyst)
    shown = previewed(browser, value_page(series), revision(value="82370"))
    assert "more than three times the value of 2022, 4,886" in shown.text
    again = confirm(browser, value_page(series), shown, **corrected())
    assert "This field is required" in again.text and Batch.objects.count() == 1
    confirm(browser, value_page(series), again, **corrected(unusual="on"))
    assert Batch.objects.count() == 2


def test_paste_shows_new_revised_and_unchanged(signed_in, analyst, series):
    address = f"/admin/briefings/series/{series.pk}/values/new/"
    pasted = "2022\t4886\n2023\t8248\n2024\t7065"
    shown = previewed(signed_in(analyst), address, new_values(**{"new-pasted": pasted}))
    preview = shown.context["preview"]
    assert "New: 1. Revised: 1. Unchanged: 1." in shown.text
    assert [each.period.code for each in preview.new] == ["2024"]
    (revised,) = preview.revised
    assert (revised.old, revised.new, revised.difference, revised.percent) == ("8,237", "8,248", 11, "+0.1%")
    confirm(signed_in(analyst), address, shown)
    page = signed_in(analyst).post(address, new_values(**{"new-pasted": pasted})).text
    assert "Nothing changes" in page
    assert Batch.objects.count() == 2
