"""What every public page shows around its content."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..lib.numbers import as_number
from ..middleware import is_staff_path

LANGUAGES = {"en": "English", "es": "Español"}


class Destination:
    """One link of the masthead or the footer."""

    def __init__(self, url, label, request):
        self.url, self.label = url, label
        home = url.count("/") == 2
        self.is_here = request.path == url or (not home and request.path.startswith(url))


@dataclass(frozen=True)
class LanguageLink:
    """This page in another language."""

    language: str
    url: str

    @property
    def label(self):
        return LANGUAGES[self.language]


def language_links(request):
    """The page's twin, where `pair` in urls.py has given it one; pages whose twin has other words pass their own."""
    match = request.resolver_match
    name, _dash, language = (match.url_name or "").rpartition("-") if match else ("", "", "")
    if not name or language not in LANGUAGES:
        return []
    links = []
    for other in LANGUAGES:
        if other != language:
            try:
                links.append(LanguageLink(other, reverse(f"{name}-{other}", args=match.args, kwargs=match.kwargs)))
            except NoReverseMatch:
                continue
    return links


def canonical_url(request):
    """This page's one address: a later page of a list has its own, a sorting or a filter has not."""
    try:
        page = request.GET.get("page", "")
    except SuspiciousOperation:  # a query of thousands of fields; the page that refuses it needs no address
        return ""
    query = f"?page={page}" if as_number(page) is not None and page != "1" else ""
    return f"{settings.SITE_URL}{request.path}{query}"


def desk(request):
    """What stands around an error page of the administration: the way back to the desk."""
    return {
        "language": (get_language() or "en")[:2],
        "site_name": _("Ecuador security briefings"),
        "nav": [Destination(reverse("admin:index"), _("Editorial desk"), request)],
    }


def site(request):
    if is_staff_path(request):
        return {}
    language = (get_language() or "en")[:2]

    def destination(name, label):
        return Destination(reverse(f"{name}-{language}"), label, request)

    return {
        "language": language,
        "language_links": language_links(request),
        "canonical_url": canonical_url(request),
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
