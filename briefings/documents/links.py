"""The links of a document, and the page of this site to which each leads."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from .reading import links_of


@dataclass(frozen=True)
class Link:
    """A link of a block. `page` is the name of the page of this site that it leads to, "" for other sites."""

    block_key: str
    address: str
    words: str
    page: str = ""
    language: str = ""
    arguments: tuple = ()  # (name, value) pairs of the address

    @property
    def slug(self):
        return dict(self.arguments).get("slug", "")


def links_in(data):
    """In the order of the document."""
    for block_key, href, words in links_of(data):
        yield _link(block_key, href.strip(), words)


def _link(block_key, href, words):
    path = own_path(href)
    if path is None:
        return Link(block_key, href, words)
    page, language, arguments = page_at(path)
    return Link(block_key, href, words, page, language, arguments)


def own_path(href):
    """The path of an address of this site, None for other addresses."""
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
    """(name, language, arguments) of the page at a path; the name is "nothing" without one, "staff" for the admin."""
    for candidate in (path, f"{path}/"):  # the site redirects to the address with a slash
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
