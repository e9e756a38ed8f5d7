"""How public pages are answered: reading only, cacheable for a moment, not sent twice."""

import gzip
import hashlib
from functools import lru_cache, wraps

import brotli
from django.core.cache import caches
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers

FRESH = "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"
BRIEFLY = "public, max-age=10"
WORTH_COMPRESSING = 1000
# Best first. Public pages hold nothing secret, so that their compressed length gives nothing away.
ENCODINGS = {
    "br": lambda content: brotli.compress(content, quality=5),
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
}


def public_page(view):
    """A view that answers GET and HEAD; its 200s may be cached and carry an ETag over the body, its own or one
    made here.

    A view that must not be cached sets its own Cache-Control, which is kept.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or response.streaming or response.has_header("Cache-Control"):
            return response
        response.headers["Cache-Control"] = FRESH
        if not response.has_header("ETag"):
            response.headers["ETag"] = etag_of(response.content)
        response = compressed(request, response)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response)

    return answer


def etag_of(content):
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def unlisted(view):
    """A view whose answers nobody keeps, finds or passes on: for addresses that are secrets."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = refusal(request, "404.html", status=404, language_links=[])
        except (BadRequest, MultiPartParserError, SuspiciousOperation):
            response = refusal(request, "403.html", status=400, language_links=[])
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def compressed(request, response):
    """The response in the smallest form that the browser takes. A body is compressed once, found again by its ETag."""
    patch_vary_headers(response, ["Accept-Encoding"])
    encoding = _encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if not encoding or response.has_header("Content-Encoding") or len(response.content) < WORTH_COMPRESSING:
        return response
    etag = response.headers["ETag"]
    found = caches["pages"].get(f"{encoding}-{etag}") or _compress(etag, encoding, etag, response.content)
    _etag, response.headers["Content-Encoding"], response.content = found
    response.headers["Content-Length"] = str(len(response.content))
    return response


def _compress(name, encoding, etag, content):
    form = (etag, encoding, ENCODINGS[encoding](content))
    caches["pages"].set(f"{encoding}-{name}", form)
    return form


def store(request, name, content):
    """Keep a public page for `stored`, under a name that stands for all that it was made of, and answer with it."""
    caches["pages"].set(f"-{name}", (etag_of(content), "", content))
    return stored(request, name)


def stored(request, name):
    """The page of this name in the smallest form that the browser takes, or None: one look into the store."""
    encoding = _encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    form = caches["pages"].get(f"{encoding}-{name}")
    if form is None and encoding:
        form = caches["pages"].get(f"-{name}")
        form = form and _compress(name, encoding, form[0], form[2])
    if form is None:
        return None
    etag, encoding, content = form
    encoded = {"Content-Encoding": encoding} if encoding else {}
    return HttpResponse(content, headers={"ETag": etag, "Content-Length": str(len(content))} | encoded)


@lru_cache(64)
def _encoding(accepted):
    return next((name for name in ENCODINGS if takes(accepted, name)), "")


def takes(accepted, encoding):
    """Whether an Accept-Encoding header names `encoding` without refusing it."""
    for part in accepted.lower().split(","):
        name, _semicolon, quality = part.partition(";")
        if name.strip() == encoding:
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def refusal(request, template, *, status, **context):
    """An error page: no address of its own, remembered by caches for a few seconds only."""
    response = render(request, template, {"canonical_url": ""} | context, status=status)
    response.headers["Cache-Control"] = BRIEFLY
    return response


def gone(request, *, reason="", taken_down_at=None):
    """410: what was here has been taken down, and why."""
    context = {"reason": reason, "taken_down_at": taken_down_at, "language_links": []}
    return refusal(request, "briefings/pages/gone.html", status=410, **context)
