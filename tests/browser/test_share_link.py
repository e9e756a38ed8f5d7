"""Somebody without an account reads a draft by its link, says what they think of it, and is locked out."""

import re

import pytest
from playwright.sync_api import expect

from briefings.articles.models import Comment
from briefings.sharing.actions import share, token_of
from briefings.sharing.models import ShareLink
from tests import make
from tests.kinds import PictureBlock, RichTextBlock
from tests.world import picture


@pytest.fixture
def draft(site, author):
    image = picture("teal", by=author, alt="A pier")
    blocks = [(RichTextBlock, {"html": "<h2>Ports</h2><p>Three ports.</p>"}), (PictureBlock, {"image": image})]
    return make.article("Ports under pressure", by=author, blocks=blocks)


def make_link(page, site, article, for_whom):
    """The address of a new link, as its field shows it."""
    page.goto(f"{site}/admin/briefings/article/{article.pk}/share/")
    page.get_by_label("For whom").fill(for_whom)
    page.get_by_label("Valid for").select_option("7")
    page.get_by_role("button", name="Share by a link").click()
    address = page.get_by_label(f"Address for {for_whom}").input_value()
    return re.sub(r"^https?://[^/]+", site, address)


def test_draft_is_shared_read_commented_on_and_revoked(site, window, draft, author, console):
    desk, visitor = window(author), window()
    address = make_link(desk, site, draft, "Dr Rojas")

    answer = visitor.goto(address)
    assert answer.status == 200 and answer.headers["cache-control"] == "private, no-store"
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Ports under pressure")
    expect(visitor.get_by_text("For Dr Rojas until")).to_be_visible()
    shown = visitor.locator("main img")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("image => image.naturalWidth") == 40

    visitor.get_by_label("Your name").fill("<b>María</b> Rojas")
    visitor.get_by_role("button", name="Send to the editors").click()
    expect(visitor.get_by_role("alert")).to_contain_text("Write a comment, or give a verdict.")
    console[:] = [line for line in console if "422" not in line]
    visitor.get_by_label("Your comment").fill("Two ports,\nnot <i>three</i>.")
    visitor.get_by_label("The text needs changes.").check()
    visitor.get_by_role("button", name="Send to the editors").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Thank you")
    visitor.reload()
    assert visitor.context.cookies() == []
    said = Comment.objects.get()
    assert (said.visitor_name, said.text) == ("<b>María</b> Rojas", "Two ports,\nnot <i>three</i>.")
    assert (said.verdict, said.article) == ("needs_changes", draft)

    desk.reload()
    expect(desk.locator(".share-links")).to_contain_text("Opened once")
    expect(desk.locator(".share-links")).to_contain_text("1 comment.")
    desk.get_by_role("button", name="Take back: Dr Rojas").click()
    expect(desk.locator(".messagelist")).to_contain_text("The link for Dr Rojas is taken back")
    assert visitor.goto(address).status == 410
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("does not open anything any more")
    assert "Ports under pressure" not in visitor.content()
    console[:] = [line for line in console if "410" not in line]


def test_form_that_another_site_sends_is_refused(site, window, draft, author, console):
    """The browser says so itself: a page of another origin posts the form with everything right in it."""
    token = token_of(share(draft, by=author, for_whom="Dr Rojas"))
    visitor = window()
    visitor.goto(f"{site}/en/shared/{token}/")
    signed = visitor.locator("input[name=token]").input_value()
    elsewhere = (
        site.replace("localhost", "127.0.0.1") if "localhost" in site else site.replace("127.0.0.1", "localhost")
    )
    form = (
        f'<form method="post" action="{site}/en/shared/{token}/"><input name="visitor_name" value="Eve">'
        f'<input name="text" value="Forged."><input name="token" value="{signed}"><button>Go</button></form>'
    )
    visitor.route(f"{elsewhere}/trap", lambda route: route.fulfill(body=form, content_type="text/html"))
    visitor.goto(f"{elsewhere}/trap")
    visitor.get_by_role("button", name="Go").click()
    expect(visitor.get_by_text("This form was sent from another site.")).to_be_visible()
    assert not Comment.objects.exists()
    console.clear()


def test_readable_on_a_phone_in_the_dark_with_keys_alone(site, window, draft, author):
    token = token_of(share(draft, by=author, for_whom="Dr Rojas"))
    visitor = window(viewport={"width": 390, "height": 800}, color_scheme="dark")
    visitor.goto(f"{site}/en/shared/{token}/")
    assert visitor.evaluate("document.documentElement.scrollWidth") == 390
    name = visitor.get_by_label("Your name")
    name.focus()
    visitor.keyboard.type("María")
    visitor.keyboard.press("Tab")
    visitor.keyboard.type("Fine.")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("ArrowDown")
    expect(visitor.get_by_label("The text is correct.")).to_be_checked()
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("button", name="Send to the editors")).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Thank you")
    assert Comment.objects.get().verdict == "correct"


def test_link_is_made_and_revoked_on_a_phone_with_keys_alone(site, window, draft, editor):
    desk = window(editor, viewport={"width": 390, "height": 800}, color_scheme="dark")
    desk.goto(f"{site}/admin/briefings/article/{draft.pk}/share/")
    desk.get_by_label("For whom").focus()
    desk.keyboard.type("Dr Rojas")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("Address for Dr Rojas")).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth") == 390
    desk.get_by_role("button", name="Take back: Dr Rojas").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("is taken back")
    assert ShareLink.objects.get().revoked_at
