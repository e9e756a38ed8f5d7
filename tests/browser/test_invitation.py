"""From an administrator's invitation to the newcomer's desk, in a browser that obeys the policy."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from briefings.accounts.models import User
from briefings.roles import ANALYST, AUTHOR
from tests.accounts.scenes import last_link
from tests.signing_in.scenes import code_of

NEW = "seven green lamps"


@pytest.fixture(params=[False, True], ids=["own machine", "second factor demanded"])
def demanded(request, settings):
    settings.STAFF_NEED_SECOND_FACTOR = request.param
    return request.param


def invite(page, site, email="berta@example.org", name="Berta Ruiz", roles=("Author", "Analyst")):
    page.goto(f"{site}/admin/briefings/user/")
    page.get_by_role("link", name="Invite people").click()
    form = page.locator("form").filter(has_text="One person")
    form.get_by_label("E-mail address").fill(email)
    form.get_by_label("Name").fill(name)
    for role in roles:
        form.get_by_label(role).check()
    form.get_by_role("button", name="Invite").click()
    expect(page.locator(".messagelist .success")).to_contain_text(email)
    expect(page.get_by_text(re.compile("Invited until"))).to_be_visible()


def choose_password(page, address, password=NEW):
    page.goto(address)
    page.get_by_label("Password:", exact=True).fill(password)
    page.get_by_label("The same password again").fill(password)
    page.get_by_role("button", name="Set the password").click()


def sign_in(page, name):
    page.get_by_role("link", name="Sign in").click()
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(NEW)
    page.locator("#login-form [type=submit]").click()


def set_up_app(page):
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("link", name="Set up an authenticator app").click()
    page.get_by_label("Code that the app shows").fill(code_of(page.locator("#authenticator_secret").inner_text()))
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("link", name="go on").click()


def expect_desk(page):
    expect(page).to_have_url(re.compile("/admin/$"))
    expect(page.get_by_role("link", name="Begin an article")).to_be_visible()


def test_invite_then_password_then_authenticator_then_desk(site, administrator, window, demanded, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False  # the administrator is signed in already
    invite(window(administrator), site)
    settings.STAFF_NEED_SECOND_FACTOR = demanded
    newcomer = window()
    choose_password(newcomer, site + last_link())
    expect(newcomer.get_by_role("heading", name="Your password is set")).to_be_visible()
    sign_in(newcomer, "berta@example.org")
    if demanded:
        set_up_app(newcomer)
    expect_desk(newcomer)
    assert User.objects.get(username="berta").roles == {AUTHOR, ANALYST}
    newcomer.goto(f"{site}/admin/roles/")
    newcomer.get_by_role("link", name="What may I do?").click()
    expect(newcomer.get_by_role("row", name="Write articles Author, Analyst")).to_be_visible()


def test_weak_password_is_refused_and_the_link_stays_valid(site, administrator, window):
    invite(window(administrator), site)
    newcomer = window()
    choose_password(newcomer, site + last_link(), "short")
    expect(newcomer.locator(".errorlist")).to_contain_text("too short")
    choose_password(newcomer, site + last_link())
    expect(newcomer.get_by_role("heading", name="Your password is set")).to_be_visible()


def test_replaced_link_shows_the_reason(site, administrator, window, console):
    desk = window(administrator)
    invite(desk, site)
    older = last_link()
    desk.get_by_role("link", name="Send the invitation again").click()
    desk.get_by_role("button", name="Send the invitation again").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    last_link()
    assert len(mail.outbox) == 2
    newcomer = window()
    newcomer.goto(site + older)
    expect(newcomer.get_by_role("heading", name="This link does not work")).to_be_visible()
    assert any("410" in complaint for complaint in console)
    console.clear()


def test_several_are_invited_by_pasted_lines(site, administrator, window):
    desk = window(administrator)
    desk.goto(f"{site}/admin/briefings/user/invite/")
    lines = desk.get_by_label("People, one a line")
    lines.fill("ana@example.org, Ana, Author\nbea@example.org, Bea, King")
    desk.get_by_role("button", name="Look at the lines").click()
    expect(desk.get_by_text("Line 2: There is no role “King”")).to_be_visible()
    lines.fill("ana@example.org, Ana, Author\nbea@example.org, Bea, Editor")
    desk.get_by_role("button", name="Look at the lines").click()
    expect(desk.get_by_role("table", name="To be invited")).to_contain_text("bea@example.org")
    assert mail.outbox == []
    desk.get_by_role("button", name="Invite these 2 people").click()
    expect(desk.locator(".messagelist .success")).to_contain_text("2 people are invited")
    last_link()
    assert len(mail.outbox) == 2


def test_refusal_names_roles_and_links_to_own_permissions(site, administrator, author, window, console):
    page = window(author)
    page.goto(f"{site}/admin/briefings/topic/add/")
    expect(page.get_by_role("heading", name="Why can’t I?")).to_be_visible()
    expect(page.get_by_text("ask an administrator: Irene")).to_be_visible()
    page.get_by_role("link", name="What may I do?").click()
    expect(page.get_by_role("table", name="You may")).to_be_visible()
    assert any("403" in complaint for complaint in console)
    console.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_a_phone(scheme, site, administrator, author, window):
    page = window(administrator, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    for path in (
        "/admin/briefings/user/", f"/admin/briefings/user/{author.pk}/change/", "/admin/briefings/user/invite/",
        "/admin/roles/", f"/admin/roles/{author.pk}/", f"/admin/briefings/user/{author.pk}/acts/change_roles/",
    ):  # fmt: skip
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
