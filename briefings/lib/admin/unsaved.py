"""What the browser keeps of typed text (unsaved_changes.js), and how it learns that a form was saved."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "saved_typing"
KEPT_COOKIE = "kept_typing"
KEPT_COPY = re.compile(r"[0-9A-Za-z-]{1,40}_[0-9]{1,15}", re.ASCII)  # token and time of the browser's copy
TOKEN = re.compile(r"[0-9A-Za-z-]{1,40}", re.ASCII)
MOST = 10
HOUR = 60 * 60
KEPT = 3 * 24 * HOUR  # as long as the browser keeps its copies
POPUP = "admin/popup_response.html"


def _is_after_saving(response):
    return response.status_code in (302, 303) or POPUP in (getattr(response, "template_name", None) or ())


def note_saved(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Name the token of a posted form in a cookie if the answer is that of a save: a redirect, or what closes a popup.

    The next page of the desk deletes the browser's copy and the cookie. Whoever is not let in any more gets no cookie:
    the redirect to the sign-in page does not come from a view.
    """
    token = request.POST.get("typing", "") if request.method == "POST" and _is_after_saving(response) else ""
    if TOKEN.fullmatch(token):
        known = [saved for saved in request.COOKIES.get(COOKIE, "").split(".") if TOKEN.fullmatch(saved)]
        _set_cookie(response, COOKIE, [*known, token], max_age=HOUR)
    return response


def kept_copies(request: HttpRequest) -> list[str]:
    """The copies of this browser that the server took, each "<token>_<time>"."""
    return [copy for copy in request.COOKIES.get(KEPT_COOKIE, "").split(".") if KEPT_COPY.fullmatch(copy)]


def note_kept(request: HttpRequest, response: HttpResponse, *, token: str, at: str) -> HttpResponse:
    """Note in a cookie that the server took a copy: a page that is closing reads no answer, but its browser does."""
    copy = f"{token}_{at}"
    if KEPT_COPY.fullmatch(copy):
        others = [other for other in kept_copies(request) if not other.startswith(f"{token}_")]
        _set_cookie(response, KEPT_COOKIE, [*others, copy], max_age=KEPT, httponly=True)
    return response


def _set_cookie(response, name, values, **options):
    response.set_cookie(
        name,
        ".".join(values[-MOST:]),
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        **options,
    )
