"""How long somebody stays signed in, and what a session's browser is called."""

import re
import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.utils import timezone
from django.utils.translation import gettext as _

from ..accounts.models import User
from ..middleware import is_staff_path

BEGUN, SEEN = "begun_at", "seen_at"  # in the session, in seconds
NOTED_EVERY = 60  # seconds: not every page is worth a write
BY_ITSELF = "X-By-Itself"  # a header of requests that a page makes without anybody having touched it
PROGRAMS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"),
            ("CriOS", "Chrome"), ("Safari", "Safari")]  # fmt: skip
SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")]  # fmt: skip


def note_beginning(sender, request, user, **kwargs):
    """For the signal that somebody has signed in."""
    request.session[BEGUN] = request.session[SEEN] = time.time()


def has_run_out(session, now):
    """Nobody has done anything for too long, or it is time to sign in again whatever has been done."""
    begun, seen = session.get(BEGUN, 0), session.get(SEEN, 0)
    return now - begun >= settings.SESSION_LONGEST or now - seen >= settings.SESSION_IDLE


def note_use(user, now=None):
    """Once a day, on the first page that is noted: a session may outlast the day on which somebody signed in."""
    today = timezone.localdate(now)
    if user.used_on != today:
        User.objects.filter(pk=user.pk).update(used_on=today)


class StaffSessionLimits:
    """Ends sessions that have run out; what a page asks for by itself is not somebody's doing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_staff_path(request) and request.user.is_authenticated:
            self.keep_or_end(request, time.time())
        return self.get_response(request)

    def keep_or_end(self, request, now):
        if has_run_out(request.session, now):
            logout(request)
        elif now - request.session[SEEN] >= NOTED_EVERY and BY_ITSELF not in request.headers:
            request.session[SEEN] = now
            note_use(request.user)
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _first(pairs, text, pattern):
    return next((name for mark, name in pairs if re.search(pattern.format(re.escape(mark)), text)), None)


def browser_words(user_agent):
    """“Firefox, Linux”; what is not known is left out."""
    found = [_first(PROGRAMS, user_agent, r"\b{}\w*/"), _first(SYSTEMS, user_agent, r"\b{}\b")]
    return ", ".join(filter(None, found)) or _("Unknown browser")
