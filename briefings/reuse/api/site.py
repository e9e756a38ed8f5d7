"""The API itself: its errors, and its addresses as public pages that are stored and answer 304."""

from functools import cache, wraps

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from ...history.public_token import public_state
from ...history.replicas import from_replica
from ...lib.public_pages import public_page
from ..datasets import publisher_name
from ..sending import open_to_all
from .paging import BadCursor
from .schemas import InvalidParameters, Problem

PARAMETERS = (
    "after", "limit", "language", "topic", "indicator", "area", "frequency", "source", "series", "as_of", "vintages",
    "kind", "q", "place", "year",
)  # fmt: skip
DESCRIPTION = """\
Everything that the pages of this site show, as JSON. Read only, no key. Numbers are text, so that no digit is lost.
Lists are read in pages: `next` is the address of the next one. Every answer has an ETag.
What was taken down answers 410. Within v1 fields are added, never renamed, removed or given another meaning.
"""
NOT_STORED = ("search",)
ERRORS = {404: Problem, 410: Problem, 422: InvalidParameters}

api = NinjaAPI(
    title="Ecuador security briefings",
    version="1.0",
    description=DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)


@api.exception_handler(Http404)
def _not_found(request, error):
    return JsonResponse({"detail": "Not found."}, status=404)


@api.exception_handler(HttpError)
def _refused(request, error):
    return JsonResponse({"detail": str(error)}, status=error.status_code)


@api.exception_handler(ValidationError)
def _invalid(request, error):
    details = [{"loc": list(each["loc"]), "msg": each["msg"]} for each in error.errors]
    return JsonResponse({"detail": details}, status=422)


@api.exception_handler(BadCursor)
def _bad_cursor(request, error):
    return JsonResponse({"detail": "There is no page after this cursor."}, status=404)


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


def public(view, state=public_state):
    return open_to_all(from_replica(public_page(_for_head(view), state=state, query=PARAMETERS)))


@cache
def openapi_schema():
    """A constant of the code that takes 30 ms to make."""
    return api.get_openapi_schema(path_prefix="/api/v1/")


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
    """Those of the operations, and that of the description of the API."""
    pages, _namespace, _name = api.urls
    for page in pages:
        if page.name != "api-root":
            state = None if page.name in NOT_STORED else public_state
            yield path(f"api/v1/{page.pattern}", public(page.callback, state), name=f"api-{page.name}")
    yield path("api/v1/openapi.json", public(openapi), name="api-openapi")
