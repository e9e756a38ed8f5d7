"""Where the links of a document lead on this site, and whether readers find anything there."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from ..documents.reading import links_of
from ..initiatives.models import Initiative
from ..sources.models import Source
from ..statistics.models import DataTable, Indicator
from .models import Edition, ImageUse

LOOKED_UP_AT_ONCE = 500  # addresses in one query


@dataclass(frozen=True)
class Link:
    """A link as it stands in a block, and the page of this site to which it leads: `page` is "" elsewhere."""

    block_key: str
    href: str
    words: str
    page: str = ""
    language: str = ""
    arguments: tuple = ()  # (name, value) pairs of the address

    @property
    def slug(self):
        return dict(self.arguments).get("slug", "")


def links_in(data):
    """Every link of the document's rich texts, in their order."""
    for block_key, href, words in links_of(data):
        yield _placed(block_key, href.strip(), words)


def _placed(block_key, href, words):
    path = own_path(href)
    if path is None:
        return Link(block_key, href, words)
    page, language, arguments = page_at(path)
    return Link(block_key, href, words, page, language, arguments)


def own_path(href):
    """The path where the address is one of this site, or else None."""
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme in ("http", "https") and host:
        return unquote(parts.path) or "/" if host in _own_hosts() else None
    return unquote(parts.path) if not parts.scheme and not host and href.startswith("/") else None


def _own_hosts():
    return {urlsplit(settings.SITE_URL).hostname, *settings.ALLOWED_HOSTS}


def page_at(path):
    """(name, language, arguments) of the page at a path; the name is "nothing" where there is none, "staff" at staff's.

    A slash that is missing at the end is added by the site itself.
    """
    for candidate in (path, f"{path}/"):
        try:
            match = resolve(candidate)
        except Resolver404:
            continue
        if match.namespaces or candidate.startswith("/admin/"):
            return "staff", "", ()
        name, _dash, language = (match.url_name or "").rpartition("-")
        if language not in ("en", "es"):
            name, language = match.url_name or "", ""
        return name, language, tuple(sorted(match.kwargs.items()))
    return "nothing", "", ()


def _by_slug(model):
    def public(links):
        slugs = {link.slug for link in links}
        found = model.objects.public().filter(slug__in=slugs).values_list("slug", flat=True)
        return {link for link in links if link.slug in set(found)}

    return public


def _editions(links):
    """The newest edition at an address, or the one with the number."""
    found = Edition.objects.public().filter(article__addresses__slug__in={link.slug for link in links})
    known = set(found.order_by().values_list("language", "article__addresses__slug", "number"))
    newest = {(language, slug) for language, slug, _number in known}

    def is_there(link):
        numbers = [value for name, value in link.arguments if name != "slug"]
        if not numbers:
            return (link.language, link.slug) in newest
        return all((link.language, link.slug, number) in known for number in numbers)

    return {link for link in links if is_there(link)}


def _pictures(links):
    wanted = {dict(link.arguments)["sha256"] for link in links}
    uses = ImageUse.objects.filter(image__sha256__in=wanted, edition__in=Edition.objects.public())
    found = set(uses.values_list("image__sha256", "image__file"))
    return {link for link in links if _file_name(link) in found}


def _file_name(link):
    arguments = dict(link.arguments)
    return arguments["sha256"], f"{arguments['sha256']}.{arguments['extension']}"


# Pages of things that may not be public. A page that is not named here has no arguments, and is there for everybody.
PUBLIC = {
    "briefing": _editions,
    "edition": _editions,
    "edition-comparison": _editions,
    "indicator": _by_slug(Indicator),
    "data-table": _by_slug(DataTable),
    "source": _by_slug(Source),
    "initiative": _by_slug(Initiative),
    "picture": _pictures,
}


def dead(links):
    """Those of the links to pages of this site at which readers find nothing; a query for each kind of page."""
    gone = {link for link in links if link.page == "nothing"}
    for page, public in PUBLIC.items():
        wanted = sorted({link for link in links if link.page == page}, key=lambda link: (link.block_key, link.href))
        for start in range(0, len(wanted), LOOKED_UP_AT_ONCE):
            chunk = set(wanted[start : start + LOOKED_UP_AT_ONCE])
            gone |= chunk - public(chunk)
    return gone


def withdrawn(links):
    """Those that lead to a briefing under a red strip, which readers can still open."""
    wanted = {link for link in links if PUBLIC.get(link.page) is _editions}
    if not wanted:
        return set()
    found = Edition.objects.public().filter(
        article__addresses__slug__in=sorted({link.slug for link in wanted})[:LOOKED_UP_AT_ONCE],
        article__workflow__withdrawn_at__isnull=False,
    )
    known = set(found.order_by().values_list("language", "article__addresses__slug"))
    return {link for link in wanted if (link.language, link.slug) in known}
