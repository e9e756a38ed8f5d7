"""Files as responses: open to every site, cached and compressed like pages, streamed where they are large."""

import hashlib
from collections.abc import Iterable
from functools import wraps
from itertools import chain

from django.db import NotSupportedError
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from ..addresses.redirects import in_small_letters
from ..history.public_token import public_state
from ..lib.http import UnknownValue, refused
from ..lib.public_pages import FRESH
from ..lib.rows.prepared import forget_old_plan
from .files import TooLarge, as_csv, as_json, as_xlsx, as_zip

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "csl.json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}
SHOWN = {"json", "svg", "png"}  # in the browser; the others are saved
EXPOSED = "ETag, Link, Content-Disposition"  # headers that scripts of other sites may read
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}
WRITERS = {"csv": as_csv, "json": as_json, "xlsx": as_xlsx, "zip": as_zip}
LARGE = 256 * 1024  # bytes; a larger file is streamed, not stored


def open_to_all(view):
    """Scripts of other sites may read the answer and ask whether it has changed, and their pages may show it.

    What there is not is refused with a line of text, not with a page.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=PREFLIGHT)
        else:
            try:
                response = view(request, *args, **kwargs)
            except UnknownValue as error:
                response = refused(str(error), status=404)
            except Http404:
                response = _absent(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answer


def _absent(request) -> HttpResponse:
    if url := in_small_letters(request):
        return HttpResponsePermanentRedirect(url)
    return refused(_("There is no file at this address. Its page may say why."), status=404)


def with_known_parameters(view, names: Iterable[str], of_page: Iterable[str] = ()):
    """Refuse all parameters but `names` and those `of_page`, which change no file. The API does the same: a slip in a
    name must not give the values of another area."""
    allowed = {*names, *of_page}

    @wraps(view)
    def answer(request, *args, **kwargs):
        unknown = next((name for name in request.GET if name not in allowed), None)
        if unknown is None:
            return view(request, *args, **kwargs)
        words = _("“%(name)s”: there is no such parameter here. Known are: %(known)s.")
        return refused(words % {"name": unknown, "known": ", ".join(names) or _("none")}, status=422)

    return answer


def file_response(request, content: bytes | Iterable[bytes], *, name: str, ending: str, page_url: str) -> HttpResponse:
    """`content` in pieces is streamed if it is large. `page_url` is the page that shows the same to people."""
    headers = {"Link": f'<{page_url.partition("#")[0]}>; rel="canonical"', "Content-Type": TYPES[ending]}
    disposition = "inline" if ending in SHOWN else "attachment"
    headers["Content-Disposition"] = f'{disposition}; filename="{name}.{ending}"'
    if isinstance(content, bytes):
        return HttpResponse(content, headers=headers)
    pieces, first, size = iter(content), [], 0
    for piece in pieces:
        first.append(piece)
        size += len(piece)
        if size > LARGE:
            return _streamed(request, chain([b"".join(first)], _joined(pieces)), headers)
    return HttpResponse(b"".join(first), headers=headers)


def _streamed(request, pieces, headers):
    """Its ETag is the state of all that is public: the same state, the same file. It is the state before the rows were
    read, where that is known."""
    state = repr((getattr(request, "public_state", None) or public_state(), request.get_full_path()))
    etag = f'W/"{hashlib.sha256(state.encode()).hexdigest()[:32]}"'
    response = StreamingHttpResponse(pieces, headers=headers | {"ETag": etag, "Cache-Control": FRESH})
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=etag, response=response)


def _joined(pieces, at_least=64 * 1024):
    waiting, size = [], 0
    try:
        for piece in pieces:
            waiting.append(piece)
            size += len(piece)
            if size >= at_least:
                yield b"".join(waiting)
                waiting, size = [], 0
    except NotSupportedError as error:  # this download breaks off; the next one must not
        forget_old_plan(error)
        raise
    if waiting:
        yield b"".join(waiting)


def too_large():
    words = _("This selection is too large for such a file. The CSV file has all of it.")
    return refused(words, status=413)


def dataset_file(request, dataset, ending):
    try:
        content = WRITERS[ending](dataset)
    except TooLarge:
        return too_large()
    return file_response(request, content, name=dataset.name, ending=ending, page_url=dataset.url)
