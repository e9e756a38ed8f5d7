"""What previews say of the home page: what leaves it and what comes, as readers see it afterwards."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError

from briefings.statistics.actions import apply_batch, prefer
from briefings.statistics.models import Batch, Series
from briefings.statistics.printed_in.home_figures import MAX_FIGURES

from .. import make
from .previews import confirm, previewed
from .test_record_values import WHY, enter, value
from .test_series_admin import new_values


@pytest.fixture
def yearly(analyst):
    """What the home page prints: a preferred yearly series with several values."""
    series = make.series(preferred=True)
    make.recorded(series, {"2023": "50", "2024": "60"})
    return series


def url(series, page):
    return f"/admin/briefings/series/{series.pk}/{page}/"


def batch_url(batch):
    return f"/admin/briefings/batch/{batch.pk}/change/"


def uses(response, kind="home"):
    places = [place for place in response.context["places"] if place.kind == kind]
    return {(use.period.code, use.text, use.new) for place in places for use in place.uses}


def kinds(response):
    return {place.kind.value for place in response.context["places"]}


def tile_on(client):
    return re.search(r'<data[^>]* value="(\d+)"', client.get("/en/").text)[1]


def test_preferring_a_series_with_one_value_names_what_leaves_and_what_comes(
    signed_in, analyst, editor, client, yearly
):
    monthly = make.series(of=yearly.indicator, frequency="M", preferred=True)
    make.recorded(monthly, {"2025-05": "7", "2025-06": "8"})
    rival = make.series(of=yearly.indicator)
    make.recorded(rival, {"2025": "4800"})
    table = make.data_table("By year")
    make.column(table, rival)
    make.row(table, "2025")
    page = signed_in(analyst).get(url(rival, "prefer"))
    assert ("2025-06", f"60 (2024, {yearly})", "8") in uses(page)
    assert kinds(page) == {"home"} and "4,800" not in page.text  # a table prints it whether it is preferred or not
    batch = prefer(rival, reason=WHY, by=analyst)
    assert uses(signed_in(editor).get(batch_url(batch))) == uses(page)
    assert tile_on(client) == "60"
    apply_batch(batch, by=editor)
    assert tile_on(client) == "8"


def test_revising_the_only_value_of_a_series_does_not_bring_it_to_the_home_page(analyst, yearly):
    rival = make.series(of=yearly.indicator)
    make.recorded(rival, {"2025": "4800"})
    Series.objects.filter(pk=yearly.pk).update(preferred=False)
    batch = enter(rival, value("2025", "4900"), by=analyst, kind="update", known_on="2026-06-01")
    assert batch.stage == Batch.Stage.APPLIED


def test_new_value_shows_beside_the_figure_that_it_replaces(signed_in, analyst, yearly, client):
    typed = new_values(**{"new-pasted": "2025\t90"})
    shown = previewed(signed_in(analyst), url(yearly, "values/new"), typed)
    assert ("2025", "60 (2024)", "90") in uses(shown)
    assert ("2025", "up 20% on 2023 (2024)", "up 50% on 2024") in uses(shown)
    assert tile_on(client) == "60" and not Batch.objects.filter(kind="update").exists()


def test_hidden_series_does_not_take_the_preference_from_a_public_one(analyst, yearly):
    hidden = make.series(of=yearly.indicator, public=False)
    with pytest.raises(ValidationError, match="Readers do not see this series"):
        prefer(hidden, reason=WHY, by=analyst)
    assert Series.objects.get(preferred=True) == yearly


def test_value_that_stays_history_is_printed_nowhere_and_waits_for_nobody(signed_in, analyst, editor, author, yearly):
    cited = make.series(where=make.area("EC-G", "Guayas", "province"))
    make.recorded(cited, {"2025": "50"}, known_on=datetime.date(2026, 6, 1))
    cited.observations.update(cited=True)
    for series, year, day in ((yearly, "2023", "2024-01-10"), (cited, "2025", "2026-01-10")):
        batch = enter(series, value(year, "55"), by=analyst, kind="update", known_on=day)
        assert batch.stage == Batch.Stage.APPLIED
    yearly.observations.update(cited=True)
    typed = new_values(**{"new-pasted": "2023\t57", "new-known_on": "2024-01-10"})
    shown = previewed(signed_in(analyst), url(yearly, "values/new"), typed)
    assert shown.context["preview"].staying_history and not shown.context["waits"]
    assert shown.context["places"] == []
    confirm(signed_in(analyst), url(yearly, "values/new"), shown)
    assert Batch.objects.first().stage == Batch.Stage.APPLIED


def test_everything_that_is_recorded_with_a_new_value_is_on_both_previews(signed_in, analyst, editor, yearly):
    release = make.release(yearly.source, title="Yearbook 2025", published=datetime.date(2026, 3, 31))
    typed = {"rows-0-low": "80", "rows-0-high": "95", "rows-0-status": "P", "rows-0-credibility": "4"}
    typed |= {"new-pasted": "2022\t40\tE\t5\ttable 9", "new-release": str(release.pk), "new-known_on": "2026-04-02"}
    address = url(yearly, "values/new")
    shown = previewed(signed_in(analyst), address, new_values(("2025", "90")) | typed)
    confirm(signed_in(analyst), address, shown)
    for page in (shown, signed_in(editor).get(batch_url(Batch.objects.get(stage="proposed")))):
        remarks = {change.period.code: change.remarks for change in page.context["preview"].new}
        assert remarks["2025"] == ["provisional", "range 80–95", "credibility 4"]
        assert remarks["2022"] == ["estimated", "credibility 5", "in the release: table 9"]
        table = page.text.split('id="new-heading"', 1)[1]
        assert all(word in table for word in ("provisional", "80–95", "credibility 4", "table 9"))
        assert "Yearbook 2025" in page.text and '<time datetime="2026-04-02">' in page.text


def test_page_of_a_value_says_which_cell_of_the_home_page_shows_it(signed_in, analyst, yearly):
    """The months of a year so far are added up there, and none of them is shown."""
    monthly = make.series(of=yearly.indicator, by=yearly.source, frequency="M", preferred=True)
    months = {f"{year}-{month:02}": "5" for year in (2024, 2025) for month in range(1, 7)}
    recorded = make.recorded(monthly, months)
    browser = signed_in(analyst)

    def where(observation):
        page = browser.get(f"/admin/briefings/series/{observation.series_id}/values/{observation.pk}/")
        return [use.where for place in page.context["places"] if place.kind == "home" for use in place.uses]

    newest = yearly.observations.get(start__year=2024)
    assert where(newest) == ["key figure"]
    assert where(recorded[0]) == ["part of a calculation"]


def test_row_of_another_series_on_the_home_page_names_it(signed_in, analyst, yearly):
    monthly = make.series(of=yearly.indicator, frequency="M", preferred=True)
    make.recorded(monthly, {"2025-05": "7", "2025-06": "8"})
    rival = make.series(of=yearly.indicator)
    make.recorded(rival, {"2025": "4800"})
    page = signed_in(analyst).get(url(rival, "prefer")).text.split("places-heading", 1)[1]
    assert str(monthly) in page.split("</table>", 1)[0]


def test_retracting_the_newest_value_waits_because_an_older_one_may_come_to_the_home_page(analyst):
    """Its first value becomes known with the same batch."""
    for number in range(MAX_FIGURES):
        make.recorded(
            make.series(of=make.indicator(f"Shown {number}")), {"2024": "5"}, known_on=datetime.date(2024, 6, 30)
        )
    other = make.series(of=make.indicator("Other"))
    make.recorded(other, {"2024": "7"}, known_on=datetime.date(2023, 1, 31))
    older, retracted = value("2010", "55555"), value("2024", "7").retracted()
    batch = enter(other, older, retracted, by=analyst, kind="error", known_on="2024-09-30")
    assert batch.stage == Batch.Stage.PROPOSED


def test_page_of_a_preference_is_out_of_date_once_another_series_is_preferred(signed_in, analyst, editor, yearly):
    first, second = make.series(of=yearly.indicator), make.series(of=yearly.indicator)
    for rival, number in ((first, "100"), (second, "669")):
        make.recorded(rival, {"2024": number, "2025": number})
    waiting = [prefer(rival, reason=WHY, by=analyst) for rival in (first, second)]
    assert all(batch.stage == Batch.Stage.PROPOSED for batch in waiting)
    browser = signed_in(editor)
    read = browser.get(batch_url(waiting[1])).context["preview"].digest
    apply_batch(waiting[0], by=editor)
    address = f"/admin/briefings/batch/{waiting[1].pk}/apply/"
    page = browser.post(address, {"seen": read}, follow=True).text
    waiting[1].refresh_from_db()
    assert waiting[1].stage == Batch.Stage.PROPOSED and "have changed since" in page
    browser.post(address, {"seen": browser.get(batch_url(waiting[1])).context["preview"].digest})
    waiting[1].refresh_from_db()
    assert waiting[1].stage == Batch.Stage.APPLIED
