"""One page at a time, asked of the WSGI application without a network: what the server and the database need for it."""

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
from briefings.roles import EDITOR

from .filling import LONG_ARTICLE

SAMPLE = "ecuador-request-for-military-support"
INDICATOR, SOURCE = "homicides", "mdi"  # those that most of the demonstration rests on
DIFFERENT = 50  # articles that take turns, from all over the table, so that no single row is always at hand
LEAST = 3


def _spread(rows):
    """`DIFFERENT` of the rows at most, evenly from the first to the last."""
    rows = list(rows)
    return rows[:: max(1, len(rows) // DIFFERENT)][:DIFFERENT]


@cache
def addresses():
    """{page: (its addresses, whether it is for staff)}."""
    briefings = Address.objects.filter(language="en", slug__startswith=SAMPLE).order_by("pk")
    long_articles = Article.objects.filter(slug__startswith=LONG_ARTICLE).order_by("pk")
    return {
        "briefing": ([f"/en/briefings/{slug}/" for slug in _spread(briefings.values_list("slug", flat=True))], False),
        "list, first page": (["/en/briefings/"], False),
        "list, last page": (["/en/briefings/?oldest"], False),
        "indicator": ([f"/en/statistics/{INDICATOR}/"], False),
        "home": (["/en/"], False),
        "source": ([f"/en/sources/{SOURCE}/"], False),
        "desk": (["/admin/"], True),
        "calendar": (["/admin/calendar/"], True),
        "admin list": (["/admin/briefings/article/"], True),
        "admin edit": (
            [f"/admin/briefings/article/{pk}/change/" for pk in _spread(long_articles.values_list("pk", flat=True))],
            True,
        ),
        "log": (["/admin/log/"], True),
        "log, a word": (["/admin/log/?q=ports"], True),
        "log, deep": ([f"/admin/log/?before={_deep_in_the_log()}"], True),
    }


def _deep_in_the_log():
    """A place before which most of the log stands."""
    return Cursor.of(Event.objects.order_by("at", "pk")[300])


def names():
    return list(addresses())


@cache
def _turns(name):
    paths, is_staff = addresses()[name]
    return cycle(paths), _cookie() if is_staff else ""


@cache
def _cookie():
    """What the browser of an editor sends who is signed in with a second factor."""
    client, editor, request = Client(), User.objects.filter(groups__name=EDITOR).earliest("pk"), HttpRequest()
    client.force_login(editor)
    request.session = client.session
    record_authentication(request, editor, "mfa")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@cache
def _application():
    return get_wsgi_application()


def _environment(address, cookie):
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
    }


def _answer(address, cookie):
    """The length of the page; anything but a page is an error."""
    said = []
    response = _application()(_environment(address, cookie), lambda status, headers, exc_info=None: said.append(status))
    length = sum(len(part) for part in response)
    response.close()
    if not said[0].startswith("200"):
        raise RuntimeError(f"{address} answered {said[0]}")
    return length


def times(name, seconds):
    """(milliseconds, those of this process's processor) of as many answers as fit into `seconds`, three at least."""
    paths, cookie = _turns(name)
    found, end = [], time.perf_counter() + seconds
    while len(found) < LEAST or time.perf_counter() < end:
        address, start, start_busy = next(paths), time.perf_counter(), time.process_time()
        _answer(address, cookie)
        busy = time.process_time() - start_busy
        found.append(((time.perf_counter() - start) * 1000, busy * 1000))
    return found


def queries(name):
    """The SQL of each query that one answer takes, after one that was not counted."""
    paths, cookie = _turns(name)
    _answer(next(paths), cookie)
    with CaptureQueriesContext(connection) as captured:
        _answer(next(paths), cookie)
    return [query["sql"] for query in captured]


def briefing_path():
    return addresses()["briefing"][0][0]
