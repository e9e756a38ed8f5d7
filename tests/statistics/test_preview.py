"""The preview between what somebody types and what is recorded."""

from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone

from briefings.statistics.actions import record_batch
from briefings.statistics.entering.entries import Entry
from briefings.statistics.models import Batch

from .. import make
from .previews import confirm, confirmed, previewed
from .test_record_values import WHY, enter, value
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


def test_final_value_known_before_its_period_had_ended_is_unusual(signed_in, analyst, series):
    address = f"/admin/briefings/series/{series.pk}/values/new/"
    typed = new_values(
        **{"new-pasted": "2024\t7065\n2025\t7070\n2025-01-01/P6M\t3500\tP", "new-known_on": "2025-07-15"}
    )
    unusual = previewed(signed_in(analyst), address, typed).context["preview"].unusual
    words = "known before 2025 had ended, and not provisional"
    assert [(each.period.code, each.unusual) for each in unusual] == [("2025", (words,))]
    provisional = typed | {"new-pasted": "2025\t7070\tP"}
    assert previewed(signed_in(analyst), address, provisional).context["preview"].unusual == []


def test_value_known_before_its_period_had_begun_is_unusual_unless_foreseen(signed_in, analyst, series):
    address = f"/admin/briefings/series/{series.pk}/values/new/"
    typed = new_values(**{"new-pasted": "2024\t7065\tP\n2025\t7070\tF\n2026\t7075\tE", "new-known_on": "2020"})
    unusual = previewed(signed_in(analyst), address, typed).context["preview"].unusual
    words = "known before 2024 had begun, and no forecast"
    assert [(each.period.code, each.unusual) for each in unusual] == [("2024", (words,))]


def test_day_known_is_said_as_precisely_as_it_is_known(signed_in, analyst, series):
    address = f"/admin/briefings/series/{series.pk}/values/new/"
    for known_on, words in (("2025", "Known by the end of"), ("2025-07-15", "Known on")):
        typed = new_values(**{"new-pasted": "2024\t7065", "new-known_on": known_on})
        assert f"{words} <time" in previewed(signed_in(analyst), address, typed).text


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


def test_paste_that_names_credibility_or_place_revises_them(signed_in, analyst, series):
    address = f"/admin/briefings/series/{series.pk}/values/new/"
    typed = new_values(**{"new-pasted": "2022\t4886\n2023\t8237\tA\t5\ttable 9"})
    shown = previewed(signed_in(analyst), address, typed)
    (revised,) = shown.context["preview"].revised
    assert revised.remarks == ["credibility 3 → 5", "another place in the release"]
    confirm(signed_in(analyst), address, shown)
    current = series.observations.get(start__year=2023).current
    assert (current.credibility, current.locator) == (5, "table 9")


def test_paste_without_status_and_credibility_keeps_them(signed_in, analyst, series):
    first = replace(value("2024", 7065), status="P", credibility=2)
    make.settled(enter(series, first, by=analyst))
    address = f"/admin/briefings/series/{series.pk}/values/new/"
    shown = previewed(signed_in(analyst), address, new_values(**{"new-pasted": "2024\t7066\n2025\t7070"}))
    (revised,), (new,) = shown.context["preview"].revised, shown.context["preview"].new
    assert revised.remarks == []
    assert [(each.entry.value.status, each.entry.value.credibility) for each in (revised, new)] == [("P", 2), ("A", 3)]


def test_preview_names_the_series_once_and_what_else_changes(signed_in, analyst):
    series = make.series()
    make.recorded(series, {"2023": "8237"})
    shown = previewed(signed_in(analyst), value_page(series), revision(value="8237", status="P", credibility="3"))
    before, places = unescape(shown.text).split("places-heading", 1)
    assert str(series) in before.split("All values are of:", 1)[1]
    places = places.split("</table>", 1)[0]
    assert "normal → provisional" in places and str(series) not in places


def test_place_of_a_value_names_its_series_where_a_batch_has_several(signed_in, analyst, editor):
    """On the home page, whose tiles show figures of several series."""
    both = [make.series(), make.series()]
    for each in both:
        make.recorded(each, {"2023": "8237"})
    entries = [Entry(each, value("2023", 8238)) for each in both]
    batch = record_batch(
        entries, release=None, known_on=timezone.localdate(), kind="correction", reason=WHY, by=analyst
    )
    page = unescape(signed_in(editor).get(f"/admin/briefings/batch/{batch.pk}/change/").text)
    places = page.split("places-heading", 1)[1].split("</table>", 1)[0]
    assert all(str(each) in places for each in both)
    assert "All values are of" not in page


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("count", "2012\t0.5", "not a whole number, though this counts"),
        ("share", "2012\t130", "more than 100 percent, though it is a share"),
        ("count", "{year}\t9", "{year} has not ended: is this the value of a part of it?"),
        ("count", "{year}\t9\tF", ""),
        ("rate", "{year}\t9", "known before {year} had ended, and not provisional"),
        ("rate", "{year}\t9\tP", ""),
        ("rate", "2012\t0.5", ""),
        ("share", "2012\t100", ""),
    ],
)
def test_values_against_their_kind_are_unusual(signed_in, analyst, kind, typed, words):
    year = timezone.localdate().year
    series = make.series(of=make.indicator(kind=kind), public=False)
    pasted = new_values(**{"new-pasted": typed.format(year=year)})
    shown = previewed(signed_in(analyst), f"/admin/briefings/series/{series.pk}/values/new/", pasted)
    unusual = [" ".join(change.unusual) for change in shown.context["preview"].unusual]
    assert unusual == ([words.format(year=year)] if words else [])


def test_row_takes_a_range(signed_in, analyst, series):
    data = new_values(("2024", "7065")) | {"rows-0-low": "7000", "rows-0-high": "7100"}
    confirmed(signed_in(analyst), f"/admin/briefings/series/{series.pk}/values/new/", data)
    current = series.observations.get(start__year=2024).current
    assert (current.low, current.high) == (7000, 7100)


def test_part_is_compared_with_the_whole_together_with_the_other_parts(signed_in, analyst):
    source = make.source()
    whole = make.series(of=make.indicator("Homicides"), by=source, public=False)
    parts = [
        make.series(of=make.indicator(name, part_of=whole.indicator), by=source, public=False)
        for name in ("Women", "Men")
    ]
    make.recorded(whole, {"2024": "100"})
    make.recorded(parts[0], {"2024": "30"})
    address = f"/admin/briefings/series/{parts[1].pk}/values/new/"
    shown = previewed(signed_in(analyst), address, new_values(("2024", "80")))
    (problem,) = shown.context["preview"].totals
    assert (problem.series, problem.whole, problem.parts) == (whole, 100, 110)
