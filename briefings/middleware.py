"""Sessions, sign-in, CSRF tokens and messages only under /admin/; two content security policies; languages."""

import logging
import re
from http import HTTPStatus

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DataError
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.defaults import bad_request

from .history.field_changes import made_by
from .lib.logs import user_id

logger = logging.getLogger("django.request")

STAFF_PATH = re.compile(r"^/admin(/|$)")
SESSION_KEY = re.compile(r"[a-z0-9]{8,40}")
SPANISH_PATH = re.compile(r"^/es(/|$)", re.IGNORECASE)  # not found at /ES/ is said in Spanish
FORGED = (DataError, OverflowError)
PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Passkeys need publickey-credentials-*, which stays as browsers have it.
UNUSED_FEATURES = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def is_staff_path(request):
    """Whether the address is part of the admin. All other addresses are public."""
    return STAFF_PATH.match(request.path_info) is not None


class StaffOnly:
    """Mixin for a middleware that public paths skip."""

    def __call__(self, request):
        return super().__call__(request) if is_staff_path(request) else self.get_response(request)


class StaffSessionMiddleware(StaffOnly, SessionMiddleware):
    """Ignores cookies that cannot be a session key: looking one up can raise a database error."""

    def process_request(self, request):
        if not SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        super().process_request(request)


class LengthMiddleware(CommonMiddleware):
    """Without `Content-Length: 0` in a 304: the header would have to be the length of the page that is not sent."""

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            response.headers.pop("Content-Length", None)
        return response


class StaffCsrfMiddleware(StaffOnly, CsrfViewMiddleware):
    """Public forms have no cookie to compare with; `lib/public_forms.py` protects them, all other public views refuse
    a POST."""

    def process_view(self, request, callback, callback_args, callback_kwargs):
        if is_staff_path(request):
            return super().process_view(request, callback, callback_args, callback_kwargs)
        return None


class StaffAuthenticationMiddleware(StaffOnly, AuthenticationMiddleware):
    pass


class StaffMessageMiddleware(StaffOnly, MessageMiddleware):
    pass


class StaffAuthorMiddleware:
    """Names the signed-in person in the log, and as the author of field changes; no IP address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_staff_path(request):
            return self.get_response(request)
        user_id.set(request.user.pk or "-")
        with made_by(request.user):
            return self.get_response(request)


class ForgedValues:
    """Answers 400 to a staff request with a value that the database cannot store or compare, such as a 20-digit key.

    No form of ours sends one. The error is logged with its traceback, because it could also be a bug of ours.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if settings.DEBUG or not is_staff_path(request) or not isinstance(exception, FORGED):
            return None
        logger.warning("Refused as forged: %s", request.path, exc_info=exception)
        return bad_request(request, exception)


class PolicyMiddleware(CSPMiddleware):
    """Security headers of every response, static files and errors included.

    The admin gets a policy with a nonce and `no-store`; public pages get one constant policy and send no referrer.
    """

    def process_request(self, request):
        if is_staff_path(request):
            super().process_request(request)

    def process_response(self, request, response):
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["Permissions-Policy"] = UNUSED_FEATURES
        if is_staff_path(request):
            add_never_cache_headers(response)
            return super().process_response(request, response)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Content-Security-Policy", PUBLIC_POLICY)
        return response


class LanguageMiddleware:
    """Public pages use the language of their address, the admin that of the account or of the browser."""

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
