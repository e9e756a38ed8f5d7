"""What authors see of what was done with their articles: the acts, by name; nothing of other people's articles."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles.actions import (
    assign_editor,
    comment,
    force_publish,
    look_again,
    plan,
    reassign,
    restore,
    return_to_author,
    withdraw,
)
from briefings.articles.actions.waiting_editions import note_appearances
from briefings.history.actions import record
from briefings.history.field_changes import note
from briefings.history.models import Event
from briefings.lib.acts import ACTS, Act
from briefings.lib.html import visible_text
from briefings.sharing.actions import comment_as_visitor, share
from tests import make, moments
from tests.moments import DAY

from .scenes import let_come, rewrite, seen, submitted

MINE = "What changed lately in my articles"


def history(article):
    return f"/admin/briefings/article/{article.pk}/history/"


def acts_on(page):
    return [line.words for line, *_rest in page.context["rows"]]


def text_of(page):
    return " ".join(visible_text(page.text).split())


def on_desk(browser, title=MINE):
    """(words, note, address) of each row, None where there is no such section."""
    found = {section.title: section for section in browser.get("/admin/").context["sections"]}
    return found.get(title) and [(row.words, row.note.partition(",")[0], row.url) for row in found[title].rows]


@pytest.fixture
def returned(author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    return_to_author(article, by=editor, comment="Name the source.")
    return article


def test_author_reads_who_did_what_with_the_article(returned, author, editor, signed_in):
    page = signed_in(author).get(history(returned))
    assert acts_on(page) == ["Returned to the author", "Submitted for review", "Article begun"]
    assert "Elena Returned to the author Comment: Name the source." in text_of(page)
    assert "elena" not in text_of(page)


def test_page_of_the_article_leads_there(returned, author, signed_in):
    browser = signed_in(author)
    assert f'href="{history(returned)}"' in browser.get(f"/admin/briefings/article/{returned.pk}/change/").text


def test_publication_and_appearance_are_told(author, editor, signed_in):
    edition = make.edition("Ports", by=author, approver=editor, publish_at=moments.now() + DAY)
    let_come(edition)
    note_appearances()
    page = signed_in(author).get(history(edition.article))
    assert acts_on(page)[:3] == ["Became public at its time", "Published", "Approved"]
    assert on_desk(signed_in(author))[0] == (
        "Became public at its time: Ports (1)",
        "the site itself",
        history(edition.article),
    )


def test_colleagues_and_other_roles_do_not_read_it(returned, other_author, analyst, administrator, signed_in):
    for person in (other_author, analyst, administrator):
        assert signed_in(person).get(history(returned)).status_code in (403, 404)
        assert not on_desk(signed_in(person))


def test_changes_of_fields_and_saves_are_left_to_editors(returned, author, editor, signed_in):
    rewrite(returned, by=author, html="<p>Secret words.</p>")
    note(returned, ACTS["change"], {"title": ["Ports", "Secret title"]})
    assert Event.objects.filter(act="save", target_id=returned.pk).exists()
    page = signed_in(author).get(history(returned))
    assert "Saved" not in acts_on(page) and "Secret" not in text_of(page)
    assert "Secret title" in text_of(signed_in(editor).get(history(returned)))


def test_author_reads_no_detail_that_no_other_page_tells(author, editor, other_editor, signed_in):
    article = make.article("Ports", by=author)
    edition = force_publish(article, by=editor, seen=seen(article), reason="Nobody else is awake.", change_kind="first")
    look_again(edition, by=other_editor, seen=edition.content_hash, note="Hidden remark")
    withdraw(article, by=editor, reason="The count was wrong.")
    restore(article, by=editor, reason="Hidden reason")
    record(
        by=editor, act=Act("some_later_act", ""), target=article, realm="articles", detail={"hidden": "Hidden detail"}
    )
    page = signed_in(author).get(history(article))
    text = text_of(page)
    assert "Hidden" not in text and "ingerprint" not in text and edition.sha256 not in page.text
    assert "Reason: The count was wrong." in text and "Reason: Nobody else is awake." in text
    assert "Hidden remark" in text_of(signed_in(editor).get(history(article)))


def test_author_reads_what_a_visitor_said_of_the_article(author, signed_in):
    article = make.article("Ports", by=author)
    comment_as_visitor(
        share(article, by=author, for_whom="Dr Rojas"), visitor_name="María", text="Two.", verdict="correct"
    )
    assert "a visitor Commented on by a visitor For: Dr Rojas Visitor: María" in text_of(
        signed_in(author).get(history(article))
    )


def test_desk_tells_the_newest_acts_on_own_articles_and_of_nobody_elses(
    returned, author, other_author, editor, signed_in
):
    theirs = make.article("Quays", by=other_author)
    comment(theirs, by=editor, text="Shorter.")
    rows = on_desk(signed_in(author))
    assert rows[:2] == [
        ("Returned to the author: Ports", "Elena", history(returned)),
        ("Submitted for review: Ports", "Amaya", history(returned)),
    ]
    assert all(signed_in(author).get(url).status_code == 200 for _words, _who, url in rows)
    assert {words.partition(": ")[2] for words, _who, _url in on_desk(signed_in(other_author))} == {"Quays"}


def test_analyst_sees_statistics_and_own_articles_apart(analyst, editor, signed_in):
    series = make.series()
    make.recorded(series, {"2023": "8248"})
    plan(make.article("Ports", by=analyst), by=analyst, planned_on=timezone.localdate())
    browser = signed_in(analyst)
    assert on_desk(browser)[0][0] == "Planned for a day: Ports"
    assert not any("Ports" in words for words, *_rest in on_desk(browser, "What changed lately"))


def test_editor_has_one_section_of_all_articles(editor, signed_in):
    make.article("Ports", by=editor)
    assert on_desk(signed_in(editor)) is None
    assert on_desk(signed_in(editor), "What changed lately")


def test_article_takes_its_acts_along_to_another_author(returned, author, other_author, editor, signed_in):
    reassign(returned, by=editor, to=other_author)
    assert signed_in(author).get(history(returned)).status_code in (403, 404)
    assert on_desk(signed_in(author)) == []
    assert acts_on(signed_in(other_author).get(history(returned)))[:2] == [
        "Given to another author",
        "Returned to the author",
    ]


def test_desk_and_history_cost_the_same_however_much_happened(author, editor, signed_in):
    article, browser, costs = make.article("Ports", by=author), signed_in(author), []
    for several in (1, 30):
        for number in range(several):
            assign_editor(article, by=editor, editor=editor if number % 2 else None)
            plan(make.article(by=author), by=author, planned_on=None)
            edition = make.edition(by=author, approver=editor)
            record(by=None, act=ACTS["appear"], target=edition, realm="articles")
        for address in ("/admin/", history(article)):
            browser.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert browser.get(address).status_code == 200
            costs.append(len(captured))
    assert costs[0] == costs[2] and costs[1] == costs[3]
