"""What the page of a briefing shows: an edition, the newest others, and what is not in the document."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    IntegerField,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from ..addresses.models import BRIEFING, Address, page_url
from ..documents.rendering import cut
from ..lib.http import gone
from ..lib.rows.keyset import ByDate, ByNumber, stretch
from ..lib.rows.prepared import prepared
from ..media.models import CardLink, card_columns, card_link
from ..pages.context_processors import LanguageLink, to_list_in_other_language
from .change_history import HISTORY, as_list_items, corrected_by, entries
from .finding import MAX_RELATED, links_to, openable, overtaken_vintage, with_overtaken
from .language_switch import in_other_languages, other_language, to_edition, to_same_page
from .models import Edition, EditionByline, EditionRelated, FollowUp, Rendering, Workflow

MAX_AROUND = 100  # bylines and related briefings of an edition
AS_OF = re.compile(r'<time datetime="([\d-]{10})"')
LARGEST_NUMBER = 2**31 - 1  # of an edition, in both databases
FIELDS = (
    "id", "number", "language", "kind", "title", "summary", "change_kind", "note", "publish_at", "article_id",
    "translates_id",
)  # fmt: skip
LANGUAGE, SLUG, KEY, NUMBER = CharField(), CharField(), BigIntegerField(), BigIntegerField()
TIME, TEXT = DateTimeField(), TextField()


@dataclass
class Shown:
    """The context of the briefing template. `bylines` are names in order, `related` what readers can open, `slug` the
    canonical one, `first_at` the date of the first edition."""

    edition: Edition
    latest: object  # a row of the newest public editions, as those of `corrected_by` are
    history: list  # entries of the newest public editions
    has_more: bool  # whether there are public editions before those of the history
    first_at: datetime | None
    slug: str
    withdrawn_at: datetime | None
    withdrawal_reason: str
    facts: SafeString
    body: SafeString
    end: SafeString
    bylines: list
    related: list  # of Related
    url: str
    is_preview: bool = False
    translations: list = field(default_factory=list)
    latest_elsewhere: LanguageLink | None = None  # in the other language
    before: int | None = None  # number of the edition before this one, where it is among the newest
    corrected_by: list = field(default_factory=list)  # the newest after this one
    revised_elsewhere: object = None  # the revision in the other language that the latest edition does not follow yet
    card: CardLink | None = None  # of the latest edition
    is_overtaken: bool = False  # whether a value that it prints is not current any more; it may read the same

    @property
    def history_items(self):
        return as_list_items(self.history, self.edition.number)

    @property
    def as_of(self) -> date:
        """As of when its figures are; the rendering says so first."""
        return date.fromisoformat(AS_OF.search(self.facts)[1])


def at_address(language, slug) -> QuerySet:
    """The public editions of the briefing at this address, newest first.

    Of one article, not of those in a subquery: else PostgreSQL reads and sorts all its editions for the newest ten.
    """
    article = Subquery(Address.objects.at(BRIEFING, language, slug).targets()[:1])
    return Edition.objects.public().filter(article=article).order_by("-number")


def pair_at(language, slug, before, after) -> list[Edition]:
    """Two public editions of the briefing at this address, the older first; fewer where readers cannot open both."""
    numbers = {before, after}
    if len(numbers) < 2 or max(numbers) > LARGEST_NUMBER:
        return []
    return list(at_address(language, slug).filter(number__in=numbers).order_by("number").with_briefing())


def _rows(editions):
    annotated = editions.with_marks().annotate(
        slug=F("article__workflow__address__slug"),
        withdrawn_at=F("article__workflow__withdrawn_at"),
        withdrawal_reason=F("article__workflow__withdrawal_reason"),
    )
    return annotated.values_list(*FIELDS, "is_read_by_one", "slug", "withdrawn_at", "withdrawal_reason")


def in_list(editions, **options) -> QuerySet:
    """What the list of briefings shows of each edition."""
    annotated = with_overtaken(editions).annotate(
        slug=F("article__workflow__address__slug"),
        withdrawn_at=F("article__workflow__withdrawn_at"),
        withdrawal_reason=F("article__workflow__withdrawal_reason"),
    )
    names = "pk", "kind", "title", "summary", "change_kind", "publish_at", "overtaken"
    return annotated.values_list(*names, "slug", "withdrawn_at", "withdrawal_reason", **options)


@prepared(language=LANGUAGE, publish_at=DateTimeField(), pk=KEY)
def listed(*, language, length, **place):
    """A stretch of the list of briefings, newest first."""
    return in_list(stretch(Edition.objects.latest().filter(language=language), ByDate, length, **place))


@prepared(language=LANGUAGE, slug=SLUG)
def _newest_rows(language, slug):
    return _rows(at_address(language, slug))[: HISTORY + 1]


@prepared(language=LANGUAGE, slug=SLUG, number=NUMBER)
def _numbered_rows(language, slug, number):
    return _rows(at_address(language, slug).filter(number=number))


@prepared(language=LANGUAGE, slug=SLUG, number=NUMBER)
def listed_editions(*, language, slug, length, **place):
    """A stretch of all public editions at this address, newest first."""
    editions = stretch(at_address(language, slug).with_marks(), ByNumber, length, **place)
    return editions.values_list("number", "language", "change_kind", "note", "publish_at", "is_read_by_one")


AROUND = "html", "first_at", "other_slug", "change_kind", "publish_at", "overtaken", "card_key", "card_alt"


@prepared(edition=KEY, article=KEY, language=LANGUAGE)
def _rendering_rows(edition, article, language):
    """With the date of the first edition of the article, the address of its newest in the other language, and what the
    article has not followed yet: the newest correction there, or else the newest update; with its card; and with a
    vintage as `overtaken` where a value that it prints is not current any more."""
    of_article = Edition.objects.public().filter(article=article).order_by("number")
    follow_ups = FollowUp.objects.public().filter(article=article).order_by("edition__change_kind", "-edition__number")
    renderings = Rendering.objects.filter(edition=edition).order_by("-pk")
    return renderings.annotate(
        first_at=Subquery(of_article.values("publish_at")[:1]),
        other_slug=Subquery(in_other_languages(article, language).values("article__workflow__address__slug")[:1]),
        change_kind=Subquery(follow_ups.values("edition__change_kind")[:1]),
        publish_at=Subquery(follow_ups.values("edition__publish_at")[:1]),
        overtaken=Subquery(overtaken_vintage(edition)),
        **card_columns("briefing", edition, language),
    ).values_list(*AROUND)[:1]


def visible_bylines_of_each(editions: list[Edition]) -> list[list[str]]:
    visible = EditionByline.objects.filter(edition__in=editions, byline__hidden=False)
    rows = list(visible.order_by("position", "byline__name").values_list("edition", "byline__name"))
    return [[name for key, name in rows if key == edition.pk] for edition in editions]


@prepared(edition=KEY)
def _byline_and_related_rows(edition, language):
    """Visible bylines, which have a place from 0 on, and related briefings that readers can open: one query."""
    bylines = EditionByline.objects.filter(edition=edition, byline__hidden=False).annotate(
        place=F("position"),
        key=F("pk"),
        name=F("byline__name"),
        **{name: Value(None, output_field=kind) for name, kind in (("slug", LANGUAGE), ("at", TIME), ("why", TEXT))},
    )
    related = openable(EditionRelated.objects.filter(edition=edition).values("article"), language).annotate(
        place=Value(-1, output_field=IntegerField()),
        key=F("article_id"),
        name=F("title"),
        slug=F("article__workflow__address__slug"),
        at=F("article__workflow__withdrawn_at"),
        why=F("article__workflow__withdrawal_reason"),
    )
    names = ("place", "key", "name", "slug", "at", "why")
    both = related.order_by().values_list(*names).union(bylines.order_by().values_list(*names), all=True)
    return both.order_by("place", "key")[:MAX_AROUND]


def _bylines_and_related(edition):
    rows = _byline_and_related_rows(edition=edition.pk, language=edition.language)
    bylines = sorted((row.place, row.name) for row in rows if row.place >= 0)
    related = [(row.name, row.slug, row.at, row.why) for row in rows if row.place < 0]
    return {"bylines": [name for _place, name in bylines], "related": links_to(related[:MAX_RELATED], edition.language)}


def _edition_of(row) -> Edition:
    edition = Edition(**{name: getattr(row, name) for name in FIELDS})
    edition.is_read_by_one = row.is_read_by_one
    return edition


@dataclass(frozen=True)
class Found:
    """The newest public editions at an address, and the one that is asked for."""

    rows: list
    row: object


def find(language: str, slug: str, number: int | None) -> Found | None:
    """None where readers can open no such edition."""
    if number is not None and number > LARGEST_NUMBER:
        return None
    rows = _newest_rows(language=language, slug=slug)
    if not rows or number is None:
        return Found(rows, rows[0]) if rows else None
    row = next((row for row in rows if row.number == number), None)
    if row is None and number < rows[-1].number:
        row = next(iter(_numbered_rows(language=language, slug=slug, number=number)), None)
    return Found(rows, row) if row else None


def _in_the_other_language(edition: Edition, around, *, is_latest: bool, is_withdrawn: bool) -> dict:
    """The link to the edition that belongs to this one, and what this one does not follow yet."""
    if around.other_slug is None:
        return {}
    other = other_language(edition.language)
    latest = LanguageLink(other, page_url("briefing", other, around.other_slug))
    if not is_latest:
        return {"translations": to_edition(edition), "latest_elsewhere": latest}
    revised = around if around.change_kind and not is_withdrawn else None
    return {"translations": [latest], "latest_elsewhere": latest, "revised_elsewhere": revised}


def shown(found: Found, site_url: str) -> Shown:
    row, edition = found.row, _edition_of(found.row)
    language = edition.language
    (around,) = _rendering_rows(edition=edition.pk, article=edition.article_id, language=language)
    is_latest, is_withdrawn = row is found.rows[0], bool(row.withdrawn_at)
    return Shown(
        edition=edition,
        latest=found.rows[0],
        history=entries(found.rows, row.slug)[:HISTORY],
        has_more=len(found.rows) > HISTORY,
        first_at=around.first_at,
        slug=row.slug,
        withdrawn_at=row.withdrawn_at,
        withdrawal_reason=row.withdrawal_reason,
        before=next((other.number for other in found.rows if other.number < edition.number), None),
        corrected_by=corrected_by(edition, found.rows),
        **_bylines_and_related(edition),
        url=f"{site_url}{reverse(f'edition-{language}', args=[row.slug, edition.number])}",
        card=card_link("briefing", language, row.slug, around.card_key, around.card_alt) if is_latest else None,
        is_overtaken=around.overtaken is not None,
        **_in_the_other_language(edition, around, is_latest=is_latest, is_withdrawn=is_withdrawn),
        **cut(around.html),
    )


def taken_down(language, slug):
    """The workflow of the briefing at this address if it was taken down, else None."""
    articles = Address.objects.at(BRIEFING, language, slug).targets()
    return Workflow.objects.filter(article__in=articles, taken_down_at__isnull=False).first()


def absent(request, language, slug):
    """410 with the reason if the article was taken down, 404 otherwise."""
    if workflow := taken_down(language, slug):
        links = to_same_page(workflow.article_id, language, "briefing") or to_list_in_other_language("briefings")
        return gone(request, workflow.withdrawal_reason, workflow.taken_down_at, language_links=links)
    raise Http404("no such briefing")
