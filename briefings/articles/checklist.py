"""What keeps an article from being published, and what an editor should think about before.

`blockers` is the one definition of what blocks publication: the page shows it, and every way of publishing asks it.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..documents.kinds import KINDS, kind_of
from ..documents.number_check import Coverage, coverage
from ..documents.reading import block_words
from ..documents.rendering import render_document
from ..lib.html import headings_of
from .links import dead, links_in, withdrawn
from .models import Article, Edition
from .models.articles import LANGUAGES

LONG_TITLE = 90  # characters
NAMED_AT_ONCE = 5  # loose numbers of one block that are spelled out
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

    def __str__(self):
        return self.words


@dataclass(frozen=True)
class Checklist:
    items: tuple
    coverage: Coverage

    @property
    def blockers(self):
        return [item for item in self.items if item.level == BLOCKER]

    @property
    def advice(self):
        return [item for item in self.items if item.level == ADVICE]


def checklist(article, document):
    """Everything there is to say about the article as it is stored; `document` is what it resolves to."""
    counted = coverage(document.data)
    links = list(links_in(document.data))
    items = [*_blockers(document, links), *_advice(article, document.data, links, counted)]
    return Checklist(tuple(items), counted)


def blockers(document):
    """What has to be put right before anybody can publish the document."""
    return list(_blockers(document, list(links_in(document.data))))


def _blockers(document, links):
    data = document.data
    if not data["summary"].strip():
        yield Item(BLOCKER, _("The summary is empty."), field="summary")
    if not any(block_words(block).strip() for block in data["blocks"]):
        yield Item(BLOCKER, _("The body is empty."))
    for problem in document.problems:
        yield Item(BLOCKER, problem.words, problem.block_key, problem.field)
    for block in data["blocks"]:
        for words in kind_of(block).problems(block, data["language"]):
            yield Item(BLOCKER, words, block["key"])
    yield from _skipped_headings(data["blocks"])
    yield from _of_links(data, links)


def _language(code):
    return str(dict(LANGUAGES)[code])


def _skipped_headings(blocks):
    """A heading is at most one level below the one before it; the title is the first."""
    level = 1
    for block in blocks:
        kind = kind_of(block)
        above = kind.heading_above(block, level)
        for heading_level, text in headings_of(kind.html(block)):
            if heading_level > above + 1:
                words = _("The heading “%(heading)s” is of level %(level)d and stands under one of level %(above)d.")
                named = {"heading": text, "level": heading_level, "above": above}
                yield Item(BLOCKER, words % named, block["key"])
            above = heading_level
        level = level if kind.headings_stand_apart else above


def _of_links(data, links):
    own = [link for link in links if link.page]
    gone = dead(own)
    anchors = None
    for link in links:
        named = {"words": link.words, "address": link.href[:200]}
        words = ""
        if not link.words:
            words = _("A link to %(address)s has no words: nobody sees it.")
        elif not link.href:
            words = _("The link “%(words)s” has no address.")
        elif link.href.startswith("#"):
            anchors = _anchors(data) if anchors is None else anchors
            if link.href[1:] not in anchors:
                words = _("The link “%(words)s” leads to %(address)s, which is nowhere on the page.")
        elif link.page == "staff":
            words = _("The link “%(words)s” leads into the administration, which readers cannot open.")
        elif link.page.startswith("shared"):
            words = _("The link “%(words)s” leads to a draft, by a share link.")
        elif link in gone:
            words = _("The link “%(words)s” leads to %(address)s, where readers find nothing.")
        if words:
            yield Item(BLOCKER, words % named, link.block_key)


def _anchors(data):
    """What can be linked to within the document's own page."""
    return ON_EVERY_PAGE | set(re.findall(r'\sid="([^"]+)"', render_document(data)))


def _advice(article, data, links, counted):
    if len(data["title"]) > LONG_TITLE:
        words = _("The title has %(length)d characters; up to about %(most)d read well.")
        yield Item(ADVICE, words % {"length": len(data["title"]), "most": LONG_TITLE}, field="title")
    if not data["topics"]:
        yield Item(ADVICE, _("No topic is chosen: readers find the briefing under none."), field="topics")
    for kind in KINDS.values():
        if kind.advice_if_absent and not any(kind_of(block) is kind for block in data["blocks"]):
            yield Item(ADVICE, str(kind.advice_if_absent))
    yield from _of_translation(article)
    for link in withdrawn(links):
        words = _("The link “%(words)s” leads to a briefing that has been withdrawn.")
        yield Item(ADVICE, words % {"words": link.words}, link.block_key)
    for (block_key, field), numbers in counted.loose.items():
        words = ngettext(
            "%(count)d number refers to no observation.", "%(count)d numbers refer to no observation.", len(numbers)
        )
        named = tuple(numbers[:NAMED_AT_ONCE])
        yield Item(ADVICE, words % {"count": len(numbers)}, block_key, field, named)


def _of_translation(article):
    """Whether the briefing is there in the other language, and translates what is newest."""
    group = dict(Article.objects.filter(group=article.group_id).values_list("language", "pk"))
    editions = Edition.objects.latest().filter(article__group=article.group_id)
    newest = {edition.language: edition for edition in editions.select_related("translates").defer("document")}
    original = min(group, key=group.get)
    for language, _name in LANGUAGES:
        if language not in group:
            yield Item(ADVICE, _("There is no article in %(language)s.") % {"language": _language(language)})
        elif language != article.language and language not in newest:
            words = _("The article in %(language)s is not published.")
            yield Item(ADVICE, words % {"language": _language(language)})
        elif language != original and language in newest and original in newest:
            yield from _stale(newest[language], newest[original])


def _stale(edition, original):
    translated = edition.translates
    if translated is None or translated.number < original.number:
        words = _("What is public in %(language)s does not translate the newest edition of the original, %(newest)d.")
        yield Item(ADVICE, words % {"language": _language(edition.language), "newest": original.number})
