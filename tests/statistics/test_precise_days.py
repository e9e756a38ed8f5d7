"""Values and releases whose day is known as a year or a month only."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from briefings.lib.clock import Day
from briefings.sources.models import Release
from briefings.statistics.actions import record_values
from briefings.statistics.models import Vintage

from .. import make
from .previews import confirmed, previewed
from .test_record_values import value
from .test_series_admin import corrected, new_values, revision, value_page

YEAR = Day(datetime.date(2024, 12, 31), "Y")


@pytest.fixture
def series(db):
    series = make.series()
    make.recorded(series, {"2022": "4886", "2023": "8237"}, known_on=YEAR)
    return series


def test_value_known_in_a_year_says_the_year(reader, series):
    vintage = Vintage.objects.first()
    assert (vintage.known_on, vintage.known_precision) == (YEAR.date, "Y") and vintage.day_known == YEAR
    english = reader.get(series.indicator.get_absolute_url()).text
    with translation.override("es"):
        spanish = reader.get(series.indicator.get_absolute_url()).text
    assert english.count('<time datetime="2024">2024</time>') == spanish.count('<time datetime="2024">2024</time>') == 3
    assert "31 December" not in english and "31\xa0December" not in english and "31 de diciembre" not in spanish


def test_known_by_the_end_of_the_year_on_the_home_page(reader, series):
    assert 'known by the end of <time datetime="2024">2024</time>' in reader.get("/en/").text
    assert 'datos conocidos al cierre de <time datetime="2024">2024</time>' in reader.get("/es/").text


def test_year_that_is_not_over_ends_on_the_day_of_recording(analyst):
    series, now = make.series(), datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    options = {"release": None, "kind": "first", "reason": {}, "by": analyst, "now": now}
    record_values(series, [value("2025", 9281)], known_on=Day(datetime.date(2026, 12, 31), "Y"), **options)
    assert Vintage.objects.get().day_known == Day(datetime.date(2026, 3, 1), "Y")


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("2024", YEAR),
        ("enero de 2025", Day(datetime.date(2025, 1, 31), "M")),
        ("2025-01-31", Day(datetime.date(2025, 1, 31))),
    ],
)
def test_analyst_types_what_is_known(signed_in, analyst, editor, series, typed, known):
    confirmed(signed_in(analyst), value_page(series), revision(known_on=typed), **corrected())
    assert Vintage.objects.order_by("-pk")[0].day_known == known


@pytest.mark.parametrize("typed", ["05/10/2024", "2999", "soon"])
def test_day_that_can_be_two_or_has_not_come_is_refused(signed_in, analyst, series, typed):
    page = previewed(signed_in(analyst), value_page(series), revision(known_on=typed))
    assert "preview" not in page.context and page.context["form"].errors["known_on"]
    assert f'value="{typed}"' in page.text


def test_preview_names_the_values_that_would_not_become_current(signed_in, analyst, series):
    page = previewed(signed_in(analyst), value_page(series), revision(known_on="2023")).text
    assert "1 value would not become current: it was known or recorded before the current one." in page
    assert 'stays history: the current value is known since <time datetime="2024">2024</time>' in page


def test_releases_of_one_title_differ_by_what_is_known_of_their_day(db):
    source = make.source()
    make.release(source, title="Yearbook", published=YEAR.date, published_precision="Y")
    make.release(source, title="Yearbook", published=YEAR.date)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.release(source, title="Yearbook", published=YEAR.date, published_precision="Y")


def _release(browser, source, **fields):
    data = {"source": source.pk, "title": "Yearbook", "published": "2024"} | fields
    return browser.post("/admin/briefings/release/add/", data)


def test_release_is_entered_with_its_precision(signed_in, analyst):
    source, browser = make.source(), signed_in(analyst)
    assert _release(browser, source).status_code == 302
    release = Release.objects.get()
    assert release.day_published == YEAR and release.recorded_on
    assert 'value="2024"' in browser.get(f"/admin/briefings/release/{release.pk}/change/").text
    again = _release(browser, source)
    assert again.status_code == 200 and "already has a release of this title" in again.text
    assert _release(browser, source, published="2024-12-31").status_code == 302
    assert _release(browser, source, published="05/10/2024").status_code == 200


def test_release_says_who_published_it_and_whose_copy_ours_is(reader, db):
    source = make.source(publisher="Ministry")
    make.release(
        source, title="Workbook", published=YEAR.date, published_precision="Y", copy_url="https://example.org/copy",
        copy_keeper="carolinam38, GitHub", retrieved=datetime.date(2026, 7, 1), sha256="ab" * 32,
    )  # fmt: skip
    make.release(
        source, title="Series", publisher="El Universo", published=datetime.date(2024, 7, 31), published_precision="M"
    )
    page = " ".join(reader.get(source.get_absolute_url()).text.split())
    assert 'Workbook, published in <time datetime="2024">2024</time>, by Ministry' in page
    assert (
        'a third party’s: <a href="https://example.org/copy" rel="external">carolinam38, GitHub</a>, retrieved' in page
    )
    assert '<code title="' + "ab" * 32 in page
    assert 'Series, published in <time datetime="2024-07">July 2024</time>, by El Universo' in page


@pytest.mark.slow
def test_migration_keeps_releases_and_values_on_both_ways(real_commits):
    source = make.source()
    make.recorded(make.series(by=source), {"2022": "4886"}, known_on=YEAR)
    make.release(source, title="Yearbook", published=YEAR.date, published_precision="Y")
    make.release(source, title="Yearbook", published=YEAR.date)
    try:
        call_command("migrate", "briefings", "0043", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    assert set(Release.objects.values_list("title", "published_precision", "recorded_on")) == {
        ("Yearbook", "D", None),
        ("Yearbook (2024-12, Y)", "D", None),
    }
    assert Vintage.objects.get().day_known == Day(YEAR.date)


def test_new_values_are_known_since_their_release_unless_somebody_says_otherwise(signed_in, analyst, series):
    """Else an old release would outrank what was published after it."""
    release = make.release(of=series.source, published=YEAR.date, published_precision="Y")
    address = f"/admin/briefings/series/{series.pk}/values/new/"
    rows = (("2019", release.pk, "", YEAR), ("2020", "", "", Day(timezone.localdate())),
            ("2021", release.pk, "2025-01-31", Day(datetime.date(2025, 1, 31))))  # fmt: skip
    for year, chosen, typed, known in rows:
        fields = new_values((year, "5")) | {"new-release": chosen, "new-known_on": typed}
        confirmed(signed_in(analyst), address, fields)
        assert Vintage.objects.get(observation__start__year=year).day_known == known
