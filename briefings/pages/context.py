"""What every public page shows around its content."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..middleware import is_staff_path


class Destination:
    """One link of the masthead or the footer."""

    def __init__(self, url, label, request):
        self.url, self.label = url, label
        home = url.count("/") == 2
        self.is_here = request.path == url or (not home and request.path.startswith(url))


def site(request):
    if is_staff_path(request):
        return {}
    language = (get_language() or "en")[:2]

    def destination(name, label):
        return Destination(reverse(f"{name}-{language}"), label, request)

    return {
        "language": language,
        "site_name": _("Ecuador security briefings"),
        "home_url": reverse(f"home-{language}"),
        "nav": [
            destination("briefings", _("Briefings")),
            destination("statistics", _("Statistics")),
            destination("impacts", _("Impacts")),
            destination("initiatives", _("Initiatives")),
        ],
        "footer_nav": [
            destination("about", _("About")),
            destination("sources", _("Sources")),
        ],
        "site_url": settings.SITE_URL,
    }
