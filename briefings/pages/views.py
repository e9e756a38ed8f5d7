from django.contrib import admin
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from ..lib.http import refusal
from ..lib.numbers import language_code
from ..middleware import is_staff_path
from ..sources.models import Source
from ..statistics.models.observations import CREDIBILITY
from ..statistics.printed_in.home_figures import HomeFigures
from .context_processors import LANGUAGES, LanguageLink, desk
from .home import Initiatives, newest_editions


@require_safe
def choose_language(request):
    """Redirect `/` to the home page in the language that the browser prefers."""
    accepted = (
        code[:2] for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    )
    language = next((code for code in accepted if code in LANGUAGES), "en")
    response = HttpResponseRedirect(reverse(f"home-{language}"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def home(request):
    lead, *more = newest_editions(language_code()) or [None]
    context = {"lead": lead, "more": more, "figures": HomeFigures(), "initiatives": Initiatives()}
    return render(request, "briefings/pages/home.html", context)


def about(request):
    letters = [(grade, str(label).partition(" – ")[2]) for grade, label in Source.Reliability.choices]
    return render(request, "briefings/pages/about.html", {"letters": letters, "digits": CREDIBILITY})


def robots(request):
    """Allow everything. Private addresses are not listed, because the file is public."""
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain")


def not_found(request, exception=None):
    """404, the same for pages that do not exist and pages that are not public; inside the admin for staff."""
    if is_staff_path(request) and admin.site.has_permission(request):
        return render(request, "admin/404.html", admin.site.each_context(request), status=404)
    if is_staff_path(request):
        return refusal(request, "404.html", status=404, **desk(request))
    other = "en" if request.LANGUAGE_CODE.startswith("es") else "es"
    links = [LanguageLink(other, reverse(f"home-{other}"))] if other in LANGUAGES else []
    return refusal(request, "404.html", status=404, language_links=links)
