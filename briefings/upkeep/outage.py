"""503 with a page of the site's own while the database is away, or a disk is full or read-only.

The page needs no database. To whoever sent a form it shows what they typed and a button that sends it again. That is
safe from forged forms: the page repeats only what the request contained, its CSRF token included.
"""

import errno
import logging
import sys
import time
from typing import NamedTuple

import psycopg.errors
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

from ..history.replicas import replicas
from ..lib.public_forms import is_same_origin
from ..lib.rows.prepared import forget_old_plan, is_old_plan
from ..middleware import is_staff_path

RETRY_AFTER = 5  # seconds
PAUSE = 1  # seconds in which, after a failure, nobody waits for another attempt to connect
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
FAULTS_OF_OURS = ("no such ", "near ", "too many ", "ambiguous ")  # SQLite reports them as OperationalError
SECRETS = ("/admin/account/", "/admin/invitation/", "/admin/login/")  # forms with passwords are not repeated
UNREADABLE = (OSError, MultiPartParserError, RequestDataTooBig, TooManyFieldsSent)
OF_FORMSETS = ("_FORMS", "-id", "-ORDER", "csrfmiddlewaretoken")

logger = logging.getLogger(__name__)


def is_outage(error: BaseException | None) -> bool:
    """Whether the error is no fault of the code: it goes away when the database or the disk is mended."""
    if isinstance(error, OperationalError):
        return not str(error).startswith(FAULTS_OF_OURS)
    if isinstance(error, InternalError):  # the server is a replica, or was made read-only
        return isinstance(error.__cause__, psycopg.errors.ReadOnlySqlTransaction)
    if isinstance(error, OSError):
        return error.errno in NO_SPACE
    return isinstance(error, InterfaceError) or is_old_plan(error)


class Field(NamedTuple):
    name: str
    value: str
    is_shown: bool


def typed(request: HttpRequest) -> list[Field]:
    """The fields of a form that our own page sent; [] for one that another site sent, or that contains a password."""
    if request.method != "POST" or not is_same_origin(request) or request.path.startswith(SECRETS):
        return []
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    except UNREADABLE:
        return []
    return [Field(name, value, bool(value.strip()) and not name.endswith(OF_FORMSETS)) for name, value in pairs]


class Unavailable(HttpResponse):
    """The answer during an outage."""

    is_over = False  # whether the next attempt will succeed


def unavailable(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    fields = typed(request)
    context = {"fields": fields, "address": request.get_full_path(), "is_form": request.method == "POST"}
    content = render_to_string("503.html", context)
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
    response = Unavailable(content, status=503, headers=headers)
    response.is_over = forget_old_plan(error)
    return response


def server_error(request: HttpRequest | None) -> HttpResponse:
    """The handler of errors that nothing caught: 503 for an outage, else 500; neither needs the database."""
    if request is not None and is_outage(error := sys.exception()):
        return unavailable(request, error)
    return HttpResponseServerError(render_to_string("500.html"))


class DatabaseOutage:
    """Answers 503 for outages. After a failure to connect, requests are refused for a second without another attempt.

    Replicas, where there are some, serve readers on. What a migration made impossible is read again at once.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.away_until = 0

    def __call__(self, request):
        needs_primary = not replicas.aliases or is_staff_path(request)
        if needs_primary and time.monotonic() < self.away_until:
            return unavailable(request)
        response = self.get_response(request)
        if isinstance(response, Unavailable) and response.is_over:
            return self.get_response(request) if request.method in ("GET", "HEAD") else response
        if isinstance(response, Unavailable) and connection.connection is None:
            self.away_until = time.monotonic() + PAUSE
        return response

    def process_exception(self, request, exception):
        if not is_outage(exception):
            return None
        logger.error("%s: %s", request.path, f"{exception}".strip().partition("\n")[0])
        return unavailable(request, exception)
