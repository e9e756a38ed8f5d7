"""What was typed and not saved is offered again: after the window was closed, and after the login ran out."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article, TypedCopy
from tests import make
from tests.kinds import TextTableBlock
from tests.serving import until

from .conftest import fill_login
from .desk import add, block, change_url, editor_of, open_form, save, wait_until_kept, write

LOST = "Posts are unmanned at night."
CELLS = "Port\tSaid “by” whom?\nManta\t<b>3</b> & more"


def type_a_lot(page):
    """Into a field, an old block and two new ones."""
    page.get_by_label("Title:").first.fill("Ports at night")
    write(block(page, 0), LOST)
    table = add(page, "Text table")
    table.get_by_label("Caption:").fill("Who guards")
    table.get_by_label("Cells:").fill(CELLS)
    write(add(page, "Callout"), "Not counted: cafés.")


def assert_the_form_holds_what_was_typed(page):
    expect(page.get_by_label("Title:").first).to_have_value("Ports at night")
    expect(editor_of(block(page, 0))).to_have_text(f"{LOST}Three ports.")
    expect(block(page, 1).get_by_label("Caption:")).to_have_value("Who guards")
    expect(block(page, 1).get_by_label("Cells:")).to_have_value(CELLS)
    expect(editor_of(block(page, 2))).to_have_text("Not counted: cafés.")


def assert_saved_is_what_was_typed():
    article = Article.objects.get()
    assert article.title == "Ports at night"
    text, _table, callout = blocks_of(article)
    assert text.html == f"<p>{LOST}Three ports.</p>"
    assert callout.html == "<p>Not counted: cafés.</p>"
    assert TextTableBlock.objects.get().cells.replace("\r\n", "\n") == CELLS


def restore_and_save(page, address):
    page.get_by_role("button", name="Restore it").click()
    assert_the_form_holds_what_was_typed(page)
    save(page)
    assert_saved_is_what_was_typed()
    open_form(page, address)
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)


@pytest.fixture
def address(site, author):
    return change_url(site, make.article("Ports under pressure", by=author))


def test_text_of_a_closed_window_is_offered_restored_and_saved(address, author, window):
    page = window(author)
    open_form(page, address)
    type_a_lot(page)
    wait_until_kept(page, "cafés")
    page.close()
    assert Article.objects.get().title == "Ports under pressure"
    again = page.context.new_page()
    open_form(again, address)
    restore_and_save(again, address)


def test_text_is_offered_on_another_device_restored_and_saved(address, author, window):
    page = window(author)
    open_form(page, address)
    type_a_lot(page)
    wait_until_kept(page, "cafés")
    page.goto("about:blank")  # leaving the page sends the copy, as half a minute of waiting would
    until(TypedCopy.objects.filter(user=author).exists)
    other_device = window(author)
    open_form(other_device, address)
    restore_and_save(other_device, address)
    assert not TypedCopy.objects.exists()


def leave(page, author):
    """Leave the page, until the server has the copy and the browser knows that."""
    page.goto("about:blank")
    until(lambda: any(cookie["name"] == "kept_typing" for cookie in page.context.cookies()))
    assert TypedCopy.objects.filter(user=author).exists()


def save_on_another_device(window, author, address):
    page = window(author)
    open_form(page, address)
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Title:").first).to_have_value("Ports at night")
    save(page)
    assert not TypedCopy.objects.exists()


def test_text_saved_on_another_device_is_not_offered_again(address, author, window):
    page = window(author)
    open_form(page, address)
    page.get_by_label("Title:").first.fill("Ports at night")
    wait_until_kept(page, "Ports at night")
    leave(page, author)
    save_on_another_device(window, author, address)
    open_form(page, address)
    expect(page.get_by_label("Title:").first).to_have_value("Ports at night")
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('typing:'))") == []


def test_text_typed_offline_after_the_servers_copy_is_offered(address, author, window):
    page = window(author)
    open_form(page, address)
    page.get_by_label("Title:").first.fill("Ports at night")
    wait_until_kept(page, "Ports at night")
    leave(page, author)
    open_form(page, address)
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Title:").first).to_have_value("Ports at night")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()) }")
    page.get_by_label("Title:").first.fill("Ports at dawn")
    wait_until_kept(page, "Ports at dawn")
    page.goto("about:blank")
    save_on_another_device(window, author, address)
    open_form(page, address)
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Title:").first).to_have_value("Ports at dawn")


def test_text_saved_after_the_login_ran_out_is_offered_restored_and_saved(address, author, window):
    page = window(author)
    open_form(page, address)
    type_a_lot(page)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    fill_login(page, author)
    page.wait_for_url(f"{address}**")
    assert Article.objects.get().title == "Ports under pressure"
    restore_and_save(page, address)


def test_offered_text_can_be_declined(address, author, window):
    page = window(author)
    open_form(page, address)
    page.get_by_label("Title:").first.fill("Not meant")
    wait_until_kept(page, "Not meant")
    open_form(page, f"{address}?again")
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)
    open_form(page, address)
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)
    expect(page.get_by_label("Title:").first).to_have_value("Ports under pressure")
