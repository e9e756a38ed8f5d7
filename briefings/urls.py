"""Every public address. Each page has one address in English and one in Spanish."""

from django.urls import include, path, re_path

from .addresses.converters import register_all
from .addresses.redirects import follow_addresses
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
from .reuse import citing, feed_of_values, feeds, lists
from .reuse import places as place_files
from .reuse import views as reuse
from .reuse.api.documentation import documentation
from .reuse.api.site import patterns as api_patterns
from .reuse.sending import open_to_all, with_known_parameters
from .search import views as search
from .sharing import views as shared_page
from .sources import views as sources
from .statistics import views as statistics
from .statistics.models import Area, Indicator
from .statistics.places import views as places
from .topics import views as topics
from .topics.models import Topic

SEARCH = ("q", "kind", "topic", "place", "year", "page")
LIST = ("sort", "page")
KEYS = ("before", "after", "oldest")
FEED = ("before", "after")
WINDOWS = ("window", *FEED)
BRIEFINGS = ("kind", "topic", "place", "year", *KEYS)
CORRECTIONS = ("kind", *KEYS)
OF_INITIATIVES = ("status", "kind", "area")
INITIATIVES = (*OF_INITIATIVES, *LIST)
SELECTION = ("as_of", "area", "frequency", "source")
INDICATOR = (*SELECTION, *LIST, "after", "before", "last", "revisions", *(f"briefings-{name}" for name in KEYS))


register_all()


def pair(english, spanish, view, name, *, query=()):
    """The same public page at two addresses, named `<name>-en` and `<name>-es`; it knows the parameters in `query`."""
    return _pair(english, spanish, from_replica(public_page(view, state=public_state, query=query)), name)


def files(english, spanish, view, name, *, query=()):
    """A pair of files beside pages: scripts of other sites may read them."""
    return _pair(english, spanish, open_to_all(from_replica(public_page(view, state=public_state, query=query))), name)


def data_files(english, spanish, view, name, *, query=(), of_page=()):
    """Files of data and citations. They refuse parameters that neither they nor their page (`of_page`) know."""
    view = from_replica(public_page(view, state=public_state, query=query))
    return _pair(english, spanish, open_to_all(with_known_parameters(view, query, of_page)), name)


def _pair(english, spanish, view, name):
    return [path(english, view, name=f"{name}-en"), path(spanish, view, name=f"{name}-es")]


PAIRS = [
    *pair("", "", pages.home, "home"),
    *pair("briefings/", "informes/", articles.briefing_list, "briefings", query=BRIEFINGS),
    *pair("briefings/<slug:slug>/", "informes/<slug:slug>/", articles.briefing, "briefing"),
    *pair(
        "briefings/<slug:slug>/<number:number>/",
        "informes/<slug:slug>/<number:number>/",
        articles.edition,
        "edition",
    ),
    *files(
        "briefings/<slug:slug>/<block:key>.png",
        "informes/<slug:slug>/<block:key>.png",
        reuse.briefing_card,
        "briefing-card",
    ),
    *data_files(
        "briefings/<slug:slug>/<number:number>/<block:key>.<ending:ending>",
        "informes/<slug:slug>/<number:number>/<block:key>.<ending:ending>",
        reuse.edition_file,
        "edition-file",
    ),
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
        "briefings/<slug:slug>/compare/<number:before>/<number:after>/",
        "informes/<slug:slug>/comparar/<number:before>/<number:after>/",
        articles.edition_comparison,
        "edition-comparison",
    ),
    *data_files(
        "briefings/<slug:slug>/compare/<number:before>/<number:after>.<ending:ending>",
        "informes/<slug:slug>/comparar/<number:before>/<number:after>.<ending:ending>",
        reuse.edition_comparison_file,
        "edition-comparison-file",
    ),
    *pair("impacts/", "impactos/", impacts.impacts, "impacts", query=LIST),
    *pair("initiatives/", "iniciativas/", initiatives.initiatives, "initiatives", query=INITIATIVES),
    *pair("initiatives/<slug:slug>/", "iniciativas/<slug:slug>/", initiatives.initiative, "initiative"),
    *pair("statistics/", "estadisticas/", statistics.index, "statistics", query=LIST),
    *pair("statistics/<slug:slug>/", "estadisticas/<slug:slug>/", statistics.indicator, "indicator", query=INDICATOR),
    *data_files(
        "statistics/<slug:slug>.<ending:ending>",
        "estadisticas/<slug:slug>.<ending:ending>",
        reuse.indicator_file,
        "indicator-file",
        query=(*SELECTION, "chart"),
        of_page=INDICATOR,
    ),
    *files(
        "statistics/<slug:slug>/<block:key>.png",
        "estadisticas/<slug:slug>/<block:key>.png",
        reuse.indicator_card,
        "indicator-card",
    ),
    *pair("tables/<slug:slug>/", "tablas/<slug:slug>/", statistics.data_table, "data-table", query=("as_of",)),
    *data_files(
        "tables/<slug:slug>.<ending:ending>",
        "tablas/<slug:slug>.<ending:ending>",
        reuse.data_table_file,
        "data-table-file",
        query=("as_of",),
    ),
    *pair("sources/", "fuentes/", sources.index, "sources", query=LIST),
    *pair("sources/<slug:slug>/", "fuentes/<slug:slug>/", sources.source, "source", query=("release", *KEYS)),
    *pair("topics/", "temas/", topics.index, "topics", query=("page",)),
    *pair("topics/<slug:slug>/", "temas/<slug:slug>/", topics.topic, "topic"),
    *pair("places/", "lugares/", places.index, "places"),
    *pair("places/<slug:slug>/", "lugares/<slug:slug>/", places.place, "place", query=("page",)),
    *data_files("places.<ending:ending>", "lugares.<ending:ending>", place_files.places_file, "places-file"),
    *data_files(
        "places/<slug:slug>.<ending:ending>",
        "lugares/<slug:slug>.<ending:ending>",
        place_files.place_file,
        "place-file",
        of_page=("page",),
    ),
    *data_files(
        "impacts.<ending:ending>", "impactos.<ending:ending>", lists.impacts_file, "impacts-file", of_page=LIST
    ),
    *data_files(
        "initiatives.<ending:ending>",
        "iniciativas.<ending:ending>",
        lists.initiatives_file,
        "initiatives-file",
        query=OF_INITIATIVES,
        of_page=LIST,
    ),
    *data_files("sources.<ending:ending>", "fuentes.<ending:ending>", lists.sources_file, "sources-file", of_page=LIST),
    *data_files(
        "statistics.<ending:ending>",
        "estadisticas.<ending:ending>",
        lists.statistics_file,
        "statistics-file",
        of_page=LIST,
    ),
    *data_files(
        "topics/<slug:slug>.<ending:ending>", "temas/<slug:slug>.<ending:ending>", lists.topic_file, "topic-file"
    ),
    *data_files(
        "figures/<number:key>.<ending:ending>",
        "cifras/<number:key>.<ending:ending>",
        lists.figure_file,
        "figure-file",
        query=("as_of",),
        of_page=KEYS,
    ),
    *_pair("search/", "buscar/", from_replica(public_page(search.search_page, query=SEARCH)), "search"),
    *_pair(
        "search/suggestions/",
        "buscar/sugerencias/",
        from_replica(public_page(search.suggestions, query=("q",))),
        "search-suggestions",
    ),
    *pair("corrections/", "correcciones/", recall.corrections, "corrections", query=CORRECTIONS),
    *pair("about/", "acerca-de/", pages.about, "about"),
    *pair("figures/<number:key>/", "cifras/<number:key>/", citing.figure, "figure", query=("as_of", *KEYS)),
    *data_files(
        "figures/<number:key>.<citing:ending>",
        "cifras/<number:key>.<citing:ending>",
        citing.figure_citation,
        "figure-citation",
        query=("as_of",),
        of_page=KEYS,
    ),
    *data_files(
        "briefings/<slug:slug>/<number:number>.<citing:ending>",
        "informes/<slug:slug>/<number:number>.<citing:ending>",
        citing.edition_citation,
        "edition-citation",
    ),
    *data_files(
        "statistics/<slug:slug>.<citing:ending>",
        "estadisticas/<slug:slug>.<citing:ending>",
        citing.indicator_citation,
        "indicator-citation",
        query=SELECTION,
        of_page=INDICATOR,
    ),
    *data_files(
        "tables/<slug:slug>.<citing:ending>",
        "tablas/<slug:slug>.<citing:ending>",
        citing.table_citation,
        "data-table-citation",
        query=("as_of",),
    ),
    *data_files(
        "sources/<slug:slug>.<citing:ending>",
        "fuentes/<slug:slug>.<citing:ending>",
        citing.source_citation,
        "source-citation",
        of_page=("release", *KEYS),
    ),
    *files("briefings.atom", "informes.atom", feeds.Briefings(), "briefings-feed", query=FEED),
    *files("briefings/<slug:slug>.atom", "informes/<slug:slug>.atom", feeds.Briefing(), "briefing-feed", query=FEED),
    *files(
        "statistics/<slug:slug>.atom",
        "estadisticas/<slug:slug>.atom",
        follow_addresses(Indicator)(feed_of_values.Indicator()),
        "indicator-feed",
        query=FEED,
    ),
    *files(
        "topics/<slug:slug>.atom",
        "temas/<slug:slug>.atom",
        follow_addresses(Topic)(feeds.Topic()),
        "topic-feed",
        query=WINDOWS,
    ),
    *files(
        "places/<slug:slug>.atom",
        "lugares/<slug:slug>.atom",
        follow_addresses(Area)(feeds.Place()),
        "place-feed",
        query=WINDOWS,
    ),
    *files("corrections.atom", "correcciones.atom", feeds.Corrections(), "corrections-feed", query=FEED),
    *pair("data/", "datos/", documentation, "api-docs"),
]


def _of(language):
    return include([each for each in PAIRS if each.name.endswith(f"-{language}")])


# Django compares an address with one pattern after the other: with those of its language, or of the API, only.
urlpatterns = [
    path("", pages.choose_language, name="root"),
    path("en/", _of("en")),
    path("es/", _of("es")),
    path("api/v1/", include(list(api_patterns()))),
    path("robots.txt", public_page(pages.robots), name="robots"),
    path("sitemap.xml", public_page(pages.sitemap_index, state=public_state), name="sitemap-index"),
    path(
        "sitemap-<slug:section>.xml",
        public_page(pages.section_sitemap, state=public_state, query=("p",)),
        name="sitemap",
    ),
    path(".well-known/security.txt", public_page(pages.security_txt), name="security-txt"),
    re_path(
        r"^pictures/(?P<sha256>[0-9a-f]{64})\.(?P<extension>jpg|png|webp)$", from_replica(media.picture), name="picture"
    ),
]
