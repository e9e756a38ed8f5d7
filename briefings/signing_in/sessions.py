"""Time limits of staff sessions, and names of browsers."""

import re
import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.utils import timezone
from django.utils.translation import gettext as _

from ..accounts.models import User
from ..middleware import is_staff_path

BEGUN, SEEN = "begun_at", "seen_at"  # session keys; values in seconds
NOTED_EVERY = 60  # seconds; saves a write on most pages
BY_ITSELF = "X-By-Itself"  # header of requests that a script sends without any user action
PROGRAMS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"),
            ("CriOS", "Chrome"), ("Safari", "Safari")]  # fmt: skip
SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")]  # fmt: skip


def note_sign_in(sender, request, user, **kwargs):
    request.session[BEGUN] = request.session[SEEN] = time.time()


def has_expired(session, now: float) -> bool:
    begun, seen = session.get(BEGUN, 0), session.get(SEEN, 0)
    return now - begun >= settings.SESSION_LONGEST or now - seen >= settings.SESSION_IDLE


def note_use(user, now=None):
    """Save the day of use. Signing in is not enough: a session may last longer than a day."""
    today = timezone.localdate(now)
    if user.used_on != today:
        User.objects.filter(pk=user.pk).update(used_on=today)


def note_new_key(before, session):
    """Django renames a session that was signed with one of SECRET_KEY_FALLBACKS."""
    if session.session_key != before:
        UserSession.objects.filter(session_key=before).update(session_key=session.session_key)


class StaffSessionLimits:
    """Middleware: ends expired sessions. Requests that a script sends by itself do not extend a session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_staff_path(request):
            before = request.session.session_key
            if request.user.is_authenticated:
                note_new_key(before, request.session)
                self.keep_or_end(request, time.time())
        return self.get_response(request)

    def keep_or_end(self, request, now):
        if has_expired(request.session, now):
            logout(request)
        elif now - request.session[SEEN] >= NOTED_EVERY and BY_ITSELF not in request.headers:
            request.session[SEEN] = now
            note_use(request.user)
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _first_match(names, user_agent, pattern):
    return next((name for token, name in names if re.search(pattern.format(re.escape(token)), user_agent)), None)


def browser_words(user_agent: str) -> str:
    """“Firefox, Linux”, without what is unknown."""
    names = [_first_match(PROGRAMS, user_agent, r"\b{}\w*/"), _first_match(SYSTEMS, user_agent, r"\b{}\b")]
    return ", ".join(filter(None, names)) or _("Unknown browser")
