"""Ranges, places in releases, kinds of series: what is stored is shown, and each can be revised by itself."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from briefings.statistics.actions import check_current, force_apply_batch, record_values
from briefings.statistics.data_tables import resolve_data_table
from briefings.statistics.key_figures import key_figures
from briefings.statistics.models import Batch, Observation, Vintage

from .. import make
from .previews import confirmed, previewed
from .test_record_values import enter, value
from .test_series_admin import corrected, revision, value_page

RANGE = {"low": Decimal(4500), "high": Decimal(5200)}


@pytest.fixture
def release(db):
    return make.release(title="Yearbook", url="https://example.org/yearbook")


@pytest.fixture
def series(release):
    """2022 as 4,886 (4,500–5,200), in table 3 of the yearbook."""
    series = make.series(by=release.source, origin="register", processing_en="Sum of two registers.")
    first = value("2022", 4886, locator="p. 4, table 3", **RANGE)
    rest = [value("2020", 1372), value("2021", 2495)]
    options = {"known_on": datetime.date(2024, 1, 31), "kind": "first", "reason": {}, "by": make.recorder()}
    make.settled(record_values(series, [first, *rest], release=release, **options))
    return series


@pytest.mark.parametrize(("language", "shown"), [("en", "4,500–5,200"), ("es", "4\u00a0500–5\u00a0200")])
def test_range_is_shown_with_its_value(reader, series, language, shown):
    address = {"en": "/en/statistics/", "es": "/es/estadisticas/"}[language] + f"{series.indicator.slug}/"
    page = reader.get(address).text
    home = reader.get(f"/{language}/").text
    assert f'<span class="tile-unit">({shown})</span>' in page and f'<span class="tile-unit">({shown})</span>' in home
    assert page.count(f'<span class="tile-unit">{shown}</span>') == 2  # below the chart, and among all values
    assert page.count('class="whisker"') == 1


@pytest.mark.parametrize(("language", "shown"), [("en", "4,500–5,200"), ("es", "4\u00a0500–5\u00a0200")])
def test_list_of_indicators_shows_the_range(reader, series, language, shown):
    page = reader.get({"en": "/en/statistics/", "es": "/es/estadisticas/"}[language]).text
    assert f'<span class="tile-unit">{shown}</span>' in page


def test_release_and_place_are_beside_the_value(reader, series):
    page = reader.get(series.indicator.get_absolute_url()).text
    assert '<a href="https://example.org/yearbook" rel="external">Yearbook</a>, p. 4, table 3' in page


def test_kind_of_figures_stands_beside_the_grade_in_words(reader, series):
    page = " ".join(reader.get(series.indicator.get_absolute_url()).text.split())
    assert '<span class="grade">B3</span> usually reliable, possibly true' in page
    assert "administrative record" in page and "Sum of two registers." in page


def test_tables_and_key_figures_of_documents_have_the_range_only_where_there_is_one(series):
    periods = [make.period("2021"), make.period("2022")]
    without, with_range = key_figures([(series, period, None) for period in periods], "en")
    assert "range" not in without and "low" not in without
    assert (with_range["low"], with_range["high"], with_range["range"]) == ("4500", "5200", "4,500–5,200")
    table = make.data_table(rows_are="periods")
    make.column(table, series)
    for year in ("2021", "2022"):
        make.row(table, year)
    (first,), (second,) = (row["cells"] for row in resolve_data_table(table, "en")["rows"])
    assert "range" not in first and second["range"] == "4,500–5,200"


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        ({"low": "4600"}, "range 4,500–5,200 → 4,600–5,200"),
        ({"high": ""}, "range 4,500–5,200 → from 4,500"),
        ({"credibility": "2"}, "credibility 3 → 2"),
        ({"status": "P"}, "normal → provisional"),
        ({"locator": "p. 5"}, "another place in the release"),
        ({"release": ""}, "release → none"),
    ],
)
def test_each_can_be_revised_alone(signed_in, analyst, series, release, change, remark):
    same = {
        "value": "4886", "low": "4500", "high": "5200", "credibility": "3", "locator": "p. 4, table 3",
        "release": release.pk,
    }  # fmt: skip
    browser, page = signed_in(analyst), value_page(series, 2022)
    assert "Nothing changes" in previewed(browser, page, revision(**same)).text
    assert remark in previewed(browser, page, revision(**same | change)).text
    confirmed(browser, page, revision(**same | change), **corrected())
    batch = Batch.objects.first()
    make.settled(batch)
    newest, before = Vintage.objects.filter(observation__start__year=2022).order_by("-pk")
    names = ["value", "low", "high", "status", "credibility", "release_id", "locator"]
    differing = [name for name in names if getattr(newest, name) != getattr(before, name)]
    assert differing == [{"release": "release_id"}.get(name, name) for name in change]
    assert Observation.objects.get(current=newest) and check_current() == []


def test_file_says_nothing_about_credibility_and_so_changes_nothing(series, analyst):
    make.settled(enter(series, value("2023", 8237, credibility=2), by=analyst))
    with pytest.raises(Exception, match="Nothing changes"):
        enter(series, value("2023", 8237), by=analyst, kind="update")


def test_retraction_says_what_was_retracted(reader, series, analyst):
    reason = {"en": "", "es": "Se contó dos veces."}
    make.settled(
        enter(series, value("2022", None), by=analyst, kind="retraction", reason=reason, known_on="2024-06-30")
    )
    english = reader.get(series.indicator.get_absolute_url()).text
    spanish = reader.get(f"/es/estadisticas/{series.indicator.slug}/").text
    assert 'Retraction of 4,886: <span lang="es">Se contó dos veces.</span>' in english
    assert "Anulación de 4\u00a0886: Se contó dos veces." in spanish


def test_value_that_one_person_applied_is_marked(reader, series, analyst):
    batch = enter(series, value("2022", 4900), by=analyst, kind="update", known_on="2024-06-30")
    assert "applied without a second person" not in reader.get(series.indicator.get_absolute_url()).text
    assert batch.stage == "proposed"
    force_apply_batch(batch, by=analyst, reason="Nobody else is here before Monday.")
    page = reader.get(series.indicator.get_absolute_url()).text
    assert page.count("applied without a second person") == 3  # in the facts, the values and the revisions


def test_revision_of_status_or_range_alone_is_readable(reader, series, analyst):
    """The value before has them too, where they were others."""
    later = {"by": analyst, "kind": "update"}
    make.settled(enter(series, value("2021", 2495, status="P"), known_on="2024-06-30", **later))
    make.settled(enter(series, value("2022", 4886, low=Decimal(4600)), known_on="2024-07-31", **later))
    page = reader.get(series.indicator.get_absolute_url()).text
    rows = page.split('id="revisions"', 1)[1].split("</table>", 1)[0].split("<tr")[-2:]
    (before, after), (provisional_before, provisional_after) = (row.split("<td")[1:3] for row in rows)
    assert "4,886" in before and "4,500–5,200" in before and "from 4,600" in after
    assert "2,495" in provisional_before and "provisional" not in provisional_before
    assert "2,495" in provisional_after and "provisional" in provisional_after


def test_revision_of_credibility_or_place_alone_says_so(reader, signed_in, series, analyst):
    release = make.release(series.source)
    said = frozenset(["credibility", "locator"])
    first = replace(value("2020", 1372), locator="table 9", said=said)
    make.settled(enter(series, first, by=analyst, release=release, known_on="2024-02-29", kind="update"))
    for day, changed in (("2024-03-31", {"credibility": 5}), ("2024-04-30", {"locator": "table 10"})):
        first = replace(first, **changed)
        batch = make.settled(enter(series, first, by=analyst, release=release, known_on=day, kind="correction"))
        remark = "credibility 3 → 5" if "credibility" in changed else "another place in the release"
        assert remark in signed_in(analyst).get(f"/admin/briefings/batch/{batch.pk}/change/").text
    page = reader.get(series.indicator.get_absolute_url()).text
    place, credibility = page.split('id="revisions"', 1)[1].split("</table>", 1)[0].split("<tr")[2:4]
    assert "another place in the release" in place and "credibility" not in place
    assert "credibility 3 → 5" in credibility and "another" not in credibility


def test_release_on_record_is_preset_and_leaving_it_out_is_a_change_of_its_own(signed_in, analyst):
    series, browser = make.series(), signed_in(analyst)
    release = make.release(series.source)
    make.recorded(series, {"2023": "8237"}, release=release)
    page = browser.get(value_page(series))
    assert f'<option value="{release.pk}" selected>' in page.text and "names no release any more" in page.text
    typed = {"value": "8237", "status": "A", "credibility": "3", "known_on": "2024-06-30"}
    shown = previewed(browser, value_page(series), typed)
    assert "release → none" in shown.text
    shown = previewed(browser, value_page(series), typed | {"release": release.pk})
    assert "Nothing changes" in shown.text
