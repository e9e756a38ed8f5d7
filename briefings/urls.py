"""Every public address. Each page has one address in English and one in Spanish."""

from django.urls import path, re_path

from .articles import views as articles
from .articles import views_comparison as comparisons
from .impacts import views as impacts
from .initiatives import views as initiatives
from .lib.http import public_page, unlisted
from .media import views as media
from .pages import views as pages
from .sharing import views as shared_page
from .sources import views as sources
from .statistics import views as statistics


def pair(english, spanish, view, name, *, answered=public_page):
    """The same public page at two addresses, named `<name>-en` and `<name>-es`."""
    view = answered(view)
    return [path(f"en/{english}", view, name=f"{name}-en"), path(f"es/{spanish}", view, name=f"{name}-es")]


urlpatterns = [
    path("", pages.choose_language, name="root"),
    path("healthz", pages.health, name="health"),
    path("robots.txt", public_page(pages.robots), name="robots"),
    *pair("", "", pages.home, "home"),
    *pair("briefings/", "informes/", articles.briefing_list, "briefings"),
    *pair("briefings/<slug:slug>/", "informes/<slug:slug>/", articles.briefing, "briefing"),
    *pair("briefings/<slug:slug>/<int:number>/", "informes/<slug:slug>/<int:number>/", articles.edition, "edition"),
    *pair("shared/<str:token>/", "compartido/<str:token>/", shared_page.shared, "shared", answered=unlisted),
    *pair(
        "shared/<str:token>/<str:sha256>.<str:extension>",
        "compartido/<str:token>/<str:sha256>.<str:extension>",
        shared_page.shared_picture,
        "shared-picture",
        answered=unlisted,
    ),
    *pair(
        "briefings/<slug:slug>/compare/<int:before>/<int:after>/",
        "informes/<slug:slug>/comparar/<int:before>/<int:after>/",
        comparisons.edition_comparison,
        "edition-comparison",
    ),
    *pair("impacts/", "impactos/", impacts.impacts, "impacts"),
    *pair("initiatives/", "iniciativas/", initiatives.initiatives, "initiatives"),
    *pair("initiatives/<slug:slug>/", "iniciativas/<slug:slug>/", initiatives.initiative, "initiative"),
    *pair("statistics/", "estadisticas/", statistics.index, "statistics"),
    *pair("statistics/<slug:slug>/", "estadisticas/<slug:slug>/", statistics.indicator, "indicator"),
    *pair("tables/<slug:slug>/", "tablas/<slug:slug>/", statistics.data_table, "data-table"),
    *pair("sources/", "fuentes/", sources.index, "sources"),
    *pair("sources/<slug:slug>/", "fuentes/<slug:slug>/", sources.source, "source"),
    *pair("about/", "acerca-de/", pages.about, "about"),
    re_path(r"^pictures/(?P<sha256>[0-9a-f]{64})\.(?P<extension>jpg|png|webp)$", media.picture, name="picture"),
]
