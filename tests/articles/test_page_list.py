import datetime
import re

import pytest
from django.utils import timezone

from briefings.articles.models import Edition
from tests import make
from tests.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def many(module_db):
    """Forty-five briefings in English; Spanish has none."""
    author, editor = member("author"), member("editor")
    for number in range(45):
        make.edition(f"Note {number:02}", by=author, approver=editor)


def titles(response):
    return re.findall(r"Note \d\d", re.sub(r"(?s)<head>.*</head>", "", response.content.decode()))


def link(response, label):
    return re.search(rf'href="([^"]+)">{label}<', response.content.decode())[1].replace("&amp;", "&")


def test_an_empty_list_says_so(reader):
    assert "Todavía no se ha publicado ningún informe." in reader.get("/es/informes/").content.decode()


def test_newest_first_and_every_briefing_once_on_the_way_to_the_oldest(many, reader):
    seen, path = [], "/en/briefings/"
    page = reader.get(path)
    while True:
        seen += titles(page)
        if ">Older<" not in page.content.decode():
            break
        page = reader.get(path + link(page, "Older"))
    assert seen == [f"Note {number:02}" for number in reversed(range(45))]


def test_the_way_back_shows_the_same_pages(many, reader):
    path = "/en/briefings/"
    first = reader.get(path)
    second = reader.get(path + link(first, "Older"))
    assert titles(reader.get(path + link(second, "Newer"))) == titles(first)


def test_each_link_of_a_place_after_the_newest_leads_somewhere(many, reader):
    """As from a page that was open while the newest briefings were withdrawn."""
    path = "/en/briefings/"
    page = reader.get(f"{path}?before=99999999999999999-1")
    assert titles(reader.get(path + link(page, "Newer"))) == titles(reader.get(path))


def test_the_oldest_page_ends_the_list(many, reader):
    page = reader.get("/en/briefings/?oldest")
    assert titles(page)[-1] == "Note 00"
    assert ">Older<" not in page.content.decode() and ">Newer<" in page.content.decode()


def test_briefings_of_the_same_moment_are_neither_lost_nor_doubled(author, editor, reader):
    moment = timezone.now() + datetime.timedelta(hours=1)
    for number in range(25):
        make.edition(f"Note {number:02}", by=author, approver=editor, publish_at=moment, language="es")
    past = timezone.now() - datetime.timedelta(seconds=5)
    Edition.objects.filter(language="es").update(publish_at=past)
    first = reader.get("/es/informes/")
    second = reader.get("/es/informes/" + link(first, "Anteriores"))
    assert sorted(titles(first) + titles(second)) == [f"Note {number:02}" for number in range(25)]


def test_only_briefings_of_the_language(author, editor, reader):
    make.edition("Note 99", by=author, approver=editor, language="es")
    assert "Note 99" not in titles(reader.get("/en/briefings/"))
    assert titles(reader.get("/es/informes/")) == ["Note 99"]


def test_nonsense_is_not_found(many, reader):
    for query in (
        "before=x", "before=1-1'", "after=-1", "before=999999999999999999-1", "after=" + "9" * 300,
        "before=%00", "before=1-999999999999999999", "before=01-1", "before=1-01", "before=1-1%0A", "before=%D9%A1-1",
    ):  # fmt: skip
        assert reader.get(f"/en/briefings/?{query}").status_code == 404, query


def test_one_place_and_not_two(many, reader):
    """What a page would ignore must not store it again."""
    older = re.search(r'href="(\?before=[^"]+)"', reader.get("/en/briefings/").text)[1]
    assert reader.get("/en/briefings/" + older).status_code == 200
    for more in ("after=1-1", "after=junk", "oldest"):
        assert reader.get(f"/en/briefings/{older}&{more}").status_code == 404


@pytest.mark.parametrize("path", ["/en/briefings/", "/en/briefings/?oldest"])
def test_five_queries_whatever_the_number(many, reader, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):  # six where a value behind one of the briefings has been revised
        reader.get(path)
