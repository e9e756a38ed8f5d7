"""The checklist of an article: what blocks its publication, and advice for the editor.

`blockers` is the only definition of what blocks publication: the page shows it, and every act that publishes calls it.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..documents.blockers import ADVICE, BLOCKER, Item, blockers_of
from ..documents.kinds import KINDS
from ..documents.links import links_in
from ..documents.number_check import Coverage, coverage
from .dead_links import dead, withdrawn
from .models import Article, Edition
from .models.articles import LANGUAGES, Stage

LONG_TITLE = 90  # characters
NAMED_AT_ONCE = 5  # loose numbers of one block that are spelled out


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
    counted = coverage(document.data)
    links = list(links_in(document.data))
    items = [*blockers_of(document, links, dead(links)), *_advice(article, document.data, links, counted)]
    return Checklist(tuple(items), counted)


def blockers(document):
    links = list(links_in(document.data))
    return list(blockers_of(document, links, dead(links)))


def _language(code):
    return str(dict(LANGUAGES)[code])


def _advice(article, data, links, counted):
    if len(data["title"]) > LONG_TITLE:
        words = _("The title has %(length)d characters; up to about %(most)d read well.")
        yield Item(ADVICE, words % {"length": len(data["title"]), "most": LONG_TITLE}, field="title")
    if not data["topics"]:
        yield Item(ADVICE, _("No topic is chosen: the briefing names none to its readers."), field="topics")
    for kind in KINDS.values():
        if kind.advice_if_absent and not any(block["type"] == kind.type for block in data["blocks"]):
            yield Item(ADVICE, str(kind.advice_if_absent))
    yield from _translation_advice(article)
    for link in withdrawn(links):
        words = _("The link “%(words)s” leads to a briefing that has been withdrawn.")
        yield Item(ADVICE, words % {"words": link.words}, link.block_key)
    for (block_key, field), numbers in counted.loose.items():
        words = ngettext(
            "%(count)d number refers to no observation.", "%(count)d numbers refer to no observation.", len(numbers)
        )
        named = tuple(numbers[:NAMED_AT_ONCE])
        yield Item(ADVICE, words % {"count": len(numbers)}, block_key, field, named)


def _translation_advice(article):
    articles = Article.objects.filter(~Q(workflow__stage=Stage.ARCHIVED) | Q(pk=article.pk), group=article.group_id)
    group = dict(articles.values_list("language", "pk"))
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
