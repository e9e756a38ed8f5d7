"""One page makes a series with its indicator, source, release and first values, and makes them public together."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.history.models import Event
from briefings.lib.html import visible_text
from briefings.sources.models import Release, Source
from briefings.statistics.actions import NewSeries, apply_batch, reject_batch, start_series
from briefings.statistics.models import Batch, Indicator, Observation, Series

from .. import make
from .previews import confirmed

ADDRESS = "/admin/briefings/series/start/"
NEW_INDICATOR = {
    "indicator-name_en": "Escaped prisoners", "indicator-kind": "count", "indicator-unit_en": "people",
    "indicator-definition_en": "People who left a prison without leave.",
}  # fmt: skip
NEW_SOURCE = {"source-name_en": "Prison service", "source-reliability": "B"}
NEW_RELEASE = {"release-title": "Yearbook", "release-published": "February 2025"}
ROWS = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-status": "A"}


@pytest.fixture
def guayas(db):
    return make.area("EC-G", "Guayas", kind="province")


def form(area, *parts, pasted="2023\t12\n2024\t15", **more):
    data = {"new-area": area.pk, "new-frequency": "A", "new-pasted": pasted, "new-credibility": "3"} | ROWS
    for part in parts or (NEW_INDICATOR, NEW_SOURCE, NEW_RELEASE):
        data |= part
    return data | more


def counts():
    return [model.objects.count() for model in (Indicator, Source, Release, Series, Batch, Observation)]


def test_preview_saves_nothing(signed_in, analyst, guayas):
    before, events = counts(), Event.objects.count()
    page = signed_in(analyst).post(ADDRESS, form(guayas)).content.decode()
    assert "Nothing is recorded yet." in page and "New: 2." in page
    assert counts() == before and Event.objects.count() == events


def test_confirmation_saves_and_publishes_all_of_it(signed_in, analyst, guayas):
    response = confirmed(signed_in(analyst), ADDRESS, form(guayas, **{"new-locator": "table 3"}))
    series = Series.objects.get()
    assert response.redirect_chain[-1][0] == f"/admin/briefings/series/{series.pk}/change/"
    assert series in Series.objects.public()
    assert (series.indicator.slug, series.indicator.decimals, series.source.slug) == (
        "escaped-prisoners", 0, "prison-service",
    )  # fmt: skip
    values = series.observations.order_by("start").select_related("current__release")
    assert [each.current_value for each in values] == [12, 15]
    assert {each.current.release.title for each in values} == {"Yearbook"}
    assert {str(each.current.day_known) for each in values} == {"2025-02"}
    assert {each.current.locator for each in values} == {"table 3"}
    assert str(Release.objects.get().day_published) == "2025-02"
    assert list(Event.objects.order_by("pk").values_list("act", flat=True)) == [
        "start_series", "record_values", "make_public", "make_public", "make_public",
    ]  # fmt: skip


def test_what_exists_is_chosen(signed_in, analyst, guayas):
    release = make.release(published=datetime.date(2025, 1, 31))
    indicator, source = make.indicator(), release.source
    chosen = {"indicator-chosen": indicator.pk, "source-chosen": source.pk, "release-chosen": release.pk}
    confirmed(signed_in(analyst), ADDRESS, form(guayas, chosen))
    series = Series.objects.get()
    assert (series.indicator, series.source) == (indicator, source)
    assert counts()[:3] == [1, 1, 1]


def test_values_for_the_home_page_wait_for_a_second_person(signed_in, analyst, db):
    page = signed_in(analyst).post(ADDRESS, form(make.area())).content.decode()
    assert "The home page prints a value that changes." in page
    confirmed(signed_in(analyst), ADDRESS, form(make.area()))
    assert Batch.objects.get().stage == "proposed"
    assert not Observation.objects.current().exists()


def test_second_person_reads_what_names_the_values(signed_in, analyst, editor):
    names = NEW_INDICATOR | {"indicator-unit_es": "personas"}, NEW_SOURCE, NEW_RELEASE
    confirmed(signed_in(analyst), ADDRESS, form(make.area(), *names))
    page = signed_in(editor).get(f"/admin/briefings/batch/{Batch.objects.get().pk}/change/")
    text = visible_text(page.text)
    for words in ("Unit people personas", "Definition People who left a prison without leave.", "B – usually reliable"):
        assert words in text


@pytest.mark.parametrize("is_applied", [True, False])
def test_nothing_new_is_public_before_the_second_person(signed_in, analyst, editor, client, is_applied):
    confirmed(signed_in(analyst), ADDRESS, form(make.area()))
    lists = "/en/statistics/", "/en/sources/"
    for address in lists:
        assert not {"Escaped prisoners", "Prison service"} & set(_names(client.get(address).text))
    batch = Batch.objects.get()
    if is_applied:
        apply_batch(batch, by=editor)
    else:
        reject_batch(batch, by=editor, reason="Not this source.")
    parts = [batch.shows, batch.shows.indicator, batch.shows.source]
    assert {part.is_public for part in (type(each).objects.get(pk=each.pk) for each in parts)} == {is_applied}
    assert bool(_names(client.get(lists[0]).text)) == is_applied


def test_values_that_come_in_meanwhile_are_shown_to_the_second_person(signed_in, analyst, editor):
    confirmed(signed_in(analyst), ADDRESS, form(make.area()))
    batch = Batch.objects.get()
    first = signed_in(editor).get(f"/admin/briefings/batch/{batch.pk}/change/").context["preview"]
    make.recorded(batch.shows, {"2022": "777"}, by=analyst)
    again = signed_in(editor).post(f"/admin/briefings/batch/{batch.pk}/apply/", {"seen": first.digest}, follow=True)
    assert "Values have changed since" in again.text and "777" in again.text
    assert Batch.objects.get(pk=batch.pk).stage == "proposed"


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("indicator", {"name_en": "Deaths in prison"}),
        ("indicator", {"unit_en": "deaths"}),
        ("source", {"reliability": "A"}),
    ],
)
def test_what_names_the_values_may_not_change_behind_the_second_person(signed_in, analyst, editor, part, changed):
    confirmed(signed_in(analyst), ADDRESS, form(make.area()))
    batch = Batch.objects.get()
    first = signed_in(editor).get(f"/admin/briefings/batch/{batch.pk}/change/").context["preview"]
    thing = getattr(batch.shows, part)
    type(thing).objects.filter(pk=thing.pk).update(**changed)
    again = signed_in(editor).post(f"/admin/briefings/batch/{batch.pk}/apply/", {"seen": first.digest}, follow=True)
    assert "Values have changed since" in again.text
    assert Batch.objects.get(pk=batch.pk).stage == "proposed"


def _names(html):
    return [name for name in ("Escaped prisoners", "Prison service") if name in html]


def test_rival_that_is_preferred_with_its_values_waits_for_a_second_person(signed_in, analyst, client):
    """The preferred yearly series takes the home page from a monthly one, although its values are older."""
    indicator, country = make.indicator("Homicides"), make.area()
    monthly = make.series(of=indicator, where=country, frequency="M")
    make.recorded(monthly, {"2026-05": "669", "2026-06": "700"})
    home = client.get("/en/").text
    chosen = {"indicator-chosen": indicator.pk, "new-preferred": "on", "new-preferred_en": "It is said to be the best."}
    typed = form(country, NEW_SOURCE, chosen, pasted="2024\t90\n2025\t100")
    shown = signed_in(analyst).post(ADDRESS, typed)
    assert [str(place.kind_words) for place in shown.context["places"]] == ["home page"]
    confirmed(signed_in(analyst), ADDRESS, typed)
    batch = Batch.objects.get(stage="proposed")
    assert not batch.shows.preferred and client.get("/en/").text == home
    page = signed_in(analyst).get(f"/admin/briefings/batch/{batch.pk}/change/")
    assert "Pages and tables will start with this series" in page.text
    assert [str(place.kind_words) for place in page.context["places"]] == ["home page"]
    make.settled(batch)
    assert Series.objects.get(pk=batch.shows_id).preferred and client.get("/en/").text != home


def test_series_that_exists_is_named_and_nothing_saved(signed_in, analyst, guayas):
    series = make.series(where=guayas)
    chosen = {"indicator-chosen": series.indicator_id, "source-chosen": series.source_id}
    before = counts()
    page = signed_in(analyst).post(ADDRESS, form(guayas, chosen)).content.decode()
    assert "This series exists already." in page and f"/series/{series.pk}/change/" in page
    assert counts() == before


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"indicator-name_en": ""}, "This field is required."),
        ({"indicator-name_en": "", "indicator-unit_en": "", "indicator-definition_en": "", "indicator-kind": ""},
         "Choose one, or name a new one."),
        ({"source-name_en": ""}, "Choose one, or name a new one."),
        ({"release-title": ""}, "What is the title of this release?"),
        ({"new-pasted": ""}, "Type at least one period and its value."),
        ({"new-pasted": "2023\t12\n2023\t13"}, "This period is there twice."),
        ({"new-pasted": "2023\ttwelve"}, "Line 1:"),
        ({"new-area": ""}, "This field is required."),
        ({"indicator-least_plausible": "9", "indicator-most_plausible": "3"}, "least plausible value is greater"),
        ({"new-preferred": "on"}, "reason"),
        ({"source-url": "ftp://example.org"}, "http"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_kept_as_typed(signed_in, analyst, guayas, data, message):
    before = counts()
    page = signed_in(analyst).post(ADDRESS, form(guayas) | data).content.decode()
    assert "Nothing was recorded." in page and message in page
    assert "People who left a prison" in page or "indicator-definition_en" in data
    assert counts() == before


def test_name_that_is_taken_is_refused(signed_in, analyst, guayas):
    make.source("Prison service", slug="prison-service")
    page = signed_in(analyst).post(ADDRESS, form(guayas)).content.decode()
    assert "There is one of this name." in page


def test_ambiguous_number_is_asked_about(signed_in, analyst, guayas):
    page = signed_in(analyst).post(ADDRESS, form(guayas, pasted="2023\t4.886")).content.decode()
    assert "4.886" in page and 'name="mark"' in page
    assert not Series.objects.exists()


def test_preferred_series_with_limits_and_grade(signed_in, analyst, guayas):
    more = {
        "new-preferred": "on", "new-preferred_en": "It is the register.", "new-credibility": "2",
        "new-known_on": "2025-03-01", "indicator-most_plausible": "500", "indicator-materiality": "2.5",
    }  # fmt: skip
    confirmed(signed_in(analyst), ADDRESS, form(guayas, **more))
    series = Series.objects.select_related("indicator").get()
    assert series.preferred and series.preferred_reason_en == "It is the register."
    assert (series.indicator.most_plausible, series.indicator.materiality) == (500, 2.5)
    current = series.observations.first().current
    assert (current.credibility, current.known_on) == (2, datetime.date(2025, 3, 1))


def test_grade_of_a_line_counts_before_that_of_the_form(signed_in, analyst, guayas):
    data = form(guayas, pasted="2023\t12\tA\t3\n2024\t15", **{"new-credibility": "6"})
    confirmed(signed_in(analyst), ADDRESS, data)
    values = Observation.objects.order_by("start").select_related("current")
    assert [each.current.credibility for each in values] == [3, 6]


def test_list_of_series_leads_to_the_page(signed_in, analyst, author, guayas):
    assert ADDRESS in signed_in(analyst).get("/admin/briefings/series/").text
    assert ADDRESS not in signed_in(author).get("/admin/briefings/series/").text


def test_error_after_the_parts_were_saved_undoes_them(analyst, guayas):
    new = NewSeries(
        indicator=Indicator(name_en="X", slug="x", kind="count", unit_en="people", definition_en="X."),
        area=guayas, frequency="A", source=Source(name_en="", slug=""),
    )  # fmt: skip
    with pytest.raises(ValidationError):
        start_series(new, by=analyst)
    assert not Indicator.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize("who", ["author", "editor", "administrator", "auditor"])
def test_other_roles_begin_no_series(signed_in, request, guayas, who):
    user = request.getfixturevalue(who)
    assert signed_in(user).get(ADDRESS).status_code == 403
    assert signed_in(user).post(ADDRESS, form(guayas)).status_code == 403
    new = NewSeries(indicator=make.indicator(), area=guayas, frequency="A", source=make.source())
    with pytest.raises(PermissionDenied):
        start_series(new, by=user)


def test_preview_takes_as_many_queries_for_many_rows(signed_in, analyst, guayas, django_assert_max_num_queries):
    browser = signed_in(analyst)
    with django_assert_max_num_queries(12):
        assert browser.get(ADDRESS).status_code == 200
    with CaptureQueriesContext(connection) as few:
        browser.post(ADDRESS, form(guayas))
    pasted = "\n".join(f"{year}\t{year - 1900}" for year in range(1950, 2020))
    with CaptureQueriesContext(connection) as many:
        assert "New: 70." in browser.post(ADDRESS, form(guayas, pasted=pasted)).content.decode()
    assert len(many) <= len(few) < 125


def test_reason_why_preferred_without_the_box_is_not_dropped(signed_in, analyst, guayas):
    page = signed_in(analyst).post(ADDRESS, form(guayas, **{"new-preferred_es": "Es el registro."})).text
    assert "You say why this series is preferred" in page and "Es el registro." in page
    assert "Nothing is recorded yet." not in page
