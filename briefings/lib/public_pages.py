"""Responses of public pages: cache headers, ETags, compression, and a store in the memory of each process.

Public pages contain no secrets, so compression reveals nothing (BREACH).
"""

import gzip
import hashlib
import re
import time
from collections import OrderedDict
from functools import lru_cache, wraps
from threading import Lock
from typing import NamedTuple
from urllib.parse import urlencode

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified, QueryDict
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext_lazy as _

from .metrics import counts

FRESH = "public, max-age=30, stale-while-revalidate=30, stale-if-error=3600"
HOW_LONG_CACHED = _(
    "Browsers and caches may show their copy for another minute, and for up to an hour while this site does not answer."
)
MIN_COMPRESSED = 1000
MUCH = 1_000_000  # bytes of a file; pages are smaller
LARGE = 60_000  # bytes: of such pages brotli makes 1% less at quality 7 than at 6, and takes three times as long
ENCODINGS = {  # best first
    "br": lambda content: brotli.compress(content, quality=6 if len(content) > LARGE else 7),  # 10: 20 times slower
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
}
NOT_WANTED = re.compile(r"(^|;)\s*q\s*=\s*0(\.0*)?\s*(;|$)")  # the quality of an encoding
INDENTATION = re.compile(rb"\n\s+")  # of templates: 2 % of a compressed page
FLAGS = ("last", "oldest")
NUMBERED = ("page", "p", "revisions")  # the first page of a list has no number
KEPT = ("Cache-Control", "Content-Location", "ETag", "Expires", "Last-Modified", "Vary")  # in a 304
LIFETIME = 60  # seconds
LARGEST_SHARE = 1 / 3  # of a shelf, for one page
# Of uncompressed pages in each process, and of those with a query string, which have room of their own: places in lists
# can be made up without end. Their compressed forms add about a third.
MAX_BYTES, MAX_BYTES_OF_QUERIES = 24 * 1024 * 1024, 8 * 1024 * 1024


class Page:
    """The response of a public view; it is compressed once per encoding. A large one is kept compressed only."""

    def __init__(self, response: HttpResponse):
        is_html = response.headers["Content-Type"].startswith("text/html")
        self.content = INDENTATION.sub(b"\n", response.content) if is_html else response.content
        self.etag = f'W/"{hashlib.sha256(self.content).hexdigest()[:32]}"'
        patch_vary_headers(response, ["Accept-Encoding"])
        self.headers = dict(response.items()) | {"Cache-Control": FRESH, "ETag": self.etag}
        self._compressed = {}
        self.is_packed = len(self.content) > MUCH
        if self.is_packed:
            self.content = ENCODINGS["gzip"](self.content)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page in the best encoding that the browser accepts, or 304 when the browser has it."""
        if request.META.get("HTTP_IF_NONE_MATCH") == self.etag:
            return HttpResponseNotModified(headers={name: self.headers[name] for name in KEPT if name in self.headers})
        content, headers, accepted = self.content, self.headers, request.META.get("HTTP_ACCEPT_ENCODING", "")
        encoding = encoding_for(accepted)
        if self.is_packed and _accepts(accepted, "gzip"):
            headers = headers | {"Content-Encoding": "gzip"}
        elif self.is_packed:
            content = gzip.decompress(content)
        elif encoding and len(content) >= MIN_COMPRESSED:
            if encoding not in self._compressed:
                self._compressed[encoding] = ENCODINGS[encoding](content)
            content, headers = self._compressed[encoding], headers | {"Content-Encoding": encoding}
        response = HttpResponse(content, headers=headers | {"Content-Length": str(len(content))})
        return get_conditional_response(request, etag=self.etag, response=response)


class Stored(NamedTuple):
    state: object
    expires: float
    page: object  # a Page, or a part of pages


class Shelf:
    """Pages by address, up to so many bytes; the least recently used make room, but not for a very large one."""

    def __init__(self, max_bytes: int):
        self.max_bytes, self.bytes = max_bytes, 0
        self.pages: OrderedDict[object, Stored] = OrderedDict()

    def put(self, address, stored: Stored) -> None:
        self._drop(address)
        if len(stored.page.content) > self.max_bytes * LARGEST_SHARE:
            return
        self.pages[address] = stored
        self.bytes += len(stored.page.content)
        while self.bytes > self.max_bytes:
            self._drop(next(iter(self.pages)))

    def _drop(self, address):
        if stored := self.pages.pop(address, None):
            self.bytes -= len(stored.page.content)


class Store:
    """Pages by address. A page is valid for one state of everything that public pages show and for LIFETIME seconds."""

    def __init__(self, max_bytes: int = MAX_BYTES, max_bytes_of_queries: int = MAX_BYTES_OF_QUERIES):
        self.sizes = max_bytes, max_bytes_of_queries
        self._lock = Lock()
        self.clear()

    def __len__(self):
        return sum(len(shelf.pages) for shelf in self._shelves)

    def get(self, address, state, *, at: float, has_query: bool = False) -> Page | None:
        """The page, or None; `at` is the time of the request on a monotonic clock."""
        with self._lock:
            pages = self._shelves[has_query].pages
            stored = pages.get(address)
            if stored is None or stored.state != state or stored.expires <= at:
                return None
            pages.move_to_end(address)
            return stored.page

    def put(self, address, state, page: Page, *, at: float, has_query: bool = False) -> None:
        with self._lock:
            self._shelves[has_query].put(address, Stored(state, at + LIFETIME, page))

    def part(self, name, state, make) -> Stored:
        """What `make` returns, kept as pages are: for a part that is the same on many pages. Names are few: parts are
        not counted among the bytes."""
        kept, at = self._parts.get(name), clock()
        if kept is None or kept.state != state or kept.expires <= at:
            kept = self._parts[name] = Stored(state, at + LIFETIME, make())
        return kept

    def clear(self) -> None:
        with self._lock:
            self._shelves = [Shelf(size) for size in self.sizes]
            self._parts = {}


store = Store()
clock = time.monotonic


def public_page(view, *, state=None, query=()):
    """Answer GET and HEAD only; make responses with status 200 cacheable and compressed, and store them.

    `state()` returns a value that changes whenever a public page may change. It is called before the view reads
    anything, on the connection that the view reads from; without it nothing is stored. `query` names the parameters
    that the view uses; all others are removed from `request.GET`, and those are put into the form of `known_query`: so
    what a page does not know, repeats or leaves empty neither changes a page nor stores one.
    Responses with a Cache-Control of their own, and streaming ones, are returned as they are.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        known = known_query(request.GET, query)
        if state is None:
            page = None
        else:
            address, now, at = (request.path, known), state(), clock()
            request.public_state, request.oldest_part = now, at
            page = store.get(address, now, at=at, has_query=bool(known))
            counts.store["miss" if page is None else "hit",] += 1
        if page is None:
            request.GET = QueryDict(known)
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming or response.has_header("Cache-Control"):
                return response
            page = Page(response)
            if state is not None:
                store.put(address, now, page, at=min(at, request.oldest_part), has_query=bool(known))
        return page.answer(request)

    return answer


def part(request: HttpRequest, name, make):
    """What `make` returns, kept in the store as pages are; no page is kept longer than a part of it."""
    now = getattr(request, "public_state", None)
    if now is None:
        return make()
    kept = store.part(name, now, make)
    request.oldest_part = min(request.oldest_part, kept.expires - LIFETIME)
    return kept.page


def known_query(parameters: QueryDict, names) -> str:
    """The query string of the parameters with these names, in the order of `names`: of what a request repeats the last
    value counts, as in `QueryDict`, an empty one is none, as the number of a first page is, and a flag has no value.
    So one page has one query string.
    """
    pairs = [(name, "" if is_flag(name) else parameters[name]) for name in names if name in parameters]
    return urlencode([(name, value) for name, value in pairs if is_flag(name) or _says_something(name, value)])


def _says_something(name, value):
    return value and not (value == "1" and name in NUMBERED)


def is_flag(name: str) -> bool:
    """Whether a parameter needs no value: the end of a list, also of the second list of a page (`briefings-oldest`)."""
    return name.endswith(FLAGS)


@lru_cache(64)
def encoding_for(accepted: str) -> str:
    """The first of ENCODINGS that an Accept-Encoding header accepts, or ""."""
    return next((name for name in ENCODINGS if _accepts(accepted, name)), "")


def _accepts(accepted, encoding):
    """Whether an Accept-Encoding header contains `encoding` with a quality above 0."""
    for part in accepted.lower().split(","):
        name, _semicolon, quality = part.partition(";")
        if name.strip() == encoding:
            return not NOT_WANTED.search(quality)
    return False
