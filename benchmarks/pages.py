"""Measure single pages by calling the WSGI application in-process, without a network."""

import sys
import time
from functools import cache
from io import BytesIO
from itertools import cycle

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefings.accounts.models import User
from briefings.articles.models import Address, Article
from briefings.history.log import Cursor
from briefings.history.models import Event
from briefings.lib.public_pages import store
from briefings.roles import ADMINISTRATOR, AUTHOR, EDITOR

from .filling import LONG_ARTICLE

SAMPLE = "ecuador-request-for-military-support"
INDICATOR, SOURCE = "homicides", "mdi"  # the most used ones of the demonstration
# Public pages are rendered anew for each request; these are also requested as the store has them, whole and with ETag.
STORED = ("briefing", "home", "list, first page", "indicator")
WHOLE, KNOWN = ", stored", ", 304"
SAMPLES = 50  # different articles are requested in turn, so that no single row is always cached
MIN_REQUESTS = 3


def _spread(rows):
    """At most `SAMPLES` of the rows, evenly spread from the first to the last."""
    rows = list(rows)
    return rows[:: max(1, len(rows) // SAMPLES)][:SAMPLES]


@cache
def addresses():
    """{page: (its addresses, the role that reads it or None for a public page)}."""
    briefings = Address.objects.filter(language="en", slug__startswith=SAMPLE).order_by("pk")
    long_articles = Article.objects.filter(slug__startswith=LONG_ARTICLE).order_by("pk")
    return {
        "briefing": ([f"/en/briefings/{slug}/" for slug in _spread(briefings.values_list("slug", flat=True))], None),
        "list, first page": (["/en/briefings/"], None),
        "list, last page": (["/en/briefings/?oldest"], None),
        "indicator": ([f"/en/statistics/{INDICATOR}/"], None),
        "home": (["/en/"], None),
        "statistics": (["/en/statistics/"], None),
        "source": ([f"/en/sources/{SOURCE}/"], None),
        "desk": (["/admin/"], EDITOR),
        "desk of an author": (["/admin/"], AUTHOR),
        "calendar": (["/admin/calendar/"], EDITOR),
        "admin list": (["/admin/briefings/article/"], EDITOR),
        "admin edit": (
            [f"/admin/briefings/article/{pk}/change/" for pk in _spread(long_articles.values_list("pk", flat=True))],
            EDITOR,
        ),
        "roles": (["/admin/roles/"], EDITOR),
        "people": (["/admin/briefings/user/"], ADMINISTRATOR),
        "log": (["/admin/log/"], EDITOR),
        "log, a word": (["/admin/log/?q=ports"], EDITOR),
        "log, deep": ([f"/admin/log/?before={_deep_in_the_log()}"], EDITOR),
    }


def _deep_in_the_log():
    """A cursor near the beginning of the log."""
    return Cursor.of(Event.objects.order_by("at", "pk")[300])


def names():
    return [*addresses(), *(page + kind for page in STORED for kind in (WHOLE, KNOWN))]


@cache
def _turns(name):
    page = name.removesuffix(WHOLE).removesuffix(KNOWN)
    paths, role = addresses()[page]
    return cycle(paths), _cookie(role) if role else ""


@cache
def _cookie(role):
    """The session cookie of somebody with the role, signed in with a second factor."""
    client, person, request = Client(), User.objects.filter(groups__name=role).earliest("pk"), HttpRequest()
    client.force_login(person)
    request.session = client.session
    record_authentication(request, person, "mfa")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@cache
def _application():
    return get_wsgi_application()


def _environment(address, cookie, headers):
    path, _mark, query = address.partition("?")
    host = settings.ALLOWED_HOSTS[0]
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host,
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_COOKIE": cookie,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    } | headers


def _get(address, cookie, sent):
    """Request the page; its headers. RuntimeError unless the status is 200, or 304 where an ETag is sent."""
    begun = []

    def begin(status, headers, exc_info=None):
        begun.append((status, dict(headers)))

    response = _application()(_environment(address, cookie, sent), begin)
    for _part in response:
        pass
    response.close()
    status, headers = begun[0]
    if not status.startswith("304" if "HTTP_IF_NONE_MATCH" in sent else "200"):
        raise RuntimeError(f"{address} answered {status}")
    return headers


def times(name, seconds):
    """[(milliseconds, milliseconds of CPU)] of requests for `seconds`, at least MIN_REQUESTS."""
    paths, cookie = _turns(name)
    measured, end = [], time.perf_counter() + seconds
    while len(measured) < MIN_REQUESTS or time.perf_counter() < end:
        address = next(paths)
        sent = _prepare(name, address)
        start, start_cpu = time.perf_counter(), time.process_time()
        _get(address, cookie, sent)
        cpu = time.process_time() - start_cpu
        measured.append(((time.perf_counter() - start) * 1000, cpu * 1000))
    return measured


def _prepare(name, address):
    """Store the page if it is to come from the store, else empty the store; returns the headers to send."""
    if not name.endswith((WHOLE, KNOWN)):
        store.clear()
        return {}
    sent = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}
    etag = _get(address, "", sent)["ETag"]
    return sent | {"HTTP_IF_NONE_MATCH": etag} if name.endswith(KNOWN) else sent


def queries(name):
    """The SQL of each query of one request, after a first request that is not counted."""
    paths, cookie = _turns(name)
    _get(next(paths), cookie, {})
    address = next(paths)
    sent = _prepare(name, address)
    with CaptureQueriesContext(connection) as captured:
        _get(address, cookie, sent)
    return [query["sql"] for query in captured]


def briefing_path():
    return addresses()["briefing"][0][0]
