"""Links of a document to pages of this site that readers cannot open, or that are withdrawn."""

from django.db.models import Q

from ..addresses.models import BRIEFING, Address
from ..initiatives.models import Initiative
from ..lib.paging import LARGEST_KEY
from ..lib.rows.chunks import in_chunks
from ..sources.models import Source
from ..statistics.models import Area, DataTable, Indicator, Observation
from ..topics.models import Topic
from .models import Edition, ImageUse

LOOKED_UP_AT_ONCE = 500  # addresses in one query
NUMBERS = ("number", "before", "after")  # of editions, in addresses


def _by_slug(model):
    """Under `/es/` the English slug of a thing redirects to the Spanish one."""

    def public(links):
        slugs = {link.slug for link in links}
        rows = model.to_be_found().filter(Q(slug__in=slugs) | Q(slug_es__in=slugs)).values_list("slug", "slug_es")
        known = {
            (language, slug)
            for slug, slug_es in rows
            for language, slug in (("en", slug), ("es", slug), ("es", slug_es))
        }
        return {link for link in links if (link.language, link.slug) in known}

    return public


def _addresses(links):
    """{key of an article: (language, slug) of each of its addresses that these links name}"""
    wanted = Address.objects.filter(kind=BRIEFING, slug__in={link.slug for link in links})
    by_article = {}
    for address in wanted.only("language", "slug", "target_id", "article_id"):
        by_article.setdefault(address.thing_id, []).append((address.language, address.slug))
    return by_article


def _editions(links):
    """A link without numbers leads to the newest edition at its address."""
    addresses = _addresses(links)
    editions = Edition.objects.public().filter(article__in=addresses).order_by().values_list("article", "number")
    known = {(*address, number) for article, number in editions for address in addresses[article]}
    newest = {(language, slug) for language, slug, _number in known}

    def is_there(link):
        numbers = [value for name, value in link.arguments if name in NUMBERS]
        if not numbers:
            return (link.language, link.slug) in newest
        return all((link.language, link.slug, number) in known for number in numbers)

    return {link for link in links if is_there(link)}


def _pictures(links):
    hashes = {dict(link.arguments)["sha256"] for link in links}
    uses = ImageUse.objects.filter(image__sha256__in=hashes, edition__in=Edition.objects.public())
    files = set(uses.values_list("image__sha256", "image__file"))
    return {link for link in links if _file_name(link) in files}


def _figures(links):
    keys = {link: dict(link.arguments)["key"] for link in links}
    possible = [key for key in keys.values() if key <= LARGEST_KEY]
    known = set(Observation.objects.public().filter(pk__in=possible).values_list("pk", flat=True))
    return {link for link, key in keys.items() if key in known}


def _file_name(link):
    arguments = dict(link.arguments)
    return arguments["sha256"], f"{arguments['sha256']}.{arguments['extension']}"


# By what an address shows, with which its name begins: `indicator`, `indicator-feed`, `indicator-file`. Every page of
# another name has no arguments and is open to everybody.
PUBLIC = {
    **dict.fromkeys(("briefing", "edition", "editions"), _editions),
    **{model.page_name: _by_slug(model) for model in (Indicator, DataTable, Source, Topic, Area, Initiative)},
    "figure": _figures,
    "picture": _pictures,
}


def public_of(page: str):
    """The function of `PUBLIC` for a page or a file of it; None where everybody can open it."""
    names = (name for name in PUBLIC if page == name or page.startswith(f"{name}-"))
    return next((PUBLIC[name] for name in names), None)


def dead(links):
    """The links to pages of this site that readers cannot open; one query for each kind of thing."""
    gone = {link for link in links if link.page == "nothing"}
    for public in dict.fromkeys(PUBLIC.values()):
        wanted = {link for link in links if public_of(link.page) is public}
        wanted = sorted(wanted, key=lambda link: (link.block_key, link.address))
        for chunk in map(set, in_chunks(wanted, LOOKED_UP_AT_ONCE)):
            gone |= chunk - public(chunk)
    return gone


def withdrawn(links):
    """The links to withdrawn briefings, which readers can still open."""
    briefings = {link for link in links if public_of(link.page) is _editions}
    if not briefings:
        return set()
    addresses = _addresses(sorted(briefings, key=lambda link: link.slug)[:LOOKED_UP_AT_ONCE])
    editions = Edition.objects.public().filter(article__in=addresses, article__workflow__withdrawn_at__isnull=False)
    articles = set(editions.order_by().values_list("article", flat=True))
    known = {address for article in articles for address in addresses[article]}
    return {link for link in briefings if (link.language, link.slug) in known}
