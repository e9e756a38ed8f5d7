"""Every kind of public page: axe finds nothing, target sizes and order of headings included, and a phone scrolls down
only."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from briefings.pages.static_files import STYLESHEET, compact
from tests import make
from tests.public_walk import SAMPLES, base_name, public_patterns
from tests.world import index_everything, published_things

from .axe import offences

pytestmark = pytest.mark.once

SMALL_PHONE, DESK = 320, 1280
QUERIES = {"search": "?q=port", "briefings": "?topic=ports", "indicator": "?area=all&as_of=2025-01-31"}
SAMPLED = 25  # at least so many pages of a language; the test would pass if it found none


@pytest.fixture
def world(real_commits, author, editor):
    """One of everything, a value that was revised, and provinces for a map."""
    world = published_things(SimpleNamespace(author=author, editor=editor))
    make.revised(world.series, {"2022": "4900"})
    for code in ("EC-G", "EC-M", "EC-R"):
        province = make.series(of=world.indicator, by=world.source, where=make.area(code, code, "province"))
        make.recorded(province, {"2022": "700"})
    index_everything()
    return world


def page_addresses(world, language):
    """The first page of each kind in this language, without and with a query."""
    for name in public_patterns():
        kind = base_name(name)
        if name != f"{kind}-{language}":
            continue
        for arguments in SAMPLES[kind](world, language)["there"][:1]:
            address = reverse(name, args=arguments)
            if Client().get(address)["Content-Type"].startswith("text/html"):
                yield address
                if kind in QUERIES:
                    yield address + QUERIES[kind]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [SMALL_PHONE, DESK])
def test_every_kind_of_page_is_accessible_and_fits(site, world, window, console, language, width):
    """Light and dark take turns, so that each is tried at each width and in each language."""
    addresses = list(page_addresses(world, language))
    assert len(addresses) >= SAMPLED
    page, wrong = window(viewport={"width": width, "height": 800}), []
    for address in addresses:
        page.goto(site + address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong += [(address, scheme, fault) for fault in offences(page)]
            console.clear()  # styles that axe itself sets are refused
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((address, "is wider than the window"))
    assert wrong == []


def test_the_stylesheet_means_the_same_without_comments_and_indentation(window):
    written = Path(finders.find(STYLESHEET)).read_text()
    page = window()
    read = """css => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        // Values of and with variables are kept as they are written.
        return [...sheet.cssRules].map(rule => rule.cssText.replaceAll(/,\\s+/g, ","));
    }"""
    rules, served = page.evaluate(read, written), page.evaluate(read, compact(written))
    assert len(rules) > 5 and served == rules
