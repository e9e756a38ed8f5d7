"""Public paths get nothing that belongs to staff: no session, login, token or cookie; and two security policies."""

import logging
import re

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DataError
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.defaults import bad_request

from .history.changes import made_by

logger = logging.getLogger("django.request")

STAFF_PATH = re.compile(r"^/admin(/|$)")
SESSION_KEY = re.compile(r"[a-z0-9]{8,40}")
SPANISH_PATH = re.compile(r"^/es(/|$)")
FORGED = (DataError, OverflowError, ValueError)
READING = {"GET", "HEAD", "OPTIONS", "TRACE"}
PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def is_staff_path(request):
    """Whether this address is the administration's: the one definition of what is not public."""
    return STAFF_PATH.match(request.path_info) is not None


class StaffOnly:
    """Mixed into a middleware: public paths pass by it untouched."""

    def __call__(self, request):
        return super().__call__(request) if is_staff_path(request) else self.get_response(request)


class StaffSessionMiddleware(StaffOnly, SessionMiddleware):
    """What cannot be the key of a session is not looked up: a database may refuse the very question."""

    def process_request(self, request):
        if not SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        super().process_request(request)


class StaffCsrfMiddleware(CsrfViewMiddleware):
    """Checks every form, public ones too unless their view says `csrf_exempt`; reading a public page makes no token."""

    def __call__(self, request):
        if is_staff_path(request) or request.method not in READING:
            return super().__call__(request)
        return self.get_response(request)

    def process_view(self, request, callback, callback_args, callback_kwargs):
        if is_staff_path(request) or request.method not in READING:
            return super().process_view(request, callback, callback_args, callback_kwargs)
        return None


class StaffAuthenticationMiddleware(StaffOnly, AuthenticationMiddleware):
    pass


class StaffMessageMiddleware(StaffOnly, MessageMiddleware):
    pass


class StaffAuthorMiddleware:
    """Who is signed in makes the changes that are recorded; from where is nobody's business."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with made_by(request.user if is_staff_path(request) else None):
            return self.get_response(request)


class ForgedValues:
    """A staff request with a value that no form of ours sends and that the database cannot compare or store, as a key
    of twenty digits: 400. It is logged with its traceback as a 500 would be, lest a fault of ours stay unseen."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if settings.DEBUG or not is_staff_path(request) or not isinstance(exception, FORGED):
            return None
        logger.error("Refused as forged: %s", request.path, exc_info=exception)
        return bad_request(request, exception)


class PolicyMiddleware(CSPMiddleware):
    """The administration's policy with a nonce and no storing; everywhere else one constant policy."""

    def process_request(self, request):
        if is_staff_path(request):
            super().process_request(request)

    def process_response(self, request, response):
        if is_staff_path(request):
            add_never_cache_headers(response)
            return super().process_response(request, response)
        response.headers.setdefault("Content-Security-Policy", PUBLIC_POLICY)
        return response


class LanguageMiddleware:
    """A public page speaks the language of its address; the administration that of the person, or of the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self.language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    @staticmethod
    def language(request):
        if is_staff_path(request):
            person = request.user
            return person.language if person.is_authenticated else translation.get_language_from_request(request)
        return "es" if SPANISH_PATH.match(request.path_info) else "en"
