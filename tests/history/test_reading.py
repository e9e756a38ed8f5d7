"""The record in words for people who are no programmers, with the names of people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles.actions import assign_editor, plan, reassign, restore_version
from briefings.history.actions import record
from briefings.history.models import Event
from briefings.lib.acts import ACTS
from briefings.lib.html import visible_text
from briefings.sharing.actions import comment_as_visitor, share
from tests import make
from tests.articles.scenes import submitted
from tests.articles.typing import change_url, opened
from tests.kinds import CalloutBlock, RichTextBlock
from tests.people import person
from tests.world import picture

LOG = "/admin/log/"


@pytest.fixture
def article(author):
    blocks = [
        (RichTextBlock, {"html": "<p>Three ports.</p>"}),
        (CalloutBlock, {"title": "Note", "html": "<p>Two.</p>"}),
    ]
    return make.article("Ports", by=author, blocks=blocks)


def named(user, first, last=""):
    user.first_name, user.last_name = first, last
    user.save()
    return user


def history_of(browser, thing):
    return browser.get(f"/admin/briefings/{thing._meta.model_name}/{thing.pk}/history/")


def newest(browser, thing):
    """The newest line of the history, and its text."""
    page = history_of(browser, thing)
    line = page.context["rows"][0][0]
    row = page.text.partition("<tbody>")[2].partition("</tr>")[0]
    return line, " ".join(visible_text(row).split())


def save(browser, article, **fields):
    typed = opened(browser, article) | {name: [value] for name, value in fields.items()}
    assert browser.post(change_url(article), typed).status_code == 302


def test_hash_of_a_text_is_folded(article, author, editor, signed_in):
    submitted(article, by=author)
    line, text = newest(signed_in(editor), article)
    (field,) = line.pieces[0].fields
    assert field.is_folded and len(field.after.all) == 64
    assert "Submitted for review Fingerprint of the text" in text
    assert "<details" in history_of(signed_in(editor), article).text and "ash" not in text.replace(field.after.all, "")


def test_hash_of_a_picture_is_that_of_its_file(author, editor, signed_in):
    _line, text = newest(signed_in(editor), picture("red", by=author, alt="A pier"))
    assert "Fingerprint of the file" in text and "SHA" not in text


def test_place_of_a_block_is_counted_from_one_and_its_article_goes_without_saying(article, editor, signed_in):
    browser = signed_in(editor)
    save(browser, article, **{"richtextblock_set-0-ordering": "20", "calloutblock_set-0-ordering": "10"})
    _line, text = newest(browser, article)
    assert "Place: " in text and "→ 2" in text and "→ 1" in text
    assert "Position" not in text and "Parent" not in text and "20" not in text.partition("Saved")[2]


def test_fields_of_a_deleted_object_are_not_shown_as_empty(article, editor, signed_in):
    browser = signed_in(editor)
    save(browser, article, **{"calloutblock_set-0-DELETE": "on"})
    _line, text = newest(browser, article)
    assert "Deleted: callout" in text and "Title: Note" in text
    assert "empty" not in text and "nothing" not in text and "→" not in text


def test_emptied_field_is_shown_as_empty_once(article, author, editor, signed_in):
    plan(article, by=author, planned_on=timezone.localdate())
    plan(article, by=author, planned_on=None)
    _line, text = newest(signed_in(editor), article)
    assert text.endswith("→ empty")


def test_restored_version_is_named_in_a_sentence(article, author, editor, signed_in):
    save(signed_in(author), article, title="Harbours")
    restore_version(article, version=1, by=author, seen_version=2)
    _line, text = newest(signed_in(editor), article)
    assert "Version 1 restored" in text and "Restored:" not in text


def test_people_are_shown_with_their_full_names(article, author, editor, signed_in):
    named(editor, "Elena", "Ruiz")
    named(author, "")
    browser = signed_in(editor)
    assign_editor(article, by=editor, editor=editor)
    line, text = newest(browser, article)
    assert (line.who, line.user_name) == ("Elena Ruiz", "elena")
    assert "Elena Ruiz (elena) Editor put in charge Elena Ruiz" in text
    plan(article, by=author, planned_on=timezone.localdate())
    line, _text = newest(browser, article)
    assert (line.who, line.user_name) == ("amaya", "")


def test_name_on_record_stays_when_the_account_gets_another(article, author, editor, other_author, signed_in):
    reassign(article, by=editor, to=other_author)
    editor.username = "helena"
    named(editor, "Helena", "Ruiz")
    named(other_author, "Andrés", "Vera")
    line, text = newest(signed_in(editor), article)
    assert (line.who, line.user_name, line.entry.by_name) == ("Helena Ruiz", "elena", "elena")
    assert "Amaya → Andrés Vera" in text


def test_visitors_and_the_site_itself_have_no_account(article, author, auditor, signed_in):
    link = share(article, by=author, for_whom="Dr Rojas")
    comment_as_visitor(link, visitor_name="María", text="Two ports.", verdict="needs_changes")
    record(by=None, act=ACTS["appear"], target=article, realm="articles")
    (site, *_more), (visitor, *_more) = history_of(signed_in(auditor), article).context["rows"][:2]
    assert (site.who, visitor.who) == ("the site itself", "a visitor")
    told = {field.label: field.after.short for field in visitor.pieces[0].fields}
    assert told == {"For": "Dr Rojas", "Visitor": "María", "Verdict": "needs changes"}


def test_keys_of_rows_are_not_shown(article, author, editor, auditor, signed_in):
    record(
        by=editor,
        act=ACTS["comment"],
        target=article,
        realm="articles",
        detail={"comment": 7, "text": "Who?", "block": "x"},
    )
    _line, text = newest(signed_in(auditor), article)
    assert text.endswith("Comment added Text: Who?")


def test_filter_of_an_export_is_shown_in_words(auditor, signed_in):
    browser = signed_in(auditor)
    asked = {"realm": "users", "kind": "topic", "act": "add", "since": "2026-01-31"}
    b"".join(browser.post("/admin/log/export/", asked).streaming_content)
    line, *_rest = browser.get(LOG, {"act": "export_log"}).context["rows"][0]
    told = {field.label: field.after.short for field in line.pieces[0].fields}
    assert told == {"Realm": "users", "Kind of thing": "Topic", "Act": "Added", "From": "31 January 2026"}


def test_names_cost_one_query_however_many_people_there_are(article, editor, auditor, signed_in):
    browser, queries = signed_in(auditor), []
    browser.get(LOG)
    for several in (1, 12):
        for number in range(several):
            somebody = person(f"person{several}{number}", "Editor", is_staff=True)
            assign_editor(article, by=somebody, editor=somebody)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(LOG, {"act": "assign_editor"}).status_code == 200
        queries.append(len(captured))
    assert queries[0] == queries[1]


def test_log_is_filtered_by_full_names_too(article, author, editor, auditor, signed_in):
    named(editor, "Elena", "Ruiz Vera")
    assign_editor(article, by=editor, editor=editor)
    rows = signed_in(auditor).get(LOG, {"by": "elena ruiz"}).context["rows"]
    assert {line.entry.by_name for line, *_rest in rows} == {"elena"}
    assert not signed_in(auditor).get(LOG, {"by": "elena vera"}).context["rows"]


def test_page_of_an_act_shows_words_and_folds_the_raw_record(article, author, editor, signed_in):
    named(author, "Amaya", "Vera")
    submitted(article, by=author)
    event = Event.objects.get(act="submit")
    page = signed_in(editor).get(f"/admin/briefings/event/{event.pk}/change/").text
    assert "Amaya Vera (amaya)" in page and "Fingerprint of the text" in page
    whole = page.partition("<pre>")
    assert "<details" in whole[0] and "Three ports." in whole[2]
