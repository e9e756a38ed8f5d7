"""The pages of people, invitations, roles and refusals, in both languages, light and dark: axe finds nothing."""

import pytest

from briefings.accounts.actions.deactivation import deactivate
from briefings.accounts.password_links import token_of
from tests import make
from tests.accounts.scenes import invited

from .axe import offences

pytestmark = pytest.mark.once


@pytest.fixture
def look(site, console):
    """A function that opens pages and asserts that axe finds nothing; styles that axe itself sets are refused."""

    def at(page, paths):
        found = {}
        for path in paths:
            answer = page.goto(site + path)
            assert len(console) == (answer.status >= 400), console
            found[path] = offences(page)
            console.clear()
        assert {path: broken for path, broken in found.items() if broken} == {}

    return at


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_people(look, window, administrator, author, editor, other_author, language, scheme):
    administrator.language = language
    administrator.save()
    newcomer = invited(administrator).user
    make.article("Ports", by=other_author)
    deactivate(other_author, by=administrator, reason="Left.")
    people = "/admin/briefings/user/"
    page = window(administrator, color_scheme=scheme)
    acts = [(author, "change_roles"), (author, "deactivate"), (author, "send_password_link")]
    acts += [(newcomer, "resend_invitation"), (newcomer, "revoke_invitation"), (other_author, "reactivate")]
    look(page, [
        people, f"{people}?state=invited", f"{people}invite/", "/admin/roles/", f"/admin/roles/{author.pk}/",
        *(f"{people}{person.pk}/change/" for person in (author, newcomer, administrator, other_author)),
        *(f"{people}{person.pk}/acts/{act}/" for person, act in acts), f"{people}{other_author.pk}/articles/",
    ])  # fmt: skip


def test_preview_of_pasted_lines(site, window, console, administrator):
    page = window(administrator)
    for lines in ("ana@example.org, Ana, Author", "ana@example.org, Ana, King"):
        page.goto(f"{site}/admin/briefings/user/invite/")
        page.locator("#id_lines").fill(lines)
        page.locator("[name=_look]").click()
        page.wait_for_load_state()
        assert console == [] and offences(page) == []
        console.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_an_invitation_and_a_refusal(look, window, administrator, author, language, scheme):
    invitation = invited(administrator, language=language)
    look(window(color_scheme=scheme), [f"/admin/invitation/{token_of(invitation)}/", "/admin/invitation/x/"])
    author.language = language
    author.save()
    look(window(author, color_scheme=scheme), ["/admin/briefings/topic/add/"])
