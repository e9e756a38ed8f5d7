"""Values that nobody else has seen reach readers only when a second person has confirmed it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from briefings.history.actions import make_public
from briefings.statistics.actions import apply_batch, prefer, reject_batch, show_series
from briefings.statistics.models import Batch, Series

from .. import make

BEST = {"en": "It counts every victim.", "es": ""}


@pytest.fixture
def private(analyst):
    """A private series of the country whose values were recorded without a second person."""
    series = make.series(public=False)
    make.recorded(series, {"2024": "1", "2025": "999999"}, by=analyst)
    assert Batch.objects.get().second is None
    return series


@pytest.fixture
def rival(analyst):
    """A public series that does not represent its indicator on the home page, because a preferred one does."""
    shown = make.series(preferred=True)
    make.recorded(shown, {"2024": "50", "2025": "60"})
    rival = make.series(of=shown.indicator, where=shown.area)
    make.recorded(rival, {"2024": "7", "2025": "8"})
    return rival


def url(series, page):
    return f"/admin/briefings/series/{series.pk}/{page}/"


def test_private_values_are_not_made_public_alone(signed_in, analyst, client, private):
    home = client.get("/en/").text
    with pytest.raises(ValidationError, match="second person"):
        make_public(private, by=analyst)
    typed = {"indicator": private.indicator_id, "area": private.area_id, "frequency": "A", "source": private.source_id}
    answer = signed_in(analyst).post(url(private, "change"), typed | {"_make_public": "Yes"}, follow=True)
    assert "A second person looks first" in answer.text
    selected = {"action": "make_selected_public", "_selected_action": private.pk}
    answer = signed_in(analyst).post("/admin/briefings/series/", selected, follow=True)
    assert "A second person looks first" in answer.text
    assert not Series.objects.public().exists() and client.get("/en/").text == home


def test_second_person_sees_where_it_is_printed_and_shows_it(signed_in, analyst, editor, client, private):
    browser = signed_in(analyst)
    page = browser.get(url(private, "show"))
    assert [str(place.kind_words) for place in page.context["places"]] == ["home page"]
    assert len(page.context["waits"]) == 2 and "999,999" in page.text
    browser.post(url(private, "show"))
    batch = Batch.objects.get(kind="shown")
    assert not Series.objects.public().exists() and "999,999" not in client.get("/en/").text
    with pytest.raises(PermissionDenied):
        apply_batch(batch, by=analyst)
    shown = signed_in(editor).get(f"/admin/briefings/batch/{batch.pk}/change/")
    assert [str(place.kind_words) for place in shown.context["places"]] == ["home page"]
    seen = {"seen": shown.context["preview"].digest}
    signed_in(editor).post(f"/admin/briefings/batch/{batch.pk}/apply/", seen)
    assert Series.objects.public().get() == private and "999,999" in client.get("/en/").text
    assert signed_in(editor).get(f"/admin/briefings/batch/{batch.pk}/change/").status_code == 200


@pytest.mark.parametrize("kind", ["indicator", "source"])
def test_indicator_or_source_with_unseen_values_is_not_made_public_alone(analyst, client, kind):
    part = getattr(make, kind)(public=False)
    series = make.series(**{"of" if kind == "indicator" else "by": part})
    make.recorded(series, {"2025": "5"}, by=analyst)
    with pytest.raises(ValidationError, match="second person"):
        make_public(part, by=analyst)
    make.settled(show_series(series, by=analyst))
    assert series in Series.objects.public() and 'value="5"' in client.get("/en/").text


def test_unusual_values_of_a_province_wait_and_usual_ones_do_not(analyst):
    province = make.area("EC-G", "Guayas", kind="province")
    usual, unusual = (make.series(where=province, public=False) for _number in range(2))
    make.recorded(usual, {"2022": "100", "2023": "110"}, by=analyst)
    make.recorded(unusual, {"2022": "100", "2023": "110000"}, by=analyst)
    assert make_public(usual, by=analyst).is_public
    with pytest.raises(ValidationError, match="unusual"):
        make_public(unusual, by=analyst)
    assert not show_series(unusual, by=analyst).is_decided


def test_preferring_waits_where_the_home_page_changes(signed_in, analyst, editor, client, rival):
    home = client.get("/en/").text
    page = signed_in(analyst).get(url(rival, "prefer"))
    assert page.context["waits"] and [str(each.kind_words) for each in page.context["places"]] == ["home page"]
    signed_in(analyst).post(url(rival, "prefer"), {"reason_en": BEST["en"]})
    batch = Batch.objects.get(kind="shown")
    assert client.get("/en/").text == home and not Series.objects.get(pk=rival.pk).preferred
    reject_batch(batch, by=editor, reason="It is not complete.")
    assert client.get("/en/").text == home
    apply_batch(prefer(rival, reason=BEST, by=analyst), by=editor)
    assert Series.objects.get(preferred=True) == rival and client.get("/en/").text != home


def test_preferring_where_no_home_page_changes_needs_nobody_else(analyst):
    province = make.area("EC-G", "Guayas", kind="province")
    series = make.series(where=province)
    make.recorded(series, {"2025": "5"})
    assert prefer(series, reason=BEST, by=analyst).preferred


def test_series_that_is_public_is_not_shown_again(analyst):
    with pytest.raises(ValidationError, match="already"):
        show_series(make.series(), by=analyst)


def test_what_only_would_be_leaves_nothing(analyst, private):
    show_series(private, by=analyst)
    private.refresh_from_db()
    assert not private.is_public and not private.preferred


def test_values_that_one_person_has_seen_do_not_come_home_with_the_indicator(
    signed_in, analyst, client, rival, request
):
    """A part of another indicator is not on the home page, so its values were recorded without a second person.

    With one analyst only it stays there: the form cannot apply anything without a second person.
    """
    part = make.indicator(part_of=rival.indicator)
    make.recorded(make.series(of=part), {"2025": "19999"}, by=analyst, known_on=datetime.date(2026, 1, 31))
    address, fields = f"/admin/briefings/indicator/{part.pk}/change/", ("name_en", "kind", "unit_en", "definition_en")
    typed = {name: getattr(part, name) for name in fields} | {"decimals": 0, "materiality": 1, "part_of": ""}
    answer = signed_in(analyst).post(address, typed)
    assert "only you have seen" in answer.text
    assert signed_in(analyst).post(address, typed | {"part_of": rival.indicator.pk}).status_code == 302
    assert "19,999" not in client.get("/en/").text
    other_analyst = request.getfixturevalue("other_analyst")
    assert signed_in(other_analyst).post(address, typed).status_code == 302
    assert "19,999" in client.get("/en/").text
