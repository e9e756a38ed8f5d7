"""The pages of signing in and of one's account, in both languages, light and dark: axe finds nothing."""

import pytest
from allauth.usersessions.models import UserSession

from tests.signing_in.scenes import with_app, with_codes

from .axe import offences

pytestmark = pytest.mark.once

ENTRANCE = ["login/", "login/?next=/admin/briefings/article/add/", "password/forgotten/", "password/forgotten/sent/"]
OWN = ["", "password/", "second-factor/app/remove/", "recovery-codes/", "recovery-codes/new/", "passkeys/add/"]


def look(page, site, paths):
    found = {path: offences(page) for path in paths if page.goto(f"{site}/admin/account/{path}")}
    assert {path: broken for path, broken in found.items() if broken} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_before_signing_in(site, new_context, language, scheme):
    context = new_context(locale=language, color_scheme=scheme, viewport={"width": 390, "height": 844})
    look(context.new_page(), site, [*ENTRANCE, "inactive/", "password/new/1/none/"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_ones_account(site, window, editor, language, scheme):
    editor.language = language
    editor.save()
    page = window(editor, color_scheme=scheme)
    look(page, site, ["second-factor/app/", "passkeys/add/"])
    with_app(editor)
    with_codes(editor)
    for number in (1, 2):
        UserSession.objects.create(user=editor, session_key=f"k{number}", ip="192.0.2.1", user_agent="Firefox/1 Linux")
    look(page, site, OWN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_that_demands_a_second_factor(site, page, sign_in, editor, settings, scheme):
    settings.STAFF_NEED_SECOND_FACTOR = True
    page.emulate_media(color_scheme=scheme)
    sign_in(editor)
    assert offences(page) == []
