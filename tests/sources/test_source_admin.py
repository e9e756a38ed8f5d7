import datetime

import pytest

from briefings.history.models import Event
from briefings.sources.models import Release, Source

from .. import make


def form(**fields):
    given = {"name_en": "Ministry", "slug": "ministry", "publisher": "Government", "reliability": "B"}
    return given | {"releases-TOTAL_FORMS": "0", "releases-INITIAL_FORMS": "0"} | fields


def test_author_proposes_a_source_that_stays_private(signed_in, author):
    signed_in(author).post("/admin/briefings/source/add/", form())
    assert not Source.objects.get().is_public


@pytest.mark.parametrize("who", ["author", "editor"])
def test_only_an_analyst_makes_a_source_public(signed_in, request, who):
    browser = signed_in(request.getfixturevalue(who))
    assert "_make_public" not in browser.get("/admin/briefings/source/add/").content.decode()
    assert browser.post("/admin/briefings/source/add/", form(_make_public="1")).status_code == 403
    assert not Source.objects.filter(public_since__isnull=False).exists()


def test_author_cannot_change_a_source(signed_in, author):
    source = make.source("Ministry", public=False)
    assert signed_in(author).post(f"/admin/briefings/source/{source.pk}/change/", form()).status_code == 403


def test_analyst_adds_a_release_and_makes_the_source_public(signed_in, analyst):
    source = make.source("Ministry", public=False)
    data = form(
        **{
            "releases-TOTAL_FORMS": "1",
            "releases-0-title": "Workbook 2024",
            "releases-0-published": "2024-12-31",
            "_make_public": "1",
        }
    )
    signed_in(analyst).post(f"/admin/briefings/source/{source.pk}/change/", data)
    source.refresh_from_db()
    assert source.is_public
    assert Release.objects.get().title == "Workbook 2024"
    assert Event.objects.filter(act="make_public").exists()


@pytest.mark.parametrize("who", ["author", "analyst", "superuser"])
def test_public_source_cannot_be_deleted(signed_in, request, who):
    source = make.source()
    browser = signed_in(request.getfixturevalue(who))
    assert browser.post(f"/admin/briefings/source/{source.pk}/delete/", {"post": "yes"}).status_code == 403
    browser.post(
        "/admin/briefings/source/", {"action": "delete_selected", "_selected_action": source.pk, "post": "yes"}
    )
    assert Source.objects.exists()


def test_invalid_url_shows_an_error_and_keeps_the_input(signed_in, analyst):
    page = signed_in(analyst).post("/admin/briefings/source/add/", form(url="javascript:alert(1)")).content.decode()
    assert "valid URL" in page
    assert 'value="Government"' in page
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This source already has a release of this title and date."),
        ("es", "Esta fuente ya tiene una publicación con este título y esta fecha."),
    ],
)
def test_second_release_of_the_same_title_and_date_is_refused_in_words(language, words, signed_in, analyst):
    release = make.release(make.source(), title="Workbook 2024", published=datetime.date(2024, 12, 31))
    analyst.language = language
    analyst.save()
    fields = {"source": release.source_id, "title": "Workbook 2024", "published": "2024-12-31"}
    page = signed_in(analyst).post("/admin/briefings/release/add/", fields)
    assert words in page.text
    inline = form(
        **{
            "releases-TOTAL_FORMS": "1",
            "releases-0-source": release.source_id,
            "releases-0-title": "Workbook 2024",
            "releases-0-published": "2024-12-31",
        }
    )
    page = signed_in(analyst).post(f"/admin/briefings/source/{release.source_id}/change/", inline)
    assert words in page.text
    twice = {name.replace("-0-", "-1-"): value for name, value in inline.items() if "-0-" in name}
    inline |= twice | {"releases-TOTAL_FORMS": "2"}
    inline |= {"releases-0-title": "Workbook 2025", "releases-1-title": "Workbook 2025"}
    page = signed_in(analyst).post(f"/admin/briefings/source/{release.source_id}/change/", inline)
    assert words in page.text
    assert Release.objects.count() == 1


def test_form_shows_the_newest_releases_and_saves_those_that_it_showed(signed_in, analyst):
    source = make.source("Ministry", public=False)
    releases = [
        Release.objects.create(source=source, title=f"Bulletin {number:02d}", published=datetime.date(2024, number, 1))
        for number in range(1, 13)
    ]
    browser, address = signed_in(analyst), f"/admin/briefings/source/{source.pk}/change/"
    html = browser.get(address).content.decode()
    assert "Bulletin 12" in html and "Bulletin 03" in html and "Bulletin 02" not in html
    everything = f"/admin/briefings/release/?source__id__exact={source.pk}"
    assert everything in html
    assert "Bulletin 02" in browser.get(everything).content.decode()
    shown = releases[:1:-1]
    Release.objects.create(source=source, title="Bulletin 13", published=datetime.date(2025, 1, 1))  # meanwhile
    data = form(**{"releases-TOTAL_FORMS": str(len(shown)), "releases-INITIAL_FORMS": str(len(shown))})
    for number, release in enumerate(shown):
        data |= {
            f"releases-{number}-id": str(release.pk),
            f"releases-{number}-title": f"{release.title}, revised",
            f"releases-{number}-published": release.published.isoformat(),
        }
    assert browser.post(address, data).status_code == 302
    titles = set(Release.objects.values_list("title", flat=True))
    assert {"Bulletin 03, revised", "Bulletin 12, revised", "Bulletin 02", "Bulletin 13"} <= titles
    assert Release.objects.count() == 13
