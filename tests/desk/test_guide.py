"""The guide of docs/, shown on the desk."""

import pytest
from django.conf import settings

from briefings.desk.guide import FILES, guide_html
from tests.people import person

pytestmark = pytest.mark.django_db


def test_guide_is_linked_from_the_desk_and_in_the_language_of_the_person(signed_in):
    for language, words in (("en", "Two people read every word."), ("es", "Dos personas leen cada palabra.")):
        client = signed_in(person(f"somebody-{language}", "Auditor", is_staff=True, language=language))
        assert "/admin/guide/" in client.get("/admin/").text
        assert words in client.get("/admin/guide/").text


def test_both_guides_have_the_same_parts():
    texts = [(settings.BASE_DIR / "docs" / name).read_text() for name in FILES.values()]
    for mark in ("\n## ", "\n- ", "**"):
        assert len({text.count(mark) for text in texts}) == 1, mark


def test_marks_become_elements_and_everything_else_is_text():
    html = guide_html("# Title\n\nOne <b>\nline.\n\n## Part\n\n- a **bold**\n  word\n- b")
    assert html == (
        "<p>One &lt;b&gt; line.</p>\n<h2>Part</h2>\n<ul><li>a <strong>bold</strong> word</li><li>b</li></ul>"
    )
