"""What all feeds have in common: Atom with full texts, in pages as RFC 5005 (section 3) has them."""

import datetime
import re
from copy import copy

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from ..lib.numbers import language_code
from ..lib.rows.keyset import ByDate, KeysetPage, keyset_page
from .datasets import publisher_name

NEVER = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
LOCAL = re.compile(r'(?<=[\s"])(href|src)="/(?!/)')
ANCHOR = re.compile(r'(?<=[\s"])href="#')


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def with_whole_addresses(html: str, page_url: str) -> str:
    """The HTML with addresses that work outside the page."""
    return ANCHOR.sub(f'href="{page_url}#', LOCAL.sub(rf'\1="{settings.SITE_URL}/', html))


def permanent_id(name: str, key) -> str:
    return f"{settings.SITE_URL}/id/{name}/{key}"


class FullText(Atom1Feed):
    """With the whole text of each entry, beside its summary. An empty feed has the same bytes each time."""

    pages: dict[str, str] = {}  # {relation: address} of the other pages

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for relation, address in self.pages.items():
            handler.addQuickElement("link", None, {"rel": relation, "href": address})

    def add_item_elements(self, handler, item):
        """Django declares the summary, which is plain text, as HTML."""
        summary = item["description"]
        super().add_item_elements(handler, item | {"description": summary and escape(summary)})
        handler.addQuickElement("content", item["content"], {"type": "html"})


class AtomFeed(Feed):
    """Addresses are those of SITE_URL, ids stay the same when an address moves, and no person is named.
    Titles and descriptions are plain text, contents HTML.

    `read(thing, backwards=…, **place)` returns one row more than a page has, sorted by `key`.
    """

    feed_type = FullText
    name = ""  # of the address and of the id; the id has `feed_key(thing)` too
    key = ByDate
    per_page = 20

    def __call__(self, request, *args, **kwargs):
        feed = copy(self)  # of this request, with the page that it asks for
        feed.request, feed.page = request, KeysetPage([])
        return Feed.__call__(feed, request, *args, **kwargs)

    def get_feed(self, thing, request):
        feed = super().get_feed(thing, request)
        first, here = feed.feed["feed_url"], request.GET.urlencode()
        others = {"previous": self.page.newer, "next": self.page.older}
        feed.pages = {relation: f"{first}{query}" for relation, query in others.items() if query}
        if here:
            feed.feed["feed_url"] = f"{first}?{here}"
        if here or feed.pages:
            feed.pages = {"first": first} | feed.pages
        return feed

    def items(self, thing):
        def read(**place):
            return self.read(thing, **place)

        self.page = keyset_page(read, self.request, per_page=self.per_page, key=self.key)
        return self.page.rows

    def author_name(self, _thing=None):
        return publisher_name()

    def feed_guid(self, thing):
        key = self.feed_key(thing)
        return permanent_id("feed", "/".join([self.name, *([str(key)] if key else []), language_code()]))

    def feed_key(self, thing):
        return thing.pk

    def item_extra_kwargs(self, item):
        return {"content": self.item_content(item)}
