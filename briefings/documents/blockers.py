"""Problems that keep a document from being published: gaps in it, skipped headings, links that lead nowhere."""

import re
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from ..lib.html import headings_of
from .document import Document
from .kinds import kind_of
from .links import Link
from .reading import block_words
from .rendering import render_document

BLOCKER, ADVICE = "blocker", "advice"
ON_EVERY_PAGE = {"content", "cite", "history"}  # anchors that a briefing's page has around its text


@dataclass(frozen=True)
class Item:
    """`block_key` or `field` says where on the form it is put right; both are empty where that is elsewhere."""

    level: str
    words: str
    block_key: str = ""
    field: str = ""
    numbers: tuple = ()  # of number_check.Loose
    remedy: tuple = ()  # words and address of a page that puts it right

    def __str__(self):
        return self.words


def blockers_of(document: Document, links: list[Link], dead_links: set[Link]):
    """An `Item` for each reason; `links` are the document's, `dead_links` those to pages that readers cannot open."""
    data = document.data
    if not data["summary"].strip():
        yield Item(BLOCKER, _("The summary is empty."), field="summary")
    if not any(block_words(block).strip() for block in data["blocks"]):
        yield Item(BLOCKER, _("The body is empty."), field="body")
    for problem in document.problems:
        yield Item(BLOCKER, problem.words, problem.block_key, problem.field)
    for block in data["blocks"]:
        for words in kind_of(block).problems(block, data["language"]):
            yield Item(BLOCKER, words, block["key"])
    yield from _skipped_headings(data["blocks"])
    yield from _link_blockers(data, links, dead_links)


def _skipped_headings(blocks):
    """A heading is at most one level below the one before it; the title is the first."""
    level = 1
    for block in blocks:
        kind = kind_of(block)
        above = kind.heading_above(block, level)
        for heading_level, text in headings_of(kind.html(block)):
            if heading_level > above + 1:
                words = _("The heading “%(heading)s” is of level %(level)d and follows one of level %(above)d.")
                named = {"heading": text, "level": heading_level, "above": above}
                yield Item(BLOCKER, words % named, block["key"])
            above = heading_level
        level = level if kind.headings_stand_apart else above


def _link_blockers(data, links, dead_links):
    anchors = None
    for link in links:
        words = ""
        if not link.words:
            words = _("A link to %(address)s has no words: nobody sees it.")
        elif not link.address:
            words = _("The link “%(words)s” has no address.")
        elif link.address.startswith("#"):
            anchors = _anchors(data) if anchors is None else anchors
            if link.address[1:] not in anchors:
                words = _("The link “%(words)s” leads to %(address)s, which is nowhere on the page.")
        elif link.page == "staff":
            words = _("The link “%(words)s” leads into the administration, which readers cannot open.")
        elif link.page.startswith("shared"):
            words = _("The link “%(words)s” leads to a draft, by a share link.")
        elif link in dead_links:
            words = _("The link “%(words)s” leads to %(address)s, where readers find nothing.")
        if words:
            shortened = replace(link, address=link.address[:200])
            yield Item(BLOCKER, words % asdict(shortened), link.block_key)


def _anchors(data):
    return ON_EVERY_PAGE | set(re.findall(r'\sid="([^"]+)"', render_document(data)))
