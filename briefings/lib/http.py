"""Redirects to other addresses of a page, and responses that are not stored: error pages, with the values of parameters
that lead to them, and pages at secret addresses."""

from collections.abc import Iterable
from functools import wraps

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from .numbers import as_number

BRIEFLY = "public, max-age=10"
FIRST_YEAR = 1000


def moved(request, url: str) -> HttpResponsePermanentRedirect:
    """To the other address of the same page, with the parameters that were asked for."""
    query = request.GET.urlencode()
    return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)


class UnknownValue(Http404):
    """A value in the query string that the page does not have. Its words are shown to readers."""


def unknown_value(name: str, value: str, known: Iterable[str] = ()) -> UnknownValue:
    """`known` are all values that there are, where they can be listed."""
    words = _("%(name)s: “%(value)s” is unknown here. Known are: %(known)s.")
    if not known:
        words = _("%(name)s: “%(value)s” is unknown here.")
    return UnknownValue(words % {"name": name, "value": value, "known": ", ".join(known)})


def require_known(name: str, value: str, known: Iterable[str]) -> str:
    """The value of the parameter `name`, "" where it is missing; UnknownValue for any but the known ones."""
    known = list(known)
    if value and value not in known:
        raise unknown_value(name, value, known)
    return value


def require_year(name: str, value: str) -> int | None:
    """None where it is missing; UnknownValue for anything but four digits, as in the API."""
    year = as_number(value, digits=4)
    if value and (year is None or year < FIRST_YEAR):
        raise UnknownValue(_("%(name)s: “%(value)s” is no year, such as 2025.") % {"name": name, "value": value})
    return year


def unlisted(view):
    """For views at secret addresses: no caching, no indexing, no referrer; errors have the same headers."""

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


def refusal(request, template, *, status, **context):
    """An error page: without canonical address, cached for ten seconds."""
    response = render(request, template, {"canonical_url": ""} | context, status=status)
    response.headers["Cache-Control"] = BRIEFLY
    return response


def forget_pages(response):
    """At sign-out: the browser empties its cache of this site, which "Back" would show.

    Stored text that was not saved stays: it is offered again after the next sign-in.
    """
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def refused(words: str, status: int) -> HttpResponse:
    """The same for a file: a line of text."""
    headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": BRIEFLY}
    return HttpResponse(words, status=status, headers=headers)


def gone(request, reason, taken_down_at, *, language_links):
    """410 with the reason, for an address whose content was taken down. Addresses of pages end in a slash, those of
    files do not."""
    if not request.path.endswith("/"):
        words = _("This was taken down on %(day)s. The reason given by the editors: %(reason)s")
        day = timezone.localdate(taken_down_at).isoformat()
        return refused(words % {"day": day, "reason": reason}, status=410)
    context = {"reason": reason, "taken_down_at": taken_down_at, "language_links": language_links}
    return refusal(request, "briefings/pages/gone.html", status=410, **context)
