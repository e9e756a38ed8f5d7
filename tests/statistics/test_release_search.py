"""The autocomplete field for the release of a value: it suggests releases of the series' source."""

import pytest

from briefings.sources.models import Release
from briefings.statistics.models import Vintage

from .. import make
from .previews import confirmed

LOOK_UP = {"app_label": "briefings", "model_name": "vintage", "field_name": "release", "term": "book"}


def suggestions(client, **more):
    response = client.get("/admin/autocomplete/", LOOK_UP | more)
    return {row["text"] for row in response.json()["results"]}


@pytest.fixture
def series(db):
    """A series with a value; a release of its source and one of another source."""
    series = make.series(public=False)
    make.recorded(series, {"2022": "5"})
    make.release(series.source, title="Workbook of ours")
    make.release(title="Workbook of another")
    return series


def test_only_releases_of_the_source_are_suggested(series, signed_in, analyst):
    client = signed_in(analyst)
    assert any("of ours, 2024-01-31" in text for text in suggestions(client, source=series.source_id))
    assert not any("of another" in text for text in suggestions(client, source=series.source_id))
    assert any("of another" in text for text in suggestions(client))


@pytest.mark.parametrize("source", ["x", "9" * 30, "-1", "1 or 1"])
def test_invalid_source_in_the_query_is_ignored(source, series, signed_in, analyst):
    assert any("of another" in text for text in suggestions(signed_in(analyst), source=source))


def test_forms_load_releases_by_autocomplete_for_the_source(series, signed_in, analyst):
    client, base = signed_in(analyst), f"/admin/briefings/series/{series.pk}"
    for page in (f"{base}/change/", f"{base}/values/new/", f"{base}/values/{series.observations.get().pk}/"):
        text = client.get(page).text
        assert f"/admin/autocomplete/?source={series.source_id}" in text, page
        assert "select2.full" in text, page
        assert "Workbook of ours" not in text, page


def address_of_value(series):
    return f"/admin/briefings/series/{series.pk}/values/{series.observations.get().pk}/"


def revision(release):
    return {"value": "6", "status": "A", "credibility": "3", "known_on": "2024-06-30", "release": release.pk}


def test_release_is_recorded_unless_it_is_of_another_source(series, signed_in, analyst):
    client = signed_in(analyst)
    refused = client.post(address_of_value(series), revision(Release.objects.get(title="Workbook of another")))
    assert refused.status_code == 200
    assert refused.context["form"].errors["release"]
    ours = Release.objects.get(title="Workbook of ours")
    confirmed(client, address_of_value(series), revision(ours))
    assert Vintage.objects.latest("pk").release == ours


def test_release_stays_selected_beside_an_error(series, signed_in, analyst):
    ours = Release.objects.get(title="Workbook of ours")
    form = {"value": "six", "release": ours.pk}
    page = signed_in(analyst).post(f"/admin/briefings/series/{series.pk}/values/{series.observations.get().pk}/", form)
    assert f'<option value="{ours.pk}" selected>' in page.text
