"""How public pages are answered: reading only, cacheable for a moment, not sent twice."""

import hashlib
from functools import wraps

from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.cache import get_conditional_response

FRESH = "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"
BRIEFLY = "public, max-age=10"


def public_page(view):
    """A view that answers GET and HEAD; its 200s may be cached and carry an ETag over the body.

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
        response.headers["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=response.headers["ETag"], response=response)

    return answer


def refusal(request, template, *, status, **context):
    """An error page: no address of its own, remembered by caches for a few seconds only."""
    response = render(request, template, {"canonical_url": ""} | context, status=status)
    response.headers["Cache-Control"] = BRIEFLY
    return response


def gone(request, *, reason="", taken_down_at=None):
    """410: what was here has been taken down, and why."""
    context = {"reason": reason, "taken_down_at": taken_down_at, "language_links": []}
    return refusal(request, "briefings/pages/gone.html", status=410, **context)
