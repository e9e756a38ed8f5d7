"""The context of the frame of every public page: navigation, language links, canonical address."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..addresses.models import page_url
from ..lib.numbers import as_number, language_code
from ..middleware import is_staff_path
from .structured_data import as_json, breadcrumbs

LANGUAGES = {"en": "English", "es": "Español"}
CHOSEN = ("as_of", "area", "frequency", "kind", "release", "source", "status")


@dataclass(frozen=True)
class Destination:
    url: str
    label: str
    is_here: bool


@dataclass(frozen=True)
class LanguageLink:
    language: str
    url: str  # an anchor of the page itself where there is no such page
    is_same: bool = True  # whether it is this page in another language, which names this one in return

    @property
    def path(self):
        """Without parameters: what the page there calls its own address."""
        return self.url.partition("?")[0]

    @property
    def is_page(self):
        return not self.url.startswith("#")

    @property
    def label(self):
        return LANGUAGES[self.language]

    @property
    def name(self):
        """Of the language, in the language of the page."""
        return dict(settings.LANGUAGES)[self.language]


def language_links(request):
    """The same page in the other language, by the names that `pair` in urls.py gives. Pages with a slug of their own
    in each language pass their own links."""
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


def to_list_in_other_language(name: str) -> list[LanguageLink]:
    """Where a reader of a page that exists in one language goes on in the other."""
    others = [other for other in LANGUAGES if other != language_code()]
    return [LanguageLink(other, page_url(name, other), is_same=False) for other in others]


def links_to_other_language(thing) -> list[LanguageLink]:
    """The page of a thing that has an address in each language."""
    return [LanguageLink(other, thing.url_in(other)) for other in LANGUAGES if other != language_code()]


def language_query(request):
    """What was chosen on the page by values that are the same in each language."""
    try:
        chosen = {name: text for name in CHOSEN if (text := request.GET.get(name))}
    except SuspiciousOperation:
        return ""
    return f"?{urlencode(chosen)}" if chosen else ""


def canonical_url(request):
    """The address with the page number of a list, but without sorting and filters."""
    try:
        page = request.GET.get("page", "")
    except SuspiciousOperation:  # too many fields in the query string; the error page needs no canonical address
        return ""
    query = f"?page={page}" if as_number(page) is not None and page != "1" else ""
    return f"{settings.SITE_URL}{request.path}{query}"


def print_url(request):
    """The address of exactly what the page shows, with the parameters that it knows."""
    try:
        query = request.GET.urlencode()
    except SuspiciousOperation:
        return ""
    return f"{settings.SITE_URL}{request.path}{f'?{query}' if query else ''}"


def desk(request):
    """The context of an error page of the admin: one link back to the desk."""
    desk = reverse("admin:index")
    return {
        "language": language_code(),
        "site_name": _("Ecuador security briefings"),
        "nav": (Destination(desk, _("Editorial desk"), request.path == desk),),
    }


def site(request):
    if is_staff_path(request):
        return {}
    language = language_code()
    frame, top, foot = _frame(language)
    here = next((url for url, _label in top + foot if request.path.startswith(url)), "")
    nav, footer_nav = _destinations(top, here), _destinations(foot, here)
    return frame | {
        "language_links": language_links(request),
        "language_query": language_query(request),
        "data_licence": settings.DATA_LICENCE,
        "canonical_url": canonical_url(request),
        "print_url": print_url(request),
        "print_day": timezone.localdate(),
        "nav": nav,
        "footer_nav": footer_nav,
        "structured_data": _crumbs_of_list(request, nav + footer_nav),
        "site_url": settings.SITE_URL,
        "publisher": settings.PUBLISHER,
        "publisher_address": settings.PUBLISHER_ADDRESS,
        "publisher_contact": settings.PUBLISHER_CONTACT,
    }


@lru_cache
def _frame(language):
    """What the frame of each page in this language says alike, and (address, label) of where it leads to at its top and
    at its foot."""
    top = {
        "briefings": _("Briefings"),
        "statistics": _("Statistics"),
        "impacts": _("Impacts"),
        "initiatives": _("Initiatives"),
    }
    foot = {
        "about": _("About"),
        "sources": _("Sources"),
        "topics": _("Topics"),
        "places": _("Places"),
        "corrections": _("Corrections"),
        "api-docs": _("Data and API"),
    }
    words = {
        "language": language,
        "site_name": _("Ecuador security briefings"),
        "search_url": page_url("search", language),
        "home_url": page_url("home", language),
        "feed_url": page_url("briefings-feed", language),
        "corrections_url": page_url("corrections", language),
    }
    return words, *(tuple([(page_url(name, language), label) for name, label in part.items()]) for part in (top, foot))


@lru_cache
def _destinations(links, here):
    return tuple([Destination(url, label, url == here) for url, label in links])


def _crumbs_of_list(request, destinations):
    """Of the pages that the frame leads to; the pages below them say their own."""
    return [
        as_json(breadcrumbs((_("Home"), page_url("home", language_code())), (each.label, each.url)))
        for each in destinations
        if each.url == request.path
    ]
