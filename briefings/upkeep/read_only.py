"""The read-only desk: staff can read and sign in and out; nothing that they send is saved.

`require_act` refuses every act, and the middleware every form, whatever saves it. Acts for emergencies work on: the
switches, taking a page down, hiding a byline. Readers are not affected.
"""

from contextvars import ContextVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..lib.acts import ACTS, Attempt, of_all_acts
from ..lib.admin.pages import admin_page
from ..middleware import is_staff_path
from .models import EmergencySwitches
from .outage import typed

SAFE = {"GET", "HEAD", "OPTIONS"}
ALLOWED = {
    "account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "mfa_login_webauthn",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "logout", "emergencies",
    "briefings_byline_visibility",  # its act is in the form, and is asked for its conditions
}  # fmt: skip
# A tuple of the row or None while a request of staff is served, so that many acts ask the database once.
_in_request: ContextVar[tuple] = ContextVar("read_only_in_request", default=())


def read_only_words(switches: EmergencySwitches) -> str:
    since = date_format(localtime(switches.read_only_since), "DATETIME_FORMAT")
    words = _("The desk has been read-only since %(since)s: %(reason)s")
    return words % {"since": since, "reason": switches.reason}


@of_all_acts
def desk_is_open(attempt: Attempt) -> None:
    """The site itself and visitors are not staff: they have no `by`."""
    if attempt.by is None:
        return
    (switches,) = _in_request.get() or (EmergencySwitches.read_only(),)
    if switches:
        raise ValidationError(read_only_words(switches), code="read_only")


class ReadOnlyDesk:
    """Middleware: refuses forms of staff while the desk is read-only, and shows what was typed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_staff_path(request) or (request.method in SAFE and not request.user.is_authenticated):
            return self.get_response(request)
        request.read_only = EmergencySwitches.read_only()
        token = _in_request.set((request.read_only,))
        try:
            return self.get_response(request)
        finally:
            _in_request.reset(token)

    def process_view(self, request, view, arguments, named_arguments):
        """After the check of the form's CSRF token: the page offers to send the form again."""
        switches = getattr(request, "read_only", None)
        act = ACTS.get(named_arguments.get("act"))
        if not switches or request.method in SAFE or request.resolver_match.url_name in ALLOWED:
            return None
        if act and act.in_emergency:
            return None
        if not admin.site.has_permission(request):  # an invitation, a link for a forgotten password, a second factor
            raise PermissionDenied(_("Nothing can be changed here at the moment. Try again later."))
        return refusal(request, switches)

    def process_exception(self, request, exception):
        """A page that begins with `require_act`, such as the form of invitations."""
        if isinstance(exception, ValidationError) and getattr(exception, "code", None) == "read_only":
            return refusal(request, request.read_only)
        return None


def refusal(request, switches: EmergencySwitches):
    fields = [] if request.method in SAFE else typed(request)
    context = {"why": read_only_words(switches), "fields": fields, "address": request.get_full_path()}
    return admin_page(request, "admin/read_only.html", _("The desk is read-only"), context, status=403)
