"""The search rows of an article: one for its latest edition, one for a waiting edition, and its text for the desk."""

from functools import lru_cache

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import smart_split

from ..addresses.models import page_url
from ..documents.reading import used_things, words
from ..lib.admin.search import plain
from ..lib.clock import database_now
from ..search import actions as search
from ..search import drafts
from ..search.actions import Entry
from ..search.searchable import not_indexed
from ..search.words import STOP_WORDS, folded, words_of
from ..statistics.models import Area
from .blocks import Block, blocks_of
from .models import Article, Edition, Workflow

KIND = "edition"
MOST_AT_ONCE = 300  # articles in memory
EVERY_STOP_WORD = frozenset().union(*STOP_WORDS.values())


def entry(edition, workflow) -> Entry:
    title, _line, text = words(edition.data).partition("\n")
    return Entry(
        kind=KIND,
        target_id=edition.pk,
        language=edition.language,
        title=title,
        text=text,
        url=page_url("briefing", edition.language, workflow.address.slug),
        public_from=edition.publish_at,
        summary=edition.summary,
        key=edition.kind,
        used=tuple(_used(edition.data)),
        topics=tuple(topic["slug"] for topic in edition.data["topics"]),
        places=tuple(_places(f"{title}\n{text}")),
        year=timezone.localtime(edition.publish_at).year,
        is_withdrawn=bool(workflow.withdrawn_at),
    )


def _used(data):
    """`initiative` and `initiative/<slug>`: that it shows such things, and which."""
    things = used_things(data)
    return sorted({page for page, _slug in things} | {f"{page}/{slug}" for page, slug in things})


def _places(text):
    """The codes of the areas that the text names, in tables too; not the country, which nearly every one names."""
    said = f" {' '.join(words_of(text))} "
    areas = Area.objects.exclude(kind=Area.Kind.COUNTRY).order_by("code")
    for code, *names in areas.values_list("code", "name_en", "name_es"):
        if any((name := _words(each)) and f" {name} " in said for each in names):
            yield code


@lru_cache(maxsize=2048)  # the names of all areas, in both languages
def _words(name):
    return " ".join(words_of(name))


def index(edition, workflow) -> bool:
    """Search finds the edition from its date on, but not while it is held or taken down. Returns whether it has taken
    the place of earlier ones."""
    if edition.held_at:
        return False
    has_replaced = edition.number > 1 and edition.publish_at <= database_now()
    if not workflow.taken_down_at:
        search.index(entry(edition, workflow))
        if has_replaced:
            remove_earlier(edition)
    return has_replaced


def index_again(workflow):
    """After a withdrawal, a restore or a move."""
    if workflow.taken_down_at:
        return
    editions = workflow.article.editions
    for edition in [*editions.latest(), *editions.waiting()]:
        index(edition, workflow)


def remove(*keys):
    search.remove(kind=KIND, target_ids=keys)


def remove_earlier(edition):
    """Search finds only the latest edition."""
    earlier = Edition.objects.filter(article=edition.article_id, number__lt=edition.number)
    remove(*earlier.values_list("pk", flat=True))


def remove_all(article):
    remove(*article.editions.values_list("pk", flat=True))


def to_be_found():
    """The latest and the waiting editions of articles that are not taken down, held ones not among them."""
    editions = Edition.objects.filter(article__workflow__taken_down_at=None, held_at=None)
    return editions.filter(Q(pk__in=Edition.objects.latest()) | Q(pk__in=Edition.objects.waiting()))


def _index(keys):
    editions = Edition.objects.select_related("article__workflow__address")
    for key in keys:
        edition = editions.get(pk=key)
        search.index(entry(edition, edition.article.workflow))
    return len(keys)


def index_missing(most: int) -> int:
    """Index up to `most` editions that the index lacks, or has as an earlier release indexed them."""
    return _index(list(not_indexed(to_be_found(), KIND).order_by("publish_at").values_list("pk", flat=True)[:most]))


def index_all() -> int:
    """Index every edition again, and remove those that are not to be found."""
    search.forget_others(KIND, to_be_found())
    return _index(list(to_be_found().order_by("publish_at", "pk").values_list("pk", flat=True)))


# --- what the desk finds articles by


def index_for_desk(article: Article, blocks: list[Block]) -> None:
    """By the text as it is stored: title, slug, summary, what was typed into blocks and the names of what they show."""
    texts = [article.summary, *(block.typed() for block in blocks)]
    drafts.index_draft(article.pk, article.language, article.title, article.slug, texts)


def found_at_desk(articles: QuerySet, text: str) -> QuerySet:
    """Those of the articles that have each of the words in their text, in a part of a word of their title or slug, or
    in the name of their author. Phrases, and words that are in nobody's name, are looked for together."""
    accounts = get_user_model()._base_manager.values_list("pk", "first_name", "last_name", "username")
    names = {key: plain("\n".join(name)) for key, *name in accounts}
    together = []
    for word in smart_split(text):
        owners = [key for key, name in names.items() if plain(word) in name and folded(word) not in EVERY_STOP_WORD]
        if owners:
            own = Workflow.objects.filter(owner__in=owners).order_by().values("article")
            articles = articles.filter(pk__in=own.union(drafts.articles_matching(word)))
        else:
            together.append(word)
    return articles.filter(pk__in=drafts.articles_matching(" ".join(together))) if together else articles


def index_all_drafts() -> int:
    """Index the text of every article again."""
    drafts.mark_outdated()
    return sum(iter(lambda: index_drafts_missing(MOST_AT_ONCE), 0))


def index_drafts_missing(most: int) -> int:
    """Index up to `most` articles that the table of the desk lacks, or has as an earlier release indexed them."""
    articles = list(drafts.not_indexed(Article.objects.order_by("-pk"))[:most])
    for article in articles:
        index_for_desk(article, blocks_of(article))
    return len(articles)
