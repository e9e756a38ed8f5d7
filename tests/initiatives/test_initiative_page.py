import datetime
from decimal import Decimal

import pytest

from briefings.initiatives.models import Milestone
from tests import make

NEXT_YEAR = datetime.date.today() + datetime.timedelta(days=365)


def page_of(reader, initiative, language="en"):
    path = {"en": "initiatives", "es": "iniciativas"}[language]
    return reader.get(f"/{language}/{path}/{initiative.slug}/")


@pytest.fixture
def homicides(db):
    series = make.series(of=make.indicator("Homicides", decimals=0))
    make.recorded(series, {"2021": "2496", "2022": "4886", "2023": "8004"}, known_on=datetime.date(2024, 1, 31))
    return series


def measured(series, **fields):
    return make.initiative("Safe ports", target_series=series, **fields)


def test_page_shows_lead_partners_areas_dates_and_source(reader, db):
    initiative = make.initiative(
        "Safe ports", lead="Ministry of Transport", partners="Port of Guayaquil\n\n Customs ", status="under_way",
        starts=datetime.date(2024, 3, 1), source=make.source("Official Gazette"),
        description_en="Scanners.\n\nMore staff.",
    )  # fmt: skip
    initiative.areas.add(make.area("EC-G", "Guayas", "province"))
    page = page_of(reader, initiative).text
    for text in (
        "<h1>Safe ports</h1>", ">Under way</span>", "Ministry of Transport", "Port of Guayaquil; Customs",
        '<a href="/en/initiatives/?area=EC-G">Guayas</a>', "1 March 2024", "Official Gazette",
        '<span class="grade">B</span>', "<p>Scanners.</p>", "<p>More staff.</p>",
    ):  # fmt: skip
        assert text in page


@pytest.mark.parametrize("slug", ["safe-ports", "nothing"])
def test_private_initiative_is_not_found_like_an_unknown_one(reader, signed_in, editor, slug):
    initiative = make.initiative("Safe ports canary", slug="safe-ports", public=False)
    for browser in (reader, signed_in(editor)):
        for language, path in (("en", "initiatives"), ("es", "iniciativas")):
            answer = browser.get(f"/{language}/{path}/{slug}/")
            assert answer.status_code == 404 and initiative.name not in answer.text


@pytest.mark.parametrize("slug", ["x" * 500, "a%00b", "..", "%2e%2e", "ñ"])
def test_invalid_slug_is_not_found(reader, db, slug):
    assert reader.get(f"/en/initiatives/{slug}/").status_code == 404


def test_language_link_leads_to_the_same_initiative(reader, db):
    assert 'href="/es/iniciativas/safe-ports/"' in page_of(reader, make.initiative(slug="safe-ports")).text


def test_english_texts_are_marked_on_the_spanish_page(reader, db):
    page = page_of(reader, make.initiative("Safe ports"), "es").text
    assert '<span lang="en">Safe ports</span>' in page and 'class="prose" lang="en"' in page


def test_milestones_are_in_order_with_their_state(reader, db):
    initiative = make.initiative()
    for position, (title, due, reached) in enumerate([
        ("Agreement", None, datetime.date(2024, 5, 3)), ("Staff", datetime.date(2024, 9, 1), None),
        ("Scanners", NEXT_YEAR, None), ("Report", None, None),
    ]):  # fmt: skip
        Milestone.objects.create(initiative=initiative, position=position, title_en=title, due=due, reached=reached)
    page = page_of(reader, initiative).text
    assert page.index("Agreement") < page.index("Staff") < page.index("Scanners") < page.index("Report")
    assert page.count('class="is-done"') == 1
    for text in ("Reached", "3 May 2024", "not reported as reached", "Due\n", "nobody has named a date"):
        assert text in page


def test_page_says_that_milestones_and_source_are_missing(reader, db):
    page = page_of(reader, make.initiative()).text
    assert "No milestones have been named" in page and "No source is named" in page


def test_private_source_is_not_disclosed(reader, db):
    page = page_of(reader, make.initiative(source=make.source("Canary source", public=False))).text
    assert "Canary" not in page and "No source is named" in page


def test_progress_shows_the_current_figure_with_source_date_and_target(reader, homicides):
    initiative = measured(homicides, target_baseline=8004, target_value=4002, target_by=datetime.date(2027, 12, 31))
    page = page_of(reader, initiative).text
    for text in (
        '<data value="8004">8,004</data>', '<data value="4002">4,002</data>', "31 December 2027", "Current figure",
        "31 January 2024", "graded B3", homicides.source.get_absolute_url(), "where it was at the start",
    ):  # fmt: skip
        assert text in page


def test_progress_follows_the_statistics_at_once(reader, homicides):
    initiative = measured(homicides, target_baseline=8004, target_value=4002)
    make.recorded(homicides, {"2024": "6003"})
    page = page_of(reader, initiative).text
    assert '<progress max="100" value="50"' in page and "50% of the way" in page


def test_progress_ignores_part_of_a_year(reader, homicides):
    initiative = measured(homicides, target_baseline=8004, target_value=4002)
    make.recorded(homicides, {"2024-01-01/P6M": "1000"})
    assert '<data value="8004">8,004</data>' in page_of(reader, initiative).text


def test_page_says_that_there_is_no_target(reader, homicides):
    page = page_of(reader, measured(homicides)).text
    assert "Nobody has named a target." in page and "<progress" not in page and "8,004" in page


def test_target_without_a_starting_value_has_no_bar(reader, homicides):
    page = page_of(reader, measured(homicides, target_value=4002)).text
    assert "<progress" not in page and "4,002" in page


def test_target_with_more_decimals_is_not_rounded(reader, homicides):
    assert ">4,002.5</data>" in page_of(reader, measured(homicides, target_value=Decimal("4002.50"))).text


@pytest.mark.parametrize("private", ["series", "indicator", "source"])
def test_private_statistics_are_not_disclosed(reader, homicides, private):
    instance = homicides if private == "series" else getattr(homicides, private)
    instance.public_since = None
    instance.save()
    page = page_of(reader, measured(homicides, target_value=4002)).text
    assert "8,004" not in page and "4,002" not in page and str(homicides.source.name) not in page


def test_series_without_a_value_shows_no_progress(reader, db):
    assert "Progress" not in page_of(reader, measured(make.series(), target_value=5)).text


def test_page_costs_at_most_seven_queries(reader, homicides, django_assert_max_num_queries):
    initiative = measured(homicides, target_value=4002, source=make.source())
    for number in range(30):
        Milestone.objects.create(initiative=initiative, position=number, title_en=f"Step {number}")
        initiative.areas.add(make.area(f"X{number}", f"Area {number}"))
    with django_assert_max_num_queries(7):
        assert page_of(reader, initiative).status_code == 200


def test_page_sets_no_cookie(reader, signed_in, editor):
    initiative = make.initiative()
    for browser in (reader, signed_in(editor)):
        answer = page_of(browser, initiative)
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
