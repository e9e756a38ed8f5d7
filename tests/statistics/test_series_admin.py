import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from briefings.history.signals import asks_to_be_public
from briefings.statistics.actions import prefer
from briefings.statistics.models import Batch, Observation, Series

from .. import make
from .previews import confirm, confirmed, previewed

WHY = {"en": "It counts victims.", "es": ""}


@pytest.fixture
def series(db):
    series = make.series(public=False)
    make.recorded(series, {"2022": "4886", "2023": "8237"}, release=make.release(series.source))
    return series


def change(series):
    return f"/admin/briefings/series/{series.pk}/change/"


def value_page(series, year=2023):
    return f"/admin/briefings/series/{series.pk}/values/{series.observations.get(start__year=year).pk}/"


def revision(**fields):
    return {"value": "8248", "status": "A", "credibility": "2", "known_on": "2024-06-30"} | fields


def corrected(**answers):
    return {"kind": "correction", "reason_en": "Counted again."} | answers


def new_values(*rows, **fields):
    data = {"rows-TOTAL_FORMS": str(len(rows)), "rows-INITIAL_FORMS": "0", "new-known_on": "2026-01-31"}
    for number, (period, value) in enumerate(rows):
        cells = {"period": period, "value": value, "status": "A", "credibility": "3"}
        data |= {f"rows-{number}-{name}": text for name, text in cells.items()}
    return data | fields


def test_series_page_shows_recorded_values(signed_in, analyst, series):
    page = signed_in(analyst).get(change(series)).content.decode()
    assert "8,237" in page
    assert "Revise" in page
    assert "Preview" in page


def test_author_reads_values_and_cannot_enter_any(signed_in, author, series):
    page = signed_in(author).get(change(series)).content.decode()
    assert "8,237" in page
    assert "Preview" not in page
    assert "Prefer this series" not in page
    assert 'value="Preview"' not in signed_in(author).get(value_page(series)).content.decode()


@pytest.mark.parametrize("who", ["author", "editor", "administrator", "auditor"])
def test_forged_posts_are_refused(signed_in, request, series, who):
    browser = signed_in(request.getfixturevalue(who))
    values = f"/admin/briefings/series/{series.pk}/values/new/"
    assert browser.post(value_page(series), revision()).status_code == 403
    assert browser.post(values, new_values(("2024", "7065"))).status_code == 403
    assert browser.post(f"/admin/briefings/series/{series.pk}/prefer/", {"reason_en": "Mine."}).status_code == 403
    assert browser.post(change(series), {"note_en": "Mine.", "_make_public": "1"}).status_code == 403
    assert Batch.objects.count() == 1
    assert not Series.objects.filter(preferred=True).exists()


def test_post_without_a_csrf_token_is_refused(signed_in, analyst, series):
    browser = signed_in(analyst, enforce_csrf_checks=True)
    assert browser.post(value_page(series), revision()).status_code == 403
    assert Batch.objects.count() == 1


def test_anonymous_request_for_values_is_redirected(reader, series):
    assert reader.get(change(series)).status_code == 302
    assert reader.get(value_page(series)).status_code == 302


def test_analyst_revises_a_value(signed_in, analyst, series):
    browser = signed_in(analyst)
    shown = previewed(browser, value_page(series), revision())
    assert "8,237" in shown.text and "8,248" in shown.text and "+0.1%" in shown.text
    assert Batch.objects.count() == 1
    response = confirm(browser, value_page(series), shown, **corrected())
    assert "1 value is on record." in response.text
    assert series.observations.get(start__year=2023).current_value == 8248


def test_revision_of_a_cited_value_says_that_it_waits(signed_in, analyst, series):
    Observation.objects.update(cited=True)
    page = confirmed(signed_in(analyst), value_page(series), revision(), **corrected()).text
    assert "until a second person applies them" in page
    assert "a revision waits" in signed_in(analyst).get(change(series)).text
    assert series.observations.get(start__year=2023).current_value == 8237


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"value": "1234567890123456"}, "more than 15 digits"),
        ({"value": "twelve"}, "is not a number"),
        ({"value": "8.237"}, "“8.237” means 8237"),
        ({"known_on": "2999-01-01"}, "has not come yet"),
        ({"low": "9000"}, "outside low and high"),
        ({"release": "999999"}, "valid choice"),
    ],
)
def test_invalid_revision_shows_an_error_and_keeps_the_input(signed_in, analyst, series, wrong, message):
    typed = revision() | wrong
    response = signed_in(analyst).post(value_page(series), typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert f'value="{typed["value"]}"' in page
    assert Batch.objects.count() == 1


def test_analyst_enters_rows_and_pasted_lines(signed_in, analyst, series):
    data = new_values(("2024", "7065"), ("", ""), **{"new-pasted": "ene–nov 2024\t6275\tP\t2\n\n2021;2,495\n2020 1372"})
    confirmed(signed_in(analyst), f"/admin/briefings/series/{series.pk}/values/new/", data)
    held = {observation.period.code: observation.current for observation in series.observations.all()}
    assert {code: vintage.value for code, vintage in held.items()} == {
        "2020": 1372,
        "2021": 2495,
        "2022": 4886,
        "2023": 8237,
        "2024": 7065,
        "2024-01-01/P11M": 6275,
    }
    assert (held["2024-01-01/P11M"].status, held["2024-01-01/P11M"].credibility) == ("P", 2)


def test_place_in_the_release_is_kept_with_rows_and_pasted_lines(signed_in, analyst, series):
    pasted = "2025\t7000\tA\t3\tsheet 2, B14\n2024\t7065"
    data = new_values(("2021", "2495"), **{"new-pasted": pasted, "new-locator": "page 12"})
    confirmed(signed_in(analyst), f"/admin/briefings/series/{series.pk}/values/new/", data)
    held = series.observations.filter(start__year__in=[2021, 2024, 2025]).order_by("start")
    assert [each.current.locator for each in held.select_related("current")] == ["page 12", "page 12", "sheet 2, B14"]


@pytest.mark.parametrize(
    ("rows", "pasted", "message"),
    [
        ([("2024", "1234567890123456")], "", "more than 15 digits"),
        ([("soon", "5")], "", "is not a period"),
        ([("", "5")], "", "Which period"),
        ([("4886", "")], "", "has not begun"),
        ([("2024", "")], "", "the status “missing”"),
        ([], "2024\t1234567890123456", "Line 1: This number has more than 15 digits"),
        ([], "2024\t5\n\t4886", "Line 2: Which period is this value for?"),
        ([], "4886\t\tM", "Line 1: 4886: This period has not begun yet"),
        ([], "2024", "Line 1: Which value?"),
        ([], "2024\t5\tA\tx", "Line 1: Credibility"),
        ([], f"2024\t5\tA\t3\t{'p' * 201}", "Line 1: The place in the release has more than 200 characters."),
        ([], "\n".join(["2024 5"] * 501), "at most 500 lines"),
        ([], "", "Type at least one period"),
    ],
)
def test_invalid_new_value_shows_an_error_at_its_field(signed_in, analyst, series, rows, pasted, message):
    data = new_values(*rows, **{"new-pasted": pasted})
    page = signed_in(analyst).post(f"/admin/briefings/series/{series.pk}/values/new/", data).content.decode()
    assert message in page
    assert all(value in page for _period, value in rows)
    assert pasted[:40] in page
    assert series.observations.count() == 2


def test_spanish_analyst_types_a_decimal_comma(signed_in, analyst):
    rates = make.series(public=False, of=make.indicator(kind="rate", decimals=1))
    analyst.language = "es"
    analyst.save()
    browser = signed_in(analyst)
    confirmed(browser, f"/admin/briefings/series/{rates.pk}/values/new/", new_values(("2022", "27,4")))
    assert rates.observations.get().current_value == Decimal("27.4")
    assert 'value="27,4"' in browser.get(value_page(rates, 2022)).content.decode()


def test_release_of_another_source_is_not_in_the_form(signed_in, analyst, series):
    other = make.release(title="Somebody else's workbook")
    page = signed_in(analyst).get(value_page(series)).content.decode()
    assert other.title.replace("'", "&#x27;") not in page


def test_preferring_needs_a_reason_and_replaces_the_preferred_series(signed_in, analyst, series):
    before = make.series(public=False, of=series.indicator)
    make.settled(prefer(before, reason=WHY, by=analyst))
    browser = signed_in(analyst)
    address = f"/admin/briefings/series/{series.pk}/prefer/"
    assert "Give the reason" in browser.post(address, {"reason_en": " "}).content.decode()
    browser.post(address, {"reason_en": "It is complete."})
    assert list(Series.objects.filter(preferred=True)) == [series]


def test_series_with_values_keeps_its_indicator(signed_in, analyst, series):
    other = make.indicator()
    signed_in(analyst).post(change(series), {"indicator": other.pk, "note_en": "Counts victims."})
    series.refresh_from_db()
    assert series.indicator != other
    assert series.note_en == "Counts victims."


def test_duplicate_series_is_refused_with_a_message(signed_in, analyst, series):
    data = {"indicator": series.indicator_id, "area": series.area_id, "frequency": "A", "source": series.source_id}
    page = signed_in(analyst).post("/admin/briefings/series/add/", data).content.decode()
    assert "already exists" in page


def test_analyst_makes_a_series_public(signed_in, analyst):
    private = make.series(public=False)
    signed_in(analyst).post(change(private), {"note_en": "", "_make_public": "1"} | facts(private))
    private.refresh_from_db()
    assert private.is_public


def test_making_a_series_public_warns_that_its_source_is_private(signed_in, analyst):
    private = make.series(by=make.source("Observatory", public=False), public=False)
    page = signed_in(analyst).post(change(private), {"_make_public": "1"} | facts(private), follow=True)
    assert "once “Observatory” is public too" in page.content.decode()


def test_what_was_typed_stays_where_making_public_is_refused(signed_in, analyst):
    def refuse(**_kwargs):
        raise ValidationError("The page of the ministry is missing.")

    private = make.series(public=False)
    asks_to_be_public.connect(refuse, dispatch_uid="refuse")
    try:
        typed = facts(private) | {"note_en": "Counted by the police.", "_make_public": "1"}
        page = signed_in(analyst).post(change(private), typed, follow=True).text
    finally:
        asks_to_be_public.disconnect(dispatch_uid="refuse")
    private.refresh_from_db()
    assert not private.is_public and private.note_en == "Counted by the police."
    assert "Saved, not made public: The page of the ministry is missing." in page
    assert "Readers can see" not in page and "is public too" not in page


def facts(series):
    names = ["indicator_id", "area_id", "frequency", "source_id"]
    return {name.removesuffix("_id"): getattr(series, name) for name in names}


def test_series_page_takes_as_many_queries_with_many_values(signed_in, analyst, django_assert_max_num_queries):
    series = make.series(public=False, frequency="M")
    make.recorded(series, {f"{year}-{month:02d}": "5" for year in range(2000, 2010) for month in range(1, 13)})
    browser = signed_in(analyst)
    with django_assert_max_num_queries(22):
        page = browser.get(change(series)).content.decode()
    assert page.count("Revise ") == 60
    assert "All values of this series" in page
    with django_assert_max_num_queries(10):
        assert browser.get(f"/admin/briefings/series/{series.pk}/values/").content.decode().count("Revise ") == 120


def test_list_shows_the_latest_value(signed_in, analyst, series):
    make.recorded(series, {"2024-01-01/P11M": "6275"})
    page = signed_in(analyst).get("/admin/briefings/series/").content.decode()
    assert "6,275 (Jan–Nov 2024)" in page


def test_page_number_that_does_not_exist_is_not_found(signed_in, analyst, series):
    assert signed_in(analyst).get(f"/admin/briefings/series/{series.pk}/values/?page=9").status_code == 404
    assert signed_in(analyst).get("/admin/briefings/series/0/values/").status_code == 404


def test_value_of_another_series_is_not_found_here(signed_in, analyst, series):
    other = make.observation(when="2020")
    assert signed_in(analyst).get(f"/admin/briefings/series/{series.pk}/values/{other.pk}/").status_code == 404


def test_history_of_a_value_is_on_its_page(signed_in, analyst, auditor, series):
    confirmed(signed_in(analyst), value_page(series), revision(), **corrected())
    page = signed_in(auditor).get(value_page(series)).content.decode()
    assert "8,248" in page and "8,237" in page
    assert "Counted again." in page
    assert datetime.date(2024, 6, 30).isoformat() in page


def test_title_of_a_release_is_marked_with_its_language(signed_in, analyst):
    series = make.series(public=False)
    make.recorded(series, {"2022": "5"}, release=make.release(series.source, title="Libro", language="es"))
    client, (observation,) = signed_in(analyst), series.observations.all()
    for address in (f"{series.pk}/change/", f"{series.pk}/values/{observation.pk}/"):
        response = client.get(f"/admin/briefings/series/{address}")
        assert '<span lang="es">Libro</span>' in response.content.decode(), address
