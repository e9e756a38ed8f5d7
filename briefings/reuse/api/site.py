"""The API itself: its errors, and its addresses as public pages that are stored and answer 304."""

import re
from functools import cache, partial, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from ...history.public_token import public_state
from ...history.replicas import from_replica
from ...lib.http import BRIEFLY, UnknownValue, unknown_value
from ...lib.numbers import as_number
from ...lib.public_pages import public_page
from ..datasets import publisher_name
from ..sending import open_to_all
from .names import no_such
from .paging import LARGEST_KEY, BadCursor

PARAMETERS = (
    "after", "limit", "language", "topic", "indicator", "area", "frequency", "source", "series", "as_of", "vintages",
    "kind", "q", "place", "year", "status",
)  # fmt: skip
DESCRIPTION = """\
Everything that the pages of this site show, as JSON. Read only, no key. Numbers are text, so that no digit is lost.
Lists are read in pages: `next` is the address of the next one. Every answer with status 200 has an ETag.
What was taken down answers 410. Within v1 fields are added, never renamed, removed or given another meaning.
"""
CHOICES = re.compile(r"\^\((.+)\)\??\$")  # of a parameter that takes one of a few values
NOT_STORED = ("search",)
LONGEST_KEY = len(str(LARGEST_KEY))
# In their digits alone: with zeros before them an answer would be stored again.
NUMBERS = {"query": ("limit", "year", "series"), "path": ("number", "key")}


class Problem(Schema):
    detail: str


class Gone(Problem):
    """`reason` and `taken_down` are why and when."""

    reason: str | None = None
    taken_down: str | None = None


class InvalidParameters(Schema):
    detail: list[Any]


ERRORS = {404: Problem, 410: Gone, 422: InvalidParameters}

api = NinjaAPI(
    title="Ecuador security briefings",
    version="1.0",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)


def _problem(status: int, detail, **more) -> JsonResponse:
    """Kept as briefly as an error page: what is missing may be there soon. What it repeats of the request opens no tag,
    even where something takes the answer for HTML."""
    response = JsonResponse({"detail": detail} | more, status=status, headers={"Cache-Control": BRIEFLY})
    response.content = response.content.replace(b"<", b"\\u003C")
    return response


@api.exception_handler(Http404)
def _not_found(request, error):
    words = str(error) if isinstance(error, UnknownValue) else "There is nothing at this address that readers can open."
    return _problem(404, words)


class TakenDown(Exception):
    """A briefing whose address answers 410: `reason` and `at` as its page says them."""

    def __init__(self, reason: str, at):
        self.reason, self.at = reason, at


@api.exception_handler(TakenDown)
def _gone(request, error):
    words = "This briefing was taken down."
    return _problem(410, words, reason=error.reason, taken_down=error.at.isoformat())


@api.exception_handler(HttpError)
def _refused(request, error):
    return _problem(error.status_code, str(error))


def _unknown_value(name, value, choices) -> UnknownValue:
    if not choices:
        return no_such(name, value)
    return unknown_value(name, value, choices[1].split("|"))


@api.exception_handler(ValidationError)
def _invalid(request, error):
    """An unknown value is refused in the words of files and pages, anything else as ninja found it."""
    for each in error.errors:
        source, name = each["loc"][:2]
        if source == "query" and each["type"] == "string_pattern_mismatch":
            choices = CHOICES.fullmatch(each["ctx"]["pattern"])
            return _not_found(request, _unknown_value(name, request.GET[name], choices))
    details = [{"loc": list(each["loc"]), "msg": each["msg"]} for each in error.errors]
    return _problem(422, details)


@api.exception_handler(BadCursor)
def _bad_cursor(request, error):
    return _problem(404, "There is no page after this cursor.")


def _for_head(view):
    """HEAD is answered as GET: the server leaves the body out."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        method, request.method = request.method, "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = method

    return answer


def _with_known_parameters(view, names):
    """Refuse parameters that the operation does not have: a slip in a name must not look like an answer."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        known = names()
        if unknown := [name for name in request.GET if name not in known]:
            words = f"There is no such parameter here. Known are: {', '.join(sorted(known)) or 'none'}."
            details = [{"loc": ["query", name], "msg": words} for name in unknown]
            return _problem(422, details)
        given = {"query": request.GET, "path": kwargs}
        details = [
            {"loc": [where, name], "msg": "Not a whole number in plain digits."}
            for where, numbers in NUMBERS.items()
            for name in numbers
            if name in given[where] and as_number(given[where][name], digits=LONGEST_KEY) is None
        ]
        if details:
            return _problem(422, details)
        return view(request, *args, **kwargs)

    return answer


def public(view, names, state=public_state):
    page = from_replica(public_page(_for_head(view), state=state, query=PARAMETERS))
    return open_to_all(_with_known_parameters(page, names))


@cache
def openapi_schema():
    """A constant of the code that takes 30 ms to make."""
    return api.get_openapi_schema(path_prefix="/api/v1/")


@cache
def parameters(route: str) -> frozenset[str]:
    """The names of the parameters of the operation at `values` or `places/<code>`."""
    path = "/api/v1/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    described = openapi_schema()["paths"][path]["get"].get("parameters", [])
    return frozenset(each["name"] for each in described if each["in"] == "query")


def openapi(request):
    """With who publishes and the licence of the data, which are settings."""
    schema = openapi_schema()
    info = schema["info"] | {"contact": {"name": publisher_name(), "url": settings.SITE_URL}}
    if settings.DATA_LICENCE:
        links = {"url": settings.DATA_LICENCE_URL} if settings.DATA_LICENCE_URL else {}
        info["license"] = {"name": settings.DATA_LICENCE, **links}
    content = api.renderer.render(request, schema | {"info": info}, response_status=200)
    return HttpResponse(content, content_type="application/json")


def patterns():
    """Those of the operations, and that of the description of the API, below /api/v1/."""
    pages, _namespace, _name = api.urls
    for page in pages:
        if page.name != "api-root":
            state = None if page.name in NOT_STORED else public_state
            view = public(page.callback, partial(parameters, str(page.pattern)), state)
            yield path(str(page.pattern), view, name=f"api-{page.name}")
    yield path("openapi.json", public(openapi, frozenset), name="api-openapi")


@open_to_all
def absent(request):
    """For an address that is none of the API's."""
    return _problem(404, "The API has no such address; /api/v1/ names its lists.")
