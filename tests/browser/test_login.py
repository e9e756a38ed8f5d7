"""The way in to the administration, in a browser that obeys the policy."""

import pytest


def test_login_page_opens_without_console_errors(site, page):
    answer = page.goto(f"{site}/admin/login/")
    assert answer.status == 200
    assert page.locator("#id_login").is_visible()


def test_staff_reach_the_desk(sign_in, page, editor):
    sign_in(editor)
    assert page.url.endswith("/admin/")
    assert page.locator("#user-tools").is_visible()


@pytest.fixture
def page_with_inline_script(page, site):
    page.goto(f"{site}/admin/login/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.broken = 1'}))")
    return page


def test_violation_of_the_csp_is_detected(page_with_inline_script, console):
    assert page_with_inline_script.evaluate("window.broken") is None
    assert any("Content Security Policy" in complaint for complaint in console)
    console.clear()
