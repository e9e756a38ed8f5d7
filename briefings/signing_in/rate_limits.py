"""The page for too many attempts, and the response while the cache that counts them is down.

The limits themselves are allauth's setting ACCOUNT_RATE_LIMITS; adapter.py says which account an attempt counts for.
"""

import logging

from django.contrib import admin
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..lib.http import refusal
from ..lib.shared_cache import CacheUnavailable
from ..middleware import is_staff_path
from .views import frame_context

log = logging.getLogger(__name__)


class RateLimitOutage:
    """Refuses attempts that cannot be counted, or stopping the cache would allow unlimited attempts."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, CacheUnavailable):
            return None
        log.error("%s %s", exception, exception.__cause__)
        response = _refused(request)
        response.headers["Retry-After"] = "60"
        return response


def _refused(request):
    if not is_staff_path(request):
        why = _("Nothing can be sent at the moment. Go back, where what you typed still is, and try again in a minute.")
        return refusal(request, "403.html", status=503, why=why)
    why = _(
        "Nobody can sign in at the moment, because attempts cannot be counted. Whoever is signed in goes on working. "
        "Try again in a minute, and tell whoever runs the site."
    )
    context = admin.site.each_context(request) | {"why": why, "not_now": True}
    return render(request, "admin/403.html", context, status=503)


def too_many(request):
    return render(request, "429.html", frame_context(request), status=429)
