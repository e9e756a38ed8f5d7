"""The first page: what waits for whom."""

import datetime

from django.contrib.admin import site
from django.utils import timezone

from briefings.articles.actions import return_to_author, submit
from briefings.articles.models import Article
from tests import make
from tests.articles.typing import change_url, opened


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


def test_published_article_is_no_draft_until_somebody_changes_it(author, editor, signed_in):
    article = make.edition("Ports", by=author, approver=editor).article
    make.edition("Prisons", by=author, approver=editor, publish_at=timezone.now() + datetime.timedelta(days=1))
    Article.objects.update(changed_at=timezone.now() - datetime.timedelta(hours=1))
    client = signed_in(author)

    def said():
        page = client.get(change_url(article)).context["stage_words"]
        rows = client.get("/admin/briefings/article/").context["cl"].result_list
        admin = site.get_model_admin(Article)
        return page, {row.title: admin.stage(row) for row in rows}

    assert rows(client)["My drafts"] == []
    done = "published, nothing changed since"
    assert said() == (done, {"Ports": done, "Prisons": "to be published, nothing changed since"})
    client.post(change_url(article), opened(client, article) | {"summary": ["Other words."], "_save": "1"})
    assert [words for words, _note in rows(client)["My drafts"]] == ["Ports"]
    assert said()[0] == said()[1]["Ports"] == "draft"


def test_published_article_that_came_back_with_a_comment_is_a_draft(author, editor, signed_in):
    article = make.edition("Ports", by=author, approver=editor).article
    submit(article, by=author)
    return_to_author(article, by=editor, comment="Name the source.")
    Article.objects.update(changed_at=timezone.now() - datetime.timedelta(hours=1))
    assert rows(signed_in(author))["My drafts"] == [("Ports", "returned with a comment")]


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
