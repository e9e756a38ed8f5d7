"""A served site and Chromium. Everything in this folder is marked `browser` and is left out where there is none."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client, override_settings

from ..people import PASSWORD

# Playwright's synchronous interface keeps an event loop running in this thread; Django would refuse its queries there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
IS_CI = os.environ.get("CI", "") not in ("", "false")
WITHOUT_CHROMIUM = "Chromium is missing (Debian: apt-get install chromium), so nothing was tried in a browser."


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if CHROMIUM is None:
        (pytest.fail if IS_CI else pytest.skip)(WITHOUT_CHROMIUM)
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def server(request):
    """Django's test server would hand out MEDIA_ROOT by itself, whoever asks; here only the site answers.

    It looks for collected static files, which tests do not have: WhiteNoise finds the others.
    """
    with override_settings(MEDIA_URL="/nothing-is-here/", WHITENOISE_USE_FINDERS=True):
        return request.getfixturevalue("live_server")


@pytest.fixture
def site(real_commits, server, live_server):
    """The address of the served site; what a test writes is committed, so that the server sees it."""
    return live_server.url


@pytest.fixture
def console():
    """What the browser complained about, in every window of the test: errors, warnings of the policy, failed requests.

    A test that expects an answer such as 403 takes its line out; whatever is left at the end fails the test.
    """
    complaints = []
    yield complaints
    assert complaints == []


def _watch(page, complaints):
    def note(kind, words):
        if kind == "error" or "Content Security Policy" in words:
            complaints.append(words)

    def failed(request):
        if request.failure != "net::ERR_ABORTED":  # a page that was left while it was still loading
            complaints.append(f"{request.failure}: {request.url}")

    page.on("console", lambda message: note(message.type, f"{message.text} ({page.url})"))
    page.on("pageerror", lambda error: note("error", f"{error} ({page.url})"))
    page.on("requestfailed", failed)


@pytest.fixture
def new_context(console, new_context):
    """Another browser, with cookies and storage of its own; every page in one is watched for complaints."""

    def watched(**options):
        context = new_context(**options)
        context.on("page", lambda page: _watch(page, console))
        return context

    return watched


@pytest.fixture
def sign_in(site, page):
    """A function that signs the person in, in the test's page or in another one, and waits for the desk."""

    def as_person(user, page=page):
        page.goto(f"{site}/admin/login/")
        fill_login(page, user)
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    return as_person


def fill_login(page, user):
    page.locator("#id_login").fill(user.username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#login-form [type=submit]").click()


@pytest.fixture
def window(site, new_context):
    """A function that opens a browser of somebody's own: a person who is signed in already, or a reader."""

    def opened(user=None, **options):
        context = new_context(**options)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            place = {"domain": urlsplit(site).hostname, "path": settings.SESSION_COOKIE_PATH}
            context.add_cookies([{"name": cookie.key, "value": cookie.value, **place}])
        return context.new_page()

    return opened
