"""The log and the history of one thing in a browser: in both languages, light and dark, on every width, by keyboard."""

import pytest
from playwright.sync_api import expect

from briefings.articles.actions import assign_editor, restore_version
from briefings.history import log
from briefings.history.models import Event
from briefings.sharing.actions import comment_as_visitor, share
from tests import make
from tests.articles.scenes import rewrite, submitted
from tests.kinds import CalloutBlock, RichTextBlock

from .axe import offences

LONG = "Reasons, effects and proposals of the request for military support"


@pytest.fixture
def article(site, author, editor):
    """An article with acts of its author, of an editor and of a visitor, and with changes of every sort."""
    text, note = {"html": "<p>Three ports.</p>"}, {"title": "Note", "html": "<p>Two.</p>"}
    blocks = [(RichTextBlock, text), (CalloutBlock, note)]
    article = make.article(LONG, by=author, blocks=blocks)
    submitted(article, by=author)
    assign_editor(article, by=editor, editor=editor)
    rewrite(article, by=author, html=f"<p>{'Four ports. ' * 40}</p>")
    article.calloutblock_set.all().delete()
    restore_version(article, version=1, by=author, seen_version=2)
    comment_as_visitor(
        share(article, by=author, for_whom="Dr Rojas"), visitor_name="María", text="Two.", verdict="correct"
    )
    return article


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.once
def test_axe_finds_nothing(article, site, window, console, author, editor, auditor, monkeypatch, language, scheme):
    history = f"{site}/admin/briefings/article/{article.pk}/history/"
    event = f"{site}/admin/briefings/event/{Event.objects.filter(act='submit').latest('pk').pk}/change/"
    monkeypatch.setattr(log, "MOST_SEARCHED", 2)
    pages = [
        (auditor, f"{site}/admin/log/"),
        (auditor, f"{site}/admin/log/?q=nothing"),
        (auditor, f"{site}/admin/log/?since=2026-01-02&until=2026-01-01"),
        (auditor, event),
        (editor, history),
        (author, history),
        (author, f"{site}/admin/"),
    ]
    windows = {}
    for person in (author, editor, auditor):
        person.language = language
        person.save()
        windows[person] = window(person, color_scheme=scheme)
    for person, url in pages:
        windows[person].goto(url)
    assert console == []
    for person, url in pages:
        windows[person].goto(url)
        for summary in windows[person].locator("#content summary").all():
            summary.click()
        assert offences(windows[person]) == [], url
    for page in windows.values():
        page.context.close()
    console.clear()  # what axe itself has set off


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_every_column_has_room_for_words(article, site, window, auditor, width):
    page = window(auditor, viewport={"width": width, "height": 900})
    page.goto(f"{site}/admin/log/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    title = page.get_by_role("link", name=LONG).first.bounding_box()
    assert title["width"] > 100 and title["height"] < 120  # in a few lines, not a word to each


def test_log_is_filtered_by_keyboard_alone(article, site, window, auditor):
    page = window(auditor)
    page.goto(f"{site}/admin/log/")
    page.get_by_label("Realm").focus()
    names = ["realm"]
    while len(names) < 20 and page.evaluate("document.activeElement.type") != "submit":
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name"))
    assert list(dict.fromkeys(name for name in names if name)) == ["realm", "kind", "act", "by", "since", "until", "q"]
    page.get_by_label("Person").focus()
    page.keyboard.type("elen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/log/?*by=elen*")
    assert set(page.locator(".log-who").all_inner_texts()[1:]) == {"Elena (elena)"}
    page.get_by_role("link", name="Everything").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/log/")


def test_search_leads_further_back_and_says_how_far_it_went(article, site, window, auditor, monkeypatch):
    monkeypatch.setattr(log, "MOST_SEARCHED", 3)
    page = window(auditor)
    page.goto(f"{site}/admin/log/?q=nowhere+to+be+found")
    turns = 0
    while page.get_by_role("link", name="Look further back").count():
        expect(page.locator("#content-main")).to_contain_text("The log was looked through back to")
        with page.expect_navigation():
            page.get_by_role("link", name="Look further back").click()
        turns += 1
    assert turns > 1
    expect(page.locator("#content-main")).to_contain_text("Nothing on record fits.")
    page.get_by_role("link", name="Newest").click()
    page.wait_for_url("**/admin/log/?q=nowhere+to+be+found")
