"""The first page: what waits for whom."""

import datetime

from django.utils import timezone

from briefings.articles.actions import return_to_author, submit
from tests import make


def rows(client):
    """Words and notes of every section, by its title."""
    sections = client.get("/admin/").context["sections"]
    return {section.title: [(words, note) for _url, words, note in section.rows] for section in sections}


def test_author_finds_drafts_and_what_came_back(author, other_author, editor, signed_in):
    make.article("Mine", by=author)
    make.article("Theirs", by=other_author)
    returned = make.article("Back", by=author)
    submit(returned, by=author)
    return_to_author(returned, by=editor, comment="Name the source.")
    found = rows(signed_in(author))
    assert {words for words, _note in found["My drafts"]} == {"Mine", "Back"}
    assert ("Back", "returned with a comment") in found["My drafts"]
    assert "Waiting for me" not in found
    assert "Recent acts" not in found


def test_editor_finds_what_is_in_review_and_not_their_own(author, editor, signed_in):
    for title, by in (("Ports", author), ("Own", editor)):
        submit(make.article(title, by=by), by=by)
    waiting = rows(signed_in(editor))["Waiting for me"]
    assert [words for words, _note in waiting] == ["Ports"]


def test_scheduled_editions_show_to_editors_and_to_their_author_only(author, other_author, editor, signed_in):
    soon = timezone.now() + datetime.timedelta(days=3)
    make.edition("Ports", by=author, approver=editor, publish_at=soon)
    assert len(rows(signed_in(editor))["Scheduled"]) == 1
    assert len(rows(signed_in(author))["Scheduled"]) == 1
    assert rows(signed_in(other_author))["Scheduled"] == []


def test_administrator_and_auditor_see_no_drafts_to_write(administrator, auditor, signed_in):
    assert "My drafts" not in rows(signed_in(administrator))
    assert "My drafts" not in rows(signed_in(auditor))


def test_desk_costs_the_same_with_many_articles(author, editor, signed_in, django_assert_max_num_queries):
    for number in range(20):
        submit(make.article(f"Article {number}", by=author), by=author)
    client = signed_in(editor)
    with django_assert_max_num_queries(15):
        client.get("/admin/")
