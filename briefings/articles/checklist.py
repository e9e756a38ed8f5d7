"""The checklist of an article: what blocks its publication, and advice for the editor.

`blockers` is the only definition of what blocks publication: the page shows it, and every act that publishes calls it.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..documents.blockers import ADVICE, BLOCKER, Item, blockers_of
from ..documents.kinds import KINDS, kind_of
from ..documents.links import links_in
from ..documents.number_check import Coverage, coverage
from .acts.translating import START_TRANSLATION
from .dead_links import dead, withdrawn
from .models import Article, Comment, Edition, FollowUp
from .models.articles import LANGUAGES, Stage
from .typed_texts import not_translated

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
            yield Item(ADVICE, str(kind.advice_if_absent), field="body")
    for block in data["blocks"]:
        yield from (Item(ADVICE, words, block["key"]) for words in kind_of(block).advice(block))
    yield from _translation_advice(article, data)
    yield from _comment_advice(article)
    for link in withdrawn(links):
        words = _("The link “%(words)s” leads to a briefing that has been withdrawn.")
        yield Item(ADVICE, words % {"words": link.words}, link.block_key)
    for (block_key, field), numbers in counted.loose.items():
        words = ngettext(
            "%(count)d number refers to no observation.", "%(count)d numbers refer to no observation.", len(numbers)
        )
        named = tuple(numbers[:NAMED_AT_ONCE])
        yield Item(ADVICE, words % {"count": len(numbers)}, block_key, field, named)


def _comment_advice(article):
    """Experts and colleagues: each “needs changes” by itself, the other open comments together."""
    address, others = reverse("admin:briefings_article_comments", args=[article.pk]), 0
    for comment in Comment.objects.open().filter(article=article).select_related("by"):
        if comment.verdict == Comment.Verdict.NEEDS_CHANGES:
            words = _("%(who)s says that it needs changes.") % {"who": comment.by or comment.visitor_name}
            remedy = (_("Read and resolve it"), f"{address}#comment-{comment.pk}")
            yield Item(ADVICE, words, str(comment.block_key or ""), remedy=remedy)
        else:
            others += 1
    if others:
        words = ngettext("%(count)d comment is open.", "%(count)d comments are open.", others)
        yield Item(ADVICE, words % {"count": others}, remedy=(_("Read and resolve them"), address))


def _translation_advice(article, data):
    articles = Article.objects.filter(~Q(workflow__stage=Stage.ARCHIVED) | Q(pk=article.pk), group=article.group_id)
    group = {other.language: other for other in articles.select_related("workflow").order_by("pk")}
    original = next(iter(group.values()), article)
    published = set(
        Edition.objects.public().filter(article__group=article.group_id).order_by().values_list("language", flat=True)
    )
    for language, _name in LANGUAGES:
        named = {"language": _language(language)}
        if language not in group:
            remedy = (_("Start the translation"), article.desk_url(START_TRANSLATION))
            yield Item(ADVICE, _("There is no article in %(language)s.") % named, remedy=remedy)
        elif language != article.language and group[language].workflow.withdrawal_reason:
            words = _("The article in %(language)s has been withdrawn or taken down: %(reason)s")
            yield Item(ADVICE, words % (named | {"reason": group[language].workflow.withdrawal_reason}))
        elif language != article.language and language not in published:
            yield Item(ADVICE, _("The article in %(language)s is not published.") % named)
    if len(published) == len(LANGUAGES):
        yield from _follow_up_advice(article)
    if original.pk != article.pk:
        words = _("A part of this block stands in %(language)s still.") % {"language": _language(original.language)}
        yield from (Item(ADVICE, words, key) for key in not_translated(article, original))
        for field, label in (("title", _("The title")), ("summary", _("The summary"))):
            if data[field].strip() and data[field] == getattr(original, field):
                words = _("%(field)s stands in %(language)s still.")
                yield Item(ADVICE, words % {"field": label, "language": _language(original.language)}, field=field)


def _follow_up_advice(article):
    """One item for each article that has to follow, about the newest edition."""
    follow_ups = FollowUp.objects.open().filter(Q(article=article) | Q(edition__article=article))
    follow_ups = follow_ups.select_related("edition").defer("edition__document").order_by("edition__number")
    for key, edition in {follow_up.article_id: follow_up.edition for follow_up in follow_ups}.items():
        behind = next(code for code, _name in LANGUAGES if code != edition.language)
        named = {"language": _language(behind), "number": edition.number, "other": _language(edition.language)}
        words = _("The article in %(language)s does not follow edition %(number)d in %(other)s yet.")
        address = reverse("admin:briefings_article_other_language", args=[key])
        remedy = (_("See what changed there"), address) if key == article.pk else ()
        yield Item(ADVICE, words % named, remedy=remedy)
