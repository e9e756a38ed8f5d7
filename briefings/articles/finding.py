"""Editions by what the search index knows of them (topics, places, year, kind, what they show), and by the rows that
say what they use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, DateTimeField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils.functional import cached_property

from ..addresses.models import page_url
from ..lib.numbers import format_number
from ..lib.paging import Begun
from ..lib.rows.keyset import ByDate, KeysetPage, keyset_page, stretch
from ..lib.rows.prepared import padded, prepared
from ..search.queries import Query, begun
from ..search.searching import WINDOW, Hit, newest, newest_fields, slugs_in
from ..search.words import TITLE, facet
from ..statistics.models import Observation
from .models import Citation, Edition, EditionRelated, FigureUse
from .search_index import KIND

KEY = BigIntegerField()
MOST = 10
MAX_RELATED = 20
MOST_LOOKED_AT = 200  # for what uses the things of a list
USES_PER_PAGE = 10
FEW_USES = 2000
WINDOW_OF_USES = 200  # editions beside a page's place that are looked at before all others


def hits(language: str, *facets: tuple[str, object], most: int = WINDOW, before: int | None = None) -> list[Hit]:
    """The entries of the newest briefings in this language with all of the facets, such as ("t", slug of a topic);
    of those after the entry `before`, where one is given."""
    words = [facet(name, value) for name, value in facets]
    return newest(Query(), language, words, kind=KIND, most=most, before=before)


def titled(language: str, text: str, *, most: int) -> list[Edition]:
    """The newest briefings, but for withdrawn ones, whose titles have words that begin with those of the text: two
    queries at most."""
    query = begun(text)
    found = newest(query, language, kind=KIND, most=10 * most, sign=TITLE) if query else []
    keys = [hit.target_id for hit in found]
    latest = Edition.objects.latest().filter(pk__in=keys, article__workflow__withdrawn_at=None)
    return list(latest.in_lists().order_by("-publish_at", "-pk")[:most]) if keys else []


@dataclass(frozen=True)
class Briefings:
    """The newest briefings about something, how many there are, and what the newest of them show."""

    newest: list[Edition]
    number: int = 0  # one more than are counted, where there are more
    language: str = ""
    facets: tuple = ()

    @property
    def count(self) -> str:
        """`12`, or `1,000+`."""
        return format_number(min(self.number, WINDOW)) + ("+" if self.number > WINDOW else "")

    def shown(self, page_name: str) -> list[str]:
        """The slugs of the data tables, initiatives or impacts that the newest of them show."""
        return list(dict.fromkeys(slug for hit in self._looked_at for slug in hit.shown(page_name)))

    @cached_property
    def _looked_at(self):
        return hits(self.language, *self.facets, most=MOST_LOOKED_AT) if self.number else []

    @property
    def indicators(self) -> list[int]:
        """The keys of the indicators of which the listed ones print a value, a few hundred at most: one query."""
        uses = FigureUse.objects.filter(edition__in=[edition.pk for edition in self.newest]).order_by()
        keys = uses.values_list("vintage__observation__series__indicator", flat=True).distinct()
        return list(keys) if self.newest else []


def _keys(language, facets, *, most):
    rows = newest_fields(language, [facet(*each) for each in facets], "target_id", kind=KIND, most=most)
    return [key for (key,) in rows]


def briefings_about(language: str, *facets: tuple[str, object]) -> Briefings:
    """Two queries, one where there is none."""
    keys = _keys(language, facets, most=WINDOW + 1)
    return Briefings(_editions(keys[: 2 * MOST], MOST) if keys else [], len(keys), language, facets)


def keys_about(languages: Iterable[str], *facets: tuple[str, object]) -> list[int]:
    """The keys of the newest briefings with all of the facets in each of the languages."""
    return [key for language in languages for key in _keys(language, facets, most=WINDOW)]


def newest_editions(language: str, *facets: tuple[str, object], most: int = MOST) -> list[Edition]:
    """The newest briefings with all of the facets: two queries, one where there is none."""
    keys = _keys(language, facets, most=2 * most)
    return _editions(keys, most) if keys else []


def editions_showing(language: str, thing) -> Begun:
    """The newest briefings that show a data table or an initiative."""
    return Begun(newest_editions(language, ("u", f"{thing.page_name}/{thing.slug}"), most=MOST + 1), MOST)


def editions_by_use(language: str, page_name: str, *, most: int) -> tuple[dict[str, Begun], int]:
    """{slug: the newest briefings that show the thing} of all things of a kind; and how many of those that show any
    were looked at, if there are more, else 0: two queries."""
    facets = [facet("u", page_name)]
    rows = newest_fields(language, facets, "target_id", "used", kind=KIND, most=MOST_LOOKED_AT + 1)
    looked_at = Begun(rows, MOST_LOOKED_AT)
    used = {key: slugs_in(names, page_name) for key, names in looked_at}
    near, found = {}, {}
    for key, slugs in used.items():
        for slug in slugs:
            near.setdefault(slug, []).append(key)
    keys = {key for of_thing in near.values() for key in of_thing[: 2 * most]}
    for edition in _editions(sorted(keys)) if keys else []:
        for slug in used[edition.pk]:
            found.setdefault(slug, []).append(edition)
    return {slug: Begun(editions, most) for slug, editions in found.items()}, looked_at.ends_after


def not_current(uses: QuerySet) -> QuerySet:
    """The uses of vintages that are not current any more; as a value and not as a condition, because PostgreSQL would
    merge the uses with all vintages."""
    of = Observation.objects.filter(current=OuterRef("vintage")).order_by().values("pk")
    return uses.annotate(current_of=Subquery(of[:1])).filter(current_of__isnull=True)


def overtaken_vintage(edition) -> QuerySet:
    """A vintage that the edition prints and that is not current any more; `edition` is its key in SQL."""
    return not_current(FigureUse.objects.filter(edition=edition)).order_by().values_list("vintage")[:1]


def with_overtaken(editions: QuerySet) -> QuerySet:
    """With a vintage as `overtaken` where a value that the edition prints is not current any more. Only then it has to
    be asked whether that reads differently, which takes PostgreSQL 0.5 ms to plan."""
    return editions.annotate(overtaken=Subquery(overtaken_vintage(OuterRef("pk"))))


def _editions(keys, most=None):
    return _latest_in_lists(keys=padded(keys), most=most)


@prepared(keys=KEY)
def _latest_in_lists(keys, most):
    return with_overtaken(Edition.objects.latest().filter(pk__in=keys).in_lists()).order_by("-publish_at", "-pk")[:most]


@prepared(keys=KEY)
def _in_lists(keys, order):
    return with_overtaken(Edition.objects.filter(pk__in=keys).in_lists()).order_by(*order)


@prepared(language=CharField(), publish_at=DateTimeField(), pk=KEY)
def _nearest_keys(language, most, backwards, **place):
    """Where a page of uses begins to look."""
    latest = Edition.objects.latest().filter(language=language)
    return stretch(latest, ByDate, most, backwards=backwards, **place).values_list("pk")


def page_of_uses(
    request, used_by: Callable[[tuple], set], language: str, *, all_uses: Callable[[], QuerySet], prefix: str = ""
) -> KeysetPage:
    """A page of the latest editions in this language that use something, newest first.

    `used_by`: which of the editions with these keys do. `all_uses`: rows with an edition, of all that do.
    """
    read = partial(_stretch_of_uses, used_by, all_uses, language, USES_PER_PAGE + 1)
    return keyset_page(read, request, per_page=USES_PER_PAGE, prefix=prefix)


def page_of_citing(request, source: int, language: str, *, release: int | None = None) -> KeysetPage:
    """A page of the latest editions in this language that cite a source, or this release of it, newest first."""
    read = partial(_stretch_of_citing, source=source, release=release, language=language, length=USES_PER_PAGE + 1)
    return keyset_page(read, request, per_page=USES_PER_PAGE)


class ByCitation(ByDate):
    fields = ("publish_at", "edition")


def _stretch_of_citing(*, backwards, publish_at=None, pk=None, **options):
    place = {} if pk is None else {"publish_at": publish_at, "edition": pk}
    keys = tuple(row.edition for row in _citing(backwards=backwards, **options, **place))
    return _in_lists(keys=keys, order=_order(backwards)) if keys else []


@prepared(source=KEY, release=KEY, language=CharField(), publish_at=DateTimeField(), edition=KEY)
def _citing(source, release, language, length, backwards, **place):
    """By the index of citations, each edition once. Whether it is the latest is a value and not a condition, so that
    it is asked of these alone: PostgreSQL may read all editions first."""
    is_not_superseded = Q(superseded_at=None) | Q(superseded_at__gt=Now())
    cited = Citation.objects.filter(is_not_superseded, source=source, language=language, publish_at__lte=Now())
    latest = Subquery(Edition.objects.latest().filter(pk=OuterRef("edition")).values("pk")[:1])
    rows = cited.annotate(latest=latest).filter(latest__isnull=False)
    if release is not None:
        rows = rows.filter(release=release)
    return stretch(rows.values_list(*ByCitation.fields).distinct(), ByCitation, length, backwards=backwards, **place)


def newest_using(editions: QuerySet, uses: QuerySet, *, most: int) -> list[tuple]:
    """(publish_at, key) of the newest of the editions that `uses`, rows with an edition, refer to: two queries."""
    newest_first = _with_use(editions, uses.order_by()).order_by("-publish_at", "-pk")
    return list(newest_first.values_list("publish_at", "pk")[:most])


def _with_use(editions, uses):
    """By the uses where they are few, else edition by edition: PostgreSQL would read all uses for ten editions."""
    found = list(uses.values_list("edition", flat=True)[: FEW_USES + 1])
    if len(found) <= FEW_USES:
        return editions.filter(pk__in=set(found))
    use = Subquery(uses.filter(edition=OuterRef("pk")).values("pk")[:1])
    return editions.annotate(use=use).filter(use__isnull=False)


def _stretch_of_uses(used_by, all_uses, language, length, *, backwards, **place):
    """The uses of a few editions mostly do: in one query PostgreSQL would read all uses of a much used thing."""
    near, used = [], set()
    for most in sorted({min(length, WINDOW_OF_USES), WINDOW_OF_USES}):
        looked_at = len(near)
        near = [row.pk for row in _nearest_keys(language=language, most=most, backwards=backwards, **place)]
        if chunk := near[looked_at:]:
            used |= used_by(padded(chunk))
        if len(used) >= length or len(near) < most:
            break
    keys = [key for key in near if key in used][:length]
    if len(keys) < length and len(near) == WINDOW_OF_USES:
        with_use = _with_use(Edition.objects.latest().filter(language=language), all_uses().order_by())
        keys = list(stretch(with_use, ByDate, length, backwards=backwards, **place).values_list("pk", flat=True))
    if not keys:
        return []
    return _in_lists(keys=tuple(keys), order=_order(backwards))


def _order(backwards):
    return ByDate.fields if backwards else tuple(f"-{name}" for name in ByDate.fields)


def openable(articles: QuerySet | tuple, language: str) -> QuerySet:
    """The latest editions of these articles, those that readers can open."""
    return Edition.objects.latest().filter(language=language, article__pk__in=articles)


class Related(NamedTuple):
    title: str
    url: str
    withdrawn_at: datetime | None
    withdrawal_reason: str


def links_to(rows, language: str) -> list[Related]:
    return [Related(title, page_url("briefing", language, slug), *withdrawal) for title, slug, *withdrawal in rows]


def _titles(articles, language):
    workflow = [f"article__workflow__{name}" for name in ("address__slug", "withdrawn_at", "withdrawal_reason")]
    editions = openable(articles, language).order_by("article_id")
    return editions.values_list("title", *workflow)[:MAX_RELATED]


_titles_of = prepared(articles=KEY)(_titles)


def related_links(articles: list[int], language: str) -> list[Related]:
    """The latest edition of each of the articles with these keys; none of one that readers cannot open."""
    return links_to(_titles_of(articles=padded(articles), language=language), language)


def related_to_edition(edition: Edition) -> list[Related]:
    related = EditionRelated.objects.filter(edition=edition).values("article")
    return links_to(_titles(related, edition.language), edition.language)
