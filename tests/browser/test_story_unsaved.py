"""What was typed into any form of the desk is offered again after the session ended or the page was left."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from briefings.articles.models import Comment
from briefings.impacts.models import Impact
from briefings.initiatives.models import Initiative
from tests import make
from tests.articles.scenes import submitted

from .conftest import fill_login
from .desk import block, change_url, open_form

IMPACT = "/admin/briefings/impact/add/"
RESTORE = "Restore it"
KEPT = """words => Object.entries(localStorage).some(
    ([key, value]) => key.startsWith("typing:") && value.includes(words))"""
LEFT = """() => Object.keys(localStorage).filter(key => key.startsWith("typing:")).length"""


def save(page, name="Save"):
    page.get_by_role("button", name=name, exact=True).first.click()


def type_an_impact(page, site):
    page.goto(f"{site}{IMPACT}")
    page.locator("#id_name_en").fill("Ports stand still")
    page.locator("#id_level").select_option("economic")
    page.locator("#id_severity").select_option("4")
    page.locator("#id_description_en").fill("Nobody unloads: cafés <b>close</b>.\nSo do banks.")


def assert_the_impact_is_there(page):
    expect(page.locator("#id_name_en")).to_have_value("Ports stand still")
    expect(page.locator("#id_level")).to_have_value("economic")
    expect(page.locator("#id_severity")).to_have_value("4")
    expect(page.locator("#id_description_en")).to_have_value("Nobody unloads: cafés <b>close</b>.\nSo do banks.")


def test_session_ends_while_an_impact_is_typed(site, analyst, window):
    page = window(analyst)
    type_an_impact(page, site)
    Session.objects.all().delete()
    save(page)
    fill_login(page, analyst)
    page.wait_for_url(f"**{IMPACT}")
    day = page.locator(".typing-offer time").text_content()
    assert re.search(r"[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4}", day), day  # the month is a word
    assert not Impact.objects.exists()
    page.get_by_role("button", name=RESTORE).click()
    assert_the_impact_is_there(page)
    page.locator("#id_slug").fill("ports")
    save(page)
    page.wait_for_url("**/admin/briefings/impact/")
    assert Impact.objects.get().description_en.replace("\r\n", "\n").endswith("So do banks.")
    page.wait_for_function(f"() => ({LEFT})() === 0")
    page.goto(f"{site}{IMPACT}")
    expect(page.get_by_role("button", name=RESTORE)).to_have_count(0)


def test_form_that_comes_back_with_errors_is_not_offered_beside_itself(site, analyst, window):
    page = window(analyst)
    type_an_impact(page, site)
    page.locator("#id_slug").fill("")
    save(page)
    expect(page.locator(".errornote").first).to_be_visible()
    assert_the_impact_is_there(page)
    expect(page.get_by_role("button", name=RESTORE)).to_have_count(0)
    page.goto(f"{site}{IMPACT}")
    page.get_by_role("button", name="Discard it").click()
    expect(page.get_by_role("button", name=RESTORE)).to_have_count(0)
    assert page.evaluate(LEFT) == 0


def test_new_rows_and_chosen_things_come_back(site, analyst, window):
    topic_of = make.area("EC-G", name_en="Guayas")
    page = window(analyst)
    address = f"{site}/admin/briefings/initiative/{make.initiative('Plan').pk}/change/"
    page.goto(address)
    for row in (0, 1):
        if row:
            page.locator(".add-row a").click()
        page.locator(f"#id_milestones-{row}-title_en").fill(f"Step {row}")
    page.get_by_label("Areas").locator("xpath=ancestor::div[contains(@class,'form-row')]").get_by_role(
        "searchbox"
    ).first.press_sequentially("Guay")
    page.get_by_role("option", name="Guayas").click()
    page.wait_for_function(KEPT, arg="Step 1")
    page.close()
    again = page.context.new_page()
    again.goto(address)
    again.get_by_role("button", name=RESTORE).click()
    expect(again.locator("#id_milestones-1-title_en")).to_have_value("Step 1")
    save(again)
    again.wait_for_url("**/admin/briefings/initiative/")
    initiative = Initiative.objects.get()
    assert [step.title_en for step in initiative.milestones.all()] == ["Step 0", "Step 1"]
    assert list(initiative.areas.all()) == [topic_of]


def test_comment_and_reason_of_a_return_come_back(site, author, editor, window):
    article = submitted(make.article("Ports", by=author), by=author)
    page = window(editor)
    pages = {"comments/": ("text", "Who counted the ports?"), "acts/return_to_author/": ("comment", "Name the source.")}
    for path, (field, words) in pages.items():
        address = f"{site}/admin/briefings/article/{article.pk}/{path}"
        page.goto(address)
        page.locator(f"#content [name={field}]").fill(words)
        page.wait_for_function(KEPT, arg=words)
        page.goto(f"{site}/admin/")
        page.goto(address)
        page.get_by_role("button", name=RESTORE).click()
        expect(page.locator(f"#content [name={field}]")).to_have_value(words)
        page.locator(f"form:has([name={field}]) input[type=submit]").click()
        page.wait_for_function(f"() => ({LEFT})() === 0")
    assert {comment.text for comment in Comment.objects.all()} == {"Who counted the ports?", "Name the source."}


def test_passwords_codes_and_files_are_never_kept(site, editor, administrator, window):
    page = window(editor)
    page.goto(f"{site}/admin/account/password/")
    for field in page.locator("input[type=password]").all():
        field.fill("a-secret-of-hers")
    page.goto(f"{site}/admin/briefings/image/add/")
    page.locator("#content input[type=text], #content textarea").first.fill("A harbour")
    page.locator("#content input[type=file]").set_input_files(
        {"name": "secret-name.png", "mimeType": "image/png", "buffer": b"secret-bytes"}
    )
    page.wait_for_function(KEPT, arg="A harbour")
    everything = page.evaluate("() => JSON.stringify(localStorage)")
    assert "secret" not in everything and "csrf" not in everything


def test_copies_of_one_person_are_not_offered_to_another_at_the_same_browser(site, analyst, editor, window):
    page = window(analyst)
    type_an_impact(page, site)
    page.wait_for_function(KEPT, arg="Ports stand still")
    page.context.clear_cookies()
    page.goto(f"{site}{IMPACT}")
    fill_login(page, editor)
    page.wait_for_url(f"**{IMPACT}")
    expect(page.get_by_role("button", name=RESTORE)).to_have_count(0)


@pytest.fixture
def address(site, author):
    return change_url(site, make.article("Ports under pressure", by=author))


def test_article_that_was_saved_is_not_offered(address, author, window):
    page = window(author)
    open_form(page, address)
    page.get_by_label("Title:").first.fill("Ports at night")
    page.wait_for_function(KEPT, arg="Ports at night")
    save(page)
    page.wait_for_url("**/admin/briefings/article/**")
    open_form(page, address)
    expect(block(page, 0)).to_be_visible()
    expect(page.get_by_role("button", name=RESTORE)).to_have_count(0)
