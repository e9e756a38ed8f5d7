"""The article form with every kind of block has nothing for axe to find, and no faults of ours in the console."""

import pytest
from playwright.sync_api import expect

from briefings.accounts.models import User

from .. import make
from ..articles.scenes import every_block
from .axe import offences
from .desk import change_url

pytestmark = pytest.mark.once


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("en", "dark"), ("es", "light"), ("es", "dark")])
def test_article_form_with_every_kind_of_block(site, window, console, author, language, scheme):
    User.objects.filter(pk=author.pk).update(language=language)
    article = make.article("Ports under pressure", by=author, blocks=every_block(author))
    page = window(author, color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page.goto(change_url(site, article))
    expect(page.locator(".prose-menubar").first).to_be_visible()
    expect(page.locator(".checking-list .checklist")).to_be_attached()
    assert console == []
    assert offences(page) == []
    console.clear()  # axe sets styles of its own, and the policy refuses them
