"""Shared drafts, the page of share links and the checklist, in both languages, light and dark: axe finds nothing."""

import pytest

from briefings.sharing.actions import revoke_share, share, token_of
from tests import make
from tests.kinds import RichTextBlock

from .axe import offences

pytestmark = pytest.mark.once

WORDS = {"en": "shared", "es": "compartido"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_shared_draft_and_its_pages(site, window, console, author, language, scheme):
    author.language = language
    author.save()
    blocks = [(RichTextBlock, {"html": '<h2>Ports</h2><p>480 ports, <a href="/admin/">one</a> here.</p>'})]
    draft = make.article("Ports", by=author, language=language, blocks=blocks)
    link, over = (share(draft, by=author, for_whom=whom) for whom in ("Dr Rojas", "Somebody"))
    revoke_share(over, by=author)
    shared, closed = (f"/{language}/{WORDS[language]}/{token_of(one)}/" for one in (link, over))
    page = window(author, color_scheme=scheme)
    for path in (shared, f"{shared}?thanks", closed, page_of(draft, "share"), page_of(draft, "checklist")):
        page.goto(site + path)
        assert all("410" in line for line in console), console
        assert offences(page) == [], path
        console.clear()
    page.goto(site + shared)
    page.locator("form button.button").click()
    page.locator("[role=alert]").wait_for()
    assert offences(page) == []
    console.clear()


def page_of(article, name):
    return f"/admin/briefings/article/{article.pk}/{name}/"
