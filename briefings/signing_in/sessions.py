"""How long somebody stays signed in."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.utils import timezone

from ..accounts.models import User
from ..middleware import is_staff_path

BEGUN, SEEN = "begun_at", "seen_at"  # in the session, in seconds
NOTED_EVERY = 60  # seconds: not every page is worth a write
BY_ITSELF = "X-By-Itself"  # a header of requests that a page makes without anybody having touched it


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
