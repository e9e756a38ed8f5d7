"""Two people and one text: written, submitted, commented, returned, mended, accepted, approved, scheduled, and read."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from briefings.articles.actions import submit
from briefings.articles.models import Article, Comment, Edition
from tests import make
from tests.kinds import RichTextBlock

from .desk import add, block, change_url, choose_act, editor_of, enter, open_form, save

REASON = "The port is closed since noon, and nobody else is awake."


def write(site, page):
    open_form(page, f"{site}/admin/briefings/article/add/")
    page.locator("#id_title").fill("Ports under pressure")
    page.locator("#id_summary").fill("What is known about the ports, and who says so.")
    text = add(page, "Text")
    editor_of(text).click()
    page.keyboard.type("Thre ports close.")
    save(page, "Save and submit for review")
    return Article.objects.get()


def comment_and_return(site, page, article):
    open_form(page, change_url(site, article))
    block(page, 0).get_by_role("link", name=re.compile("^Comment")).click()
    block(page, 0).get_by_label("Comment").fill("Who says so? <b>Name</b> the source.")
    block(page, 0).get_by_role("button", name="Add a comment").click()
    expect(block(page, 0).locator(".comment")).to_contain_text("<b>Name</b> the source.")
    choose_act(page, "Return to the author…")
    page.get_by_label("What has to be done").fill("See the comment.")
    page.get_by_role("button", name="Return to the author").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()


def mend(site, page, article):
    open_form(page, change_url(site, article))
    expect(page.locator(".returned")).to_contain_text("See the comment.")
    expect(block(page, 0).locator(".comment")).to_contain_text("Name</b> the source.")
    enter(block(page, 0))
    page.keyboard.type("Says the navy: ")
    save(page, "Save and submit for review")
    block(page, 0).get_by_role("button", name=re.compile(r"^Resolve the comment\s*: Who says so")).click()
    expect(block(page, 0).locator(".comment")).to_contain_text("Resolved by")


def fix(site, page, article):
    open_form(page, change_url(site, article))
    enter(block(page, 0))
    for _letter in "Says the navy: Thre":
        page.keyboard.press("ArrowRight")
    page.keyboard.type("e")
    page.locator(".more-acts > summary").click()
    save(page, "Save and send to the author as read whole")


def accept(site, page, article):
    page.goto(f"{site}/admin/briefings/article/{article.pk}/fix/")
    expect(page.locator(".editors-fix .passage ins")).to_contain_text("Three")
    page.get_by_role("button", name="Accept the changes").click()
    expect(page.locator(".messagelist")).to_contain_text("are accepted, and that approves it")


def schedule(site, page, article):
    page.goto(change_url(site, article))
    page.get_by_role("link", name="Publish…", exact=True).click()
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    page.get_by_label("Public from").fill(tomorrow.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messagelist .success").first).to_be_visible()


def test_from_the_first_word_to_the_reader(site, author, editor, window, console):
    writing, desk = window(author), window(editor)
    article = write(site, writing)
    comment_and_return(site, desk, article)
    mend(site, writing, article)
    fix(site, desk, article)
    accept(site, writing, article)
    schedule(site, desk, article)
    edition = Edition.objects.get()
    assert (edition.submitted_by, edition.approved_by, edition.forced_reason) == (author, editor, "")
    assert Comment.objects.open().get().text == "See the comment."
    reader = window()
    with reader.expect_console_message(lambda message: "status of 404" in message.text):
        reader.goto(f"{site}/en/briefings/{article.slug}/")
    console[:] = [line for line in console if "status of 404" not in line]
    Edition.objects.update(publish_at=edition.created_at)
    reader = window()
    reader.goto(f"{site}/en/briefings/{article.slug}/")
    expect(reader.locator("main .prose")).to_have_text("Says the navy: Three ports close.")
    assert "See the comment" not in reader.content()


def test_comment_on_a_block_with_keys_alone(site, author, editor, window):
    article = make.article(by=author, blocks=[(RichTextBlock, {"html": "<p>Three ports.</p>"})])
    submit(article, by=author)
    page = window(editor)
    page.goto(f"{site}/admin/briefings/article/{article.pk}/acts/approve/")
    page.get_by_role("link", name=re.compile(r"^Comment\s*: Three ports")).focus()
    page.keyboard.press("Enter")
    comment = page.locator(".new-comment-here textarea")
    expect(comment).to_be_focused()
    page.keyboard.type("Who says so?")
    expect(comment).to_have_value("Who says so?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".block-comments .comment")).to_contain_text("Who says so?")
    assert Comment.objects.get().block_key == article.richtextblock_set.get().key


@pytest.mark.parametrize("width", [1280, 390])
def test_alone_on_the_desk_and_looked_at_by_another_the_next_day(width, site, editor, other_editor, window):
    article = make.article("Ports close", by=editor)
    page = window(editor, viewport={"width": width, "height": 800})
    open_form(page, change_url(site, article))
    choose_act(page, "Publish without a second person…")
    page.get_by_label("Reason").fill("Urgent.")
    page.get_by_role("button", name="Publish without a second person").click()
    expect(page.locator(".errorlist")).to_contain_text("at least 20 characters")
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Publish without a second person").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    edition = Edition.objects.needing_second_look().get()

    other = window(other_editor, viewport={"width": width, "height": 800})
    other.goto(f"{site}/admin/briefings/edition/{edition.pk}/second-look/")
    expect(other.locator(".status-strip")).to_contain_text(REASON)
    assert other.evaluate("document.documentElement.scrollWidth") <= width
    other.get_by_label("What you found").fill("All right.")
    other.get_by_role("button", name="Confirm the second look").click()
    expect(other.locator(".messagelist .success").first).to_be_visible()
    assert edition.second_look.by == other_editor
