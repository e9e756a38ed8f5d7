"""Every public address. Each page has one address in English and one in Spanish."""

from django.urls import path, re_path

from .articles import views as articles
from .history.public_token import public_state
from .history.replicas import from_replica
from .impacts import views as impacts
from .initiatives import views as initiatives
from .lib.http import unlisted
from .lib.public_pages import public_page
from .media import views as media
from .pages import views as pages
from .recall import views as recall
from .search import views as search
from .sharing import views as shared_page
from .sources import views as sources
from .statistics import views as statistics

SEARCH = ("q", "kind", "topic", "place", "year", "page")
LIST = ("sort", "page")
KEYS = ("before", "after", "oldest")
CORRECTIONS = ("kind", *KEYS)
INITIATIVES = ("status", "kind", "area", *LIST)
INDICATOR = ("as_of", "area", "frequency", "source", *LIST, "after", "before", "last")


def pair(english, spanish, view, name, *, query=()):
    """The same public page at two addresses, named `<name>-en` and `<name>-es`; it knows the parameters in `query`."""
    return _pair(english, spanish, from_replica(public_page(view, state=public_state, query=query)), name)


def _pair(english, spanish, view, name):
    return [path(f"en/{english}", view, name=f"{name}-en"), path(f"es/{spanish}", view, name=f"{name}-es")]


urlpatterns = [
    path("", pages.choose_language, name="root"),
    path("robots.txt", public_page(pages.robots), name="robots"),
    *pair("", "", pages.home, "home"),
    *pair("briefings/", "informes/", articles.briefing_list, "briefings", query=KEYS),
    *pair("briefings/<slug:slug>/", "informes/<slug:slug>/", articles.briefing, "briefing"),
    *pair("briefings/<slug:slug>/<int:number>/", "informes/<slug:slug>/<int:number>/", articles.edition, "edition"),
    *pair(
        "briefings/<slug:slug>/editions/", "informes/<slug:slug>/ediciones/", articles.editions, "editions", query=KEYS
    ),
    *_pair("shared/<str:token>/", "compartido/<str:token>/", unlisted(shared_page.shared), "shared"),
    *_pair(
        "shared/<str:token>/<str:sha256>.<str:extension>",
        "compartido/<str:token>/<str:sha256>.<str:extension>",
        unlisted(shared_page.shared_picture),
        "shared-picture",
    ),
    *pair(
        "briefings/<slug:slug>/compare/<int:before>/<int:after>/",
        "informes/<slug:slug>/comparar/<int:before>/<int:after>/",
        articles.edition_comparison,
        "edition-comparison",
    ),
    *pair("impacts/", "impactos/", impacts.impacts, "impacts", query=LIST),
    *pair("initiatives/", "iniciativas/", initiatives.initiatives, "initiatives", query=INITIATIVES),
    *pair("initiatives/<slug:slug>/", "iniciativas/<slug:slug>/", initiatives.initiative, "initiative"),
    *pair("statistics/", "estadisticas/", statistics.index, "statistics", query=LIST),
    *pair("statistics/<slug:slug>/", "estadisticas/<slug:slug>/", statistics.indicator, "indicator", query=INDICATOR),
    *pair("tables/<slug:slug>/", "tablas/<slug:slug>/", statistics.data_table, "data-table", query=("as_of",)),
    *pair("sources/", "fuentes/", sources.index, "sources", query=LIST),
    *pair("sources/<slug:slug>/", "fuentes/<slug:slug>/", sources.source, "source"),
    *_pair("search/", "buscar/", from_replica(public_page(search.search_page, query=SEARCH)), "search"),
    *_pair(
        "search/suggestions/",
        "buscar/sugerencias/",
        from_replica(public_page(search.suggestions, query=("q",))),
        "search-suggestions",
    ),
    *pair("corrections/", "correcciones/", recall.corrections, "corrections", query=CORRECTIONS),
    *pair("about/", "acerca-de/", pages.about, "about"),
    re_path(
        r"^pictures/(?P<sha256>[0-9a-f]{64})\.(?P<extension>jpg|png|webp)$", from_replica(media.picture), name="picture"
    ),
]
