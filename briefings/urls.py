"""Every public address, on one screen: each page in English and in Spanish, with its own words."""

from django.urls import path

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
    *pair("about/", "acerca-de/", pages.about, "about"),
]
