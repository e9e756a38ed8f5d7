"""What the browser keeps of typed text (unsaved_changes.js), and how it learns that a form was saved."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "saved_typing"
TOKEN = re.compile(r"[0-9A-Za-z-]{1,40}", re.ASCII)
MOST = 10
HOUR = 60 * 60
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
        response.set_cookie(
            COOKIE,
            ".".join([*known, token][-MOST:]),
            max_age=HOUR,
            path="/admin/",
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
