"""The about page."""

import re

import pytest


@pytest.mark.parametrize("address", ["/en/about/", "/es/acerca-de/"])
def test_about_page_explains_rules_and_grades(reader, address, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        html = reader.get(address).content.decode()
    for anchor in ("rules", "grades", "marks", "contact", "licence"):
        assert f'<h2 id="{anchor}">' in html
        assert f'<a href="#{anchor}">' in html
    for grade in "ABCDEF123456":
        assert f'<span class="grade">{grade}</span>' in html


def test_about_page_has_no_invented_contact(reader, db, settings):
    settings.PUBLISHER = settings.PUBLISHER_ADDRESS = settings.PUBLISHER_CONTACT = ""
    html = reader.get("/en/about/").content.decode()
    assert "@" not in re.sub(r'"@(context|type)"', "", html)
    assert "mailto:" not in html
    assert "have not said yet who they are" in html
