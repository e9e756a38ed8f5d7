import re

import pytest
from django.utils import timezone
from django.utils.translation import override

from tests import make

PAGE = "/en/impacts/"


def names_in_order(text):
    return re.findall(r'<strong id="([a-z0-9-]+)">', text)


@pytest.fixture
def three(db):
    make.impact("Investment", slug="investment", level="economic", severity=2)
    make.impact("Trust", slug="trust", level="national", severity=4)
    make.impact("Neighbours", slug="neighbours", level="regional", severity=3)


def test_assessments_are_sorted_by_level_with_severity_as_text(reader, three):
    page = reader.get(PAGE).text
    assert names_in_order(page) == ["trust", "neighbours", "investment"]
    for text in (
        "National security",
        "Severity: severe",
        "Severity: serious",
        "Severity: moderate",
    ):
        assert text in page


def test_within_a_level_the_most_severe_comes_first(reader, three):
    make.impact("Prisons", slug="prisons", level="national", severity=1)
    assert names_in_order(reader.get(PAGE).text)[:2] == ["trust", "prisons"]


def test_address_of_an_assessment_has_the_id_of_its_row(reader, three):
    address, _sharp, anchor = make.impact("Ports", slug="ports").get_absolute_url().partition("#")
    assert f'id="{anchor}"' in reader.get(address).text


def test_in_spanish_the_anchor_is_spanish_and_the_english_one_stays(reader, db):
    impact = make.impact("Trust", slug="trust", name_es="Confianza pública")
    make.impact("Faith", slug="faith", name_es="Confianza pública")
    page = reader.get("/es/impactos/").text
    with override("es"):
        anchor = impact.get_absolute_url().partition("#")[2]
    assert anchor.startswith("confianza-publica")
    ids = re.findall(r' id="([^"]+)"', page)
    assert anchor in ids and "trust" in ids and len(ids) == len(set(ids))
    assert reader.get("/api/v1/impacts").json()["results"][0]["page"]["es"].endswith(f"/es/impactos/#{anchor}")


def test_private_assessment_is_not_on_the_page(reader, three):
    make.impact("Canary", slug="canary", public=False, description_en="Canary text")
    before = reader.get(PAGE)
    assert "anary" not in before.text
    assert names_in_order(before.text) == ["trust", "neighbours", "investment"]


def test_assessment_that_becomes_public_tomorrow_is_not_on_the_page(reader, db):
    impact = make.impact("Canary")
    impact.public_since = timezone.now() + timezone.timedelta(days=1)
    impact.save()
    assert "Canary" not in reader.get(PAGE).text


def test_private_source_is_not_disclosed(reader, db):
    make.impact("Trust", source=make.source("Canary source", public=False))
    page = reader.get(PAGE).text
    assert "Canary" not in page and "No source is named" in page


def test_source_is_named_with_its_grade(reader, db):
    source = make.source("Ministry of the Interior", reliability="B")
    make.impact("Trust", source=source)
    page = reader.get(PAGE).text
    assert source.get_absolute_url() in page and ">B</span>" in page


def test_spanish_texts_are_marked_on_the_english_page(reader, db):
    make.impact("Trust", description_en="", description_es="La confianza cae.")
    assert '<span lang="es">La confianza cae.</span>' in reader.get(PAGE).text


def test_spanish_page_has_spanish_texts(reader, db):
    make.impact("Trust", name_es="Confianza")
    page = reader.get("/es/impactos/")
    assert page.headers["Content-Language"] == "es" and "Confianza" in page.text


def test_markup_in_an_assessment_is_printed_as_text(reader, db):
    make.impact("<script>", description_en="<img src=x onerror=alert(1)>")
    page = reader.get(PAGE).text
    assert "<img" not in page and "&lt;script&gt;" in page


def test_page_without_assessments_shows_a_message_and_links(reader, db):
    page = reader.get(PAGE)
    assert page.status_code == 200
    assert "No impact assessment has been published yet." in page.text
    assert 'href="/en/briefings/"' in page.text and "<table" not in page.text


def test_unknown_order_is_ignored_or_not_found(reader, three):
    for query in ("sort=-severity,level", "sort=description", "sort=level_rank__x", "x=1"):
        assert reader.get(f"{PAGE}?{query}").status_code in (200, 404), query


def test_invalid_page_number_is_not_found(reader, three):
    for page in ("0", "-1", "2", "x", "9" * 50):
        assert reader.get(PAGE, {"page": page}).status_code == 404, page


@pytest.mark.parametrize("count", [1, 60])
def test_four_queries_with_few_and_many_rows(reader, db, django_assert_num_queries, count):
    for _ in range(count):
        make.impact(area=make.area(), source=make.source())
    with django_assert_num_queries(4):
        assert reader.get(PAGE).status_code == 200


def test_page_sets_no_cookie(reader, signed_in, editor, three):
    for browser in (reader, signed_in(editor)):
        answer = browser.get(PAGE)
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
