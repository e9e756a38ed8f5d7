from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps.views import x_robots_tag
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from ..addresses.models import page_url
from ..addresses.redirects import in_small_letters
from ..lib.http import UnknownValue, refusal
from ..lib.numbers import language_code
from ..lib.paging import page_number
from ..middleware import is_staff_path
from ..reuse.api import site as api_site
from ..sources.models import Source
from ..statistics.models.observations import CREDIBILITY
from ..statistics.printed_in.home_figures import HomeFigures
from .context_processors import LANGUAGES, LanguageLink, desk
from .home import Briefings, Initiatives
from .sitemaps import sections, urlset

SECURITY_TXT_FOR = timedelta(days=180)


@require_safe
def choose_language(request):
    """Redirect `/` to the home page in the language that the browser prefers."""
    accepted = (
        code[:2] for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    )
    language = next((code for code in accepted if code in LANGUAGES), "en")
    response = HttpResponseRedirect(page_url("home", language))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def home(request):
    context = {"briefings": Briefings(language_code()), "figures": HomeFigures(), "initiatives": Initiatives()}
    return render(request, "briefings/pages/home.html", context)


def about(request):
    letters = [(grade, str(label).partition(" – ")[2]) for grade, label in Source.Reliability.choices]
    return render(request, "briefings/pages/about.html", {"letters": letters, "digits": CREDIBILITY})


def robots(request):
    """Allow everything. Private addresses are not listed, because the file is public."""
    lines = f"User-agent: *\nAllow: /\nSitemap: {settings.SITE_URL}{reverse('sitemap-index')}\n"
    return HttpResponse(lines, content_type="text/plain")


def sitemap_index(request):
    """The address of every sitemap, page by page."""
    found = [
        reverse("sitemap", args=[name]) + (f"?p={number}" if number > 1 else "")
        for name, section in sections().items()
        for number in range(1, section.paginator.num_pages + 1)
    ]
    context = {"sitemaps": [{"location": settings.SITE_URL + address} for address in found]}
    return render(request, "sitemap_index.xml", context, content_type="application/xml")


@x_robots_tag
def section_sitemap(request, section):
    found = sections().get(section)
    if found is None:
        raise Http404("no such sitemap")
    text, newest = urlset(found, page_number(request, "p"))
    headers = {"Last-Modified": http_date(newest.timestamp())} if newest else None
    return HttpResponse(text, content_type="application/xml", headers=headers)


def security_txt(request):
    """RFC 9116. Its date is renewed every day."""
    if not settings.PUBLISHER_CONTACT:
        raise Http404("no contact")
    expires = datetime.combine(timezone.localdate() + SECURITY_TXT_FOR, time(), UTC)
    lines = [
        f"Contact: mailto:{settings.PUBLISHER_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: es, en",
        f"Canonical: {settings.SITE_URL}{reverse('security-txt')}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def not_found(request, exception=None):
    """404, the same for pages that do not exist and pages that are not public; inside the admin for staff."""
    if is_staff_path(request) and admin.site.has_permission(request):
        return render(request, "admin/404.html", admin.site.each_context(request), status=404)
    if is_staff_path(request):
        return refusal(request, "404.html", status=404, **desk(request))
    if request.path_info.startswith("/api/"):
        return api_site.absent(request)
    if request.method in ("GET", "HEAD") and (url := in_small_letters(request)):
        return HttpResponsePermanentRedirect(url)
    other = "en" if request.LANGUAGE_CODE.startswith("es") else "es"
    links = [LanguageLink(other, page_url("home", other))] if other in LANGUAGES else []
    words = str(exception) if isinstance(exception, UnknownValue) else ""
    return refusal(request, "404.html", status=404, language_links=links, words=words)
