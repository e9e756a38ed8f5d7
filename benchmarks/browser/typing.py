"""How long the browser is busy at a stretch while a letter is typed into the form of an article with many blocks."""

import json
import shutil
from urllib.parse import urljoin

from playwright.sync_api import sync_playwright

EDITOR = ".order-machine > .inline-related:not(.empty-form) .tiptap"
SETTLED = 5_000  # milliseconds until a form that has opened is quiet
WATCHED = 3_000  # milliseconds after the letter: the form looks for unsaved changes every two seconds
LETTERS = 5
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium():
    """The path of the browser, None where there is none."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def longest_task(address, cookies, headers=None, *, letters=LETTERS):
    """Milliseconds of the longest task of the page's main thread while some letters are typed one by one.

    `cookies` are (name, value) of a signed-in person; `headers` go with every request, as those of a proxy.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            context = browser.new_context(extra_http_headers=headers or {}, viewport={"width": 1280, "height": 900})
            site = urljoin(address, "/")
            context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies])
            page = context.new_page()
            page.goto(address)
            editor = page.locator(EDITOR).first
            editor.click()
            page.wait_for_timeout(SETTLED)
            return max(_typed(browser, page, editor) for _letter in range(letters))
        finally:
            browser.close()


def _typed(browser, page, editor):
    browser.start_tracing(page=page, categories=["toplevel", "disabled-by-default-devtools.timeline"])
    editor.press("x")
    page.wait_for_timeout(WATCHED)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        event["dur"]
        for event in events
        if event["name"] == "RunTask" and "dur" in event and (event["pid"], event["tid"]) in mains
    ]
    return max(tasks) / 1000
