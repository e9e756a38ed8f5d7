"""Signing in with a second factor, in a browser that obeys the policy: app, recovery code, passkey."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests.signing_in.scenes import code_of, with_app, with_codes

from .conftest import fill_login


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.fixture
def site(site):
    """By name: passkeys belong to a name, not to an address of numbers."""
    return site.replace("127.0.0.1", "localhost")


def give_finger(page):
    """The browser gets a built-in authenticator whose owner puts a finger on it until told otherwise."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return lambda verified: devtools.send(
        "WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": verified}
    )


@pytest.fixture
def with_finger(page):
    return give_finger(page)


def begin(page, site, user, wanted="/admin/"):
    page.goto(site + wanted)
    fill_login(page, user)


def add_passkey(page, name):
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name:").fill(name)
    page.get_by_role("button", name="Add").click()


def expect_desk(page):
    expect(page.locator("#user-tools")).to_be_visible()
    expect(page).to_have_url(re.compile("/admin/$"))


def sign_out(page):
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_app_is_set_up_codes_are_shown_and_the_desk_opens(site, page, editor):
    begin(page, site, editor)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("link", name="Set up an authenticator app").click()
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_label("Code that the app shows").fill(code_of(page.locator("#authenticator_secret").inner_text()))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="go on").click()
    expect_desk(page)


def test_password_and_code_of_the_app_open_the_page_that_was_wanted(site, page, editor):
    secret = with_app(editor)
    begin(page, site, editor, "/admin/briefings/topic/")
    page.get_by_label("Code:").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{site}/admin/briefings/topic/")


def test_recovery_code_replaces_the_app(site, page, editor):
    with_app(editor)
    code = with_codes(editor)[3]
    begin(page, site, editor)
    page.get_by_label("Code:").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect_desk(page)
    page.get_by_role("link", name="Your account").click()
    expect(page.get_by_text("9 codes are left")).to_be_visible()


def test_passkey_is_added_and_opens_the_desk_without_a_password(site, page, editor, with_finger):
    begin(page, site, editor)
    add_passkey(page, "My laptop")
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="go on").click()
    expect_desk(page)
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect_desk(page)
    page.get_by_role("link", name="Your account").click()
    expect(page.get_by_text("My laptop").first).to_be_visible()


def test_passkey_is_the_second_step_after_the_password(site, page, editor, with_finger):
    begin(page, site, editor)
    add_passkey(page, "My laptop")
    page.get_by_role("link", name="go on").click()
    sign_out(page)
    fill_login(page, editor)
    page.get_by_role("button", name="Use a passkey").click()
    expect_desk(page)


def test_passkey_without_user_verification_is_refused(site, page, editor, with_finger):
    begin(page, site, editor)
    add_passkey(page, "My laptop")
    page.get_by_role("link", name="go on").click()
    sign_out(page)
    with_finger(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")


def test_passkey_is_renamed_and_removed(site, page, editor, with_finger):
    begin(page, site, editor)
    add_passkey(page, "My laptop")
    page.get_by_role("link", name="go on").click()
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="Rename My laptop").click()
    page.get_by_label("Name:").fill("Old laptop")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old laptop").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_forgotten_password_is_replaced_by_the_link_in_the_mail(site, page, editor, settings, sent_mails):
    settings.SITE_URL = site
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name="Forgot the password?").click()
    page.get_by_label("E-mail address").fill(editor.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(re.search(r"http\S+", sent_mails()[0].body)[0])
    page.get_by_label("New password:").fill("seven green lamps")
    page.get_by_label("New password once more:").fill("seven green lamps")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="The password is changed")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "es"])
def test_sign_in_pages_fit_a_phone_in_the_dark(site, new_context, language):
    context = new_context(viewport={"width": 390, "height": 844}, color_scheme="dark", locale=language)
    page = context.new_page()
    for path in ("login/", "password/forgotten/", "password/forgotten/sent/", "inactive/"):
        page.goto(f"{site}/admin/account/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator("html").get_attribute("lang") == language
