"""A restored copy does nothing by itself, sends no mail and is marked, until `manage.py restore --release`.

Mail is sent by `manage.py tick`, which asks `in_quarantine` first.
"""

import math
import re
import time

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..history.actions import record
from .acts import RELEASE
from .models import Quarantine

IN_QUARANTINE = "Nothing is done: this is a restored copy in quarantine."
ASKED_EVERY = 30  # seconds
STRIP = '<div class="strip strip--withdrawn"><p><strong>{}</strong></p></div>'
BODY = re.compile(rb"<body\b[^>]*>")
# A stored page or one that the browser has would be without the strip.
OF_CACHES = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT_ENCODING")


def in_quarantine() -> bool:
    return Quarantine.objects.exists()


@transaction.atomic
def release() -> bool:
    """End the quarantine, and note in the log that what happened after the backup is missing; False where none was."""
    quarantine = Quarantine.objects.select_for_update().first()
    if quarantine is None:
        return False
    times = {"taken_at": quarantine.taken_at.isoformat(), "restored_at": quarantine.since.isoformat()}
    record(by=None, act=RELEASE, target=quarantine, detail=times)
    quarantine.delete()
    return True


class QuarantineMiddleware:
    """Marks every page of a copy in quarantine and keeps search engines and caches from it.

    A process asks until it knows that there is none: only `manage.py restore` begins a quarantine, in a place without a
    site. It asks again every half minute during a quarantine, and while the database does not answer.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.asks_at, self.quarantine = 0, None

    def __call__(self, request):
        quarantine = self.present()
        if quarantine is None:
            return self.get_response(request)
        for name in OF_CACHES:
            request.META.pop(name, None)
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Cache-Control"] = "private, no-store"
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            del response.headers["ETag"]
            mark(response, quarantine)
        return response

    def present(self) -> Quarantine | None:
        if time.monotonic() >= self.asks_at:
            self.asks_at = time.monotonic() + ASKED_EVERY
            try:
                self.quarantine = Quarantine.objects.first()
            except DatabaseError:
                return self.quarantine  # the page itself reports it
            if self.quarantine is None:
                self.asks_at = math.inf
        return self.quarantine


def mark(response, quarantine: Quarantine) -> None:
    """Put a strip at the top of the page, in its language."""
    with translation.override(response.headers.get("Content-Language", settings.LANGUAGE_CODE)[:2]):
        taken = date_format(localtime(quarantine.taken_at), "DATETIME_FORMAT")
        words = _("This is a copy restored from a backup of %(taken)s, not the public site. It sends no mail.")
        strip = format_html(STRIP, words % {"taken": taken})
    response.content = BODY.sub(lambda body: body[0] + strip.encode(), response.content, count=1)
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(response.content))
