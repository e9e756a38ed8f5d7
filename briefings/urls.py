"""Every public address, on one screen: each page in English and in Spanish, with its own words."""

from django.urls import path

from .articles import views as articles
from .lib.http import public_page
from .pages import views as pages


def pair(english, spanish, view, name):
    """The same public page at two addresses, named `<name>-en` and `<name>-es`."""
    view = public_page(view)
    return [path(f"en/{english}", view, name=f"{name}-en"), path(f"es/{spanish}", view, name=f"{name}-es")]


urlpatterns = [
    path("", pages.choose_language, name="root"),
    path("healthz", pages.health, name="health"),
    *pair("", "", pages.home, "home"),
    *pair("briefings/", "informes/", articles.briefing_list, "briefings"),
    *pair("briefings/<slug:slug>/", "informes/<slug:slug>/", articles.briefing, "briefing"),
    *pair("briefings/<slug:slug>/<int:number>/", "informes/<slug:slug>/<int:number>/", articles.edition, "edition"),
    *pair("about/", "acerca-de/", pages.about, "about"),
]
