"""Addresses to measure for each public address of urls.py. A test fails when an address has no sample."""

import re
from functools import cache, partial

from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from briefings.addresses.models import BRIEFING, Address
from briefings.articles.models import Edition
from briefings.documents.kinds import kind_of
from briefings.impacts.models import Impact
from briefings.initiatives.models import Initiative
from briefings.media.models import Card, Image
from briefings.pages.sitemaps import sections
from briefings.sharing.actions import token_of
from briefings.sharing.models import ShareLink
from briefings.sources.models import Release, Source
from briefings.statistics.models import Area, DataTable, Indicator, Observation, Series
from briefings.statistics.views import INDICATORS_PER_PAGE
from briefings.topics.models import Topic

from ..preparing import LONG_ARTICLE, MANY_EDITIONS, SAMPLE
from ..request import get
from .indicators import indicators, last_day, printed_indicator, unprinted_indicator

DIFFERENT = 30  # addresses of one kind are requested in turn, so that no single row is always cached
ABSENT = "404"
API_LISTS = (
    "index", "openapi", "indicators", "places", "series-list", "tables", "sources", "releases", "topics",
    "initiatives", "impacts", "briefings", "editions", "corrections",
)  # fmt: skip
API_THINGS = (Source, Initiative, Topic, Impact)
ENDINGS = ("csv", "xlsx", "json", "zip")


def public_names(resolver=None):
    """The names of all public addresses; of a pair, the English one."""
    names = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            names += [] if str(entry.pattern).startswith("admin/") else public_names(entry)
        elif not str(entry.pattern).startswith("admin/") and not str(entry.name).endswith("-es"):
            names.append(entry.name)
    return names


def base_name(name):
    return name.removesuffix("-en")


@cache
def samples():
    """{label: addresses} of every public address, and of one that does not exist."""
    found = {ABSENT: ["/en/nowhere/"]}
    for name in public_names():
        for words, addresses in SAMPLES[base_name(name)]().items():
            if addresses:
                found[f"{base_name(name)}{words and ', '}{words}"] = addresses
    return found


def spread(rows):
    """At most DIFFERENT of the rows, from the first to the last."""
    rows = list(rows)
    return rows[:: max(1, len(rows) // DIFFERENT)][:DIFFERENT]


def _only(name, *queries):
    """The page alone and with each of the queries."""
    address = reverse(name)
    return {"": [address]} | {query: [address + query] for query in queries}


def _by_key(address):
    """The first page of a list that is paged by key, the last one, and one in the middle where there are several."""
    found = {"": [address], "?oldest": [f"{address}?oldest"]}
    newer = re.search(rb'href="(\?after=[^"]+)"', get(f"{address}?oldest").body)
    return found | ({"in the middle": [address + newer[1].decode()]} if newer else {})


@cache
def _slugs():
    """Of copies of one briefing, all with one edition."""
    slugs = Address.objects.filter(kind=BRIEFING, language="en", slug__startswith=SAMPLE)
    slugs = slugs.order_by("pk").values_list("slug", flat=True)
    return spread(slugs)


def _briefing():
    return {
        "": [reverse("briefing-en", args=[slug]) for slug in _slugs()],
        "500 editions": [reverse("briefing-en", args=[MANY_EDITIONS])],
    }


def _numbers():
    numbers = Edition.objects.filter(article__slug=MANY_EDITIONS).order_by("number").values_list("number", flat=True)
    return list(numbers)


def _edition():
    return {
        "": [reverse("edition-en", args=[slug, 1]) for slug in _slugs()],
        "of 500": [reverse("edition-en", args=[MANY_EDITIONS, number]) for number in spread(_numbers())],
    }


def _edition_files():
    """Of the first table of the sample briefing."""
    edition = Edition.objects.get(article__slug=_slugs()[0], number=1)
    key = next(block["key"][:8] for block in edition.data["blocks"] if kind_of(block).table(block))
    return _files([f"{reverse('edition-en', args=[_slugs()[0], 1])}{key}/"])


def _comparison():
    return {"of 500": [reverse("edition-comparison-en", args=[MANY_EDITIONS, 1, _numbers()[-1]])]}


def _search():
    """A word that few documents have, one that nearly all have, and what costs most of what may be asked: a phrase, one
    that none has though each of its words is common, beginnings of words, filters alone."""
    common, rare = "?q=homicides", "?q=esmeraldas"
    phrase, absent = "?q=%22intentional+homicides%22+-drugs", "?q=%22homicides+intentional%22"
    filters = "?kind=edition", "?place=EC-G"
    return _only("search-en", rare, common, phrase, absent, "?q=ho*", "?q=in*", "?q=rare77", "?q=nowhere", *filters)


def _initiatives():
    one = Initiative.objects.public().order_by("pk")[0]
    return _only("initiatives-en", f"?status={one.status}", f"?kind={one.kind}", "?sort=-name")


def _statistics():
    last = -(-Indicator.objects.public().count() // INDICATORS_PER_PAGE)
    pages = {"last page": [reverse("statistics-en") + f"?page={last}"]} if last > 1 else {}
    return _only("statistics-en", "?sort=-period") | pages


def _data_table():
    table = DataTable.objects.public().order_by("pk")[0]
    address = reverse("data-table-en", args=[table.slug])
    return {"": [address], "?as_of": [f"{address}?as_of={last_day()}"]}


def _files(addresses):
    """Each kind of file of what these addresses show."""
    return {ending: [f"{address.rstrip('/')}.{ending}" for address in addresses] for ending in ENDINGS}


def _indicator_files():
    """Also of all areas: at the large sizes an unprinted one has too many values for any file but CSV, or nearly so."""
    address = reverse("indicator-en", args=[printed_indicator().slug]).rstrip("/")
    files, everything = _files([address]), "?area=all&frequency=all"
    files["csv, all areas"] = [f"{address}.csv{everything}"]
    if unprinted := unprinted_indicator():
        address = reverse("indicator-en", args=[unprinted.slug]).rstrip("/")
        files |= {f"{ending}, all areas, unprinted": [f"{address}.{ending}{everything}"] for ending in ENDINGS}
    return files


def _printed_figures():
    """Of the indicator that briefings print."""
    cited = Observation.objects.filter(series__indicator=printed_indicator(), cited=True).order_by("pk")
    return spread(cited.values_list("pk", flat=True))


def _api_values():
    """The first pages of an indicator: what counts, what counted on a day, every value of each figure."""
    address = f"{reverse('api-values')}?indicator={printed_indicator().slug}"
    queries = {"limit=500": "&limit=500", "as_of": f"&as_of={last_day()}", "vintages": "&vintages=all"}
    return {"": [address]} | {words: [address + query] for words, query in queries.items()}


@cache
def _token():
    return token_of(ShareLink.objects.filter(article__slug=LONG_ARTICLE).earliest("pk"))


def _picture():
    """(sha256, extension) of the picture in a published briefing and in the shared draft."""
    image = Image.objects.filter(uses__edition__article__slug=MANY_EDITIONS)[:1][0]
    return image.file.name.split(".")


def _slug_of(name, model):
    return {"": [reverse(name, args=[one.slug]) for one in spread(model.to_be_found().order_by("pk"))]}


def _cards(name, slugs):
    keys = dict(Card.objects.filter(kind=name, language="en").values_list("target_id", "made_from"))
    return {"": [reverse(f"{name}-card-en", args=[slug, keys[pk][:8]]) for pk, slug in slugs if pk in keys][:3]}


def _briefing_cards():
    slugs = Edition.objects.latest().filter(language="en", article__workflow__withdrawn_at=None).order_by("pk")
    return _cards("briefing", slugs.values_list("pk", "article__workflow__address__slug")[:20])


def _indicator_cards():
    return _cards("indicator", Indicator.objects.public().order_by("pk").values_list("pk", "slug")[:20])


def _source():
    addresses = _slug_of("source-en", Source)
    return addresses | {"oldest briefings": [f"{addresses[''][0]}?oldest"]}


def _citation(name, model, ending):
    return {"": [reverse(f"{name}-citation-en", args=[model.objects.public().earliest("pk").slug, ending])]}


def _sitemaps():
    addresses = {name: [reverse("sitemap", args=[name])] for name in SITEMAPS}
    last = sections()["briefings-en"].paginator.num_pages
    return addresses | ({"briefings-en, last": [f"{addresses['briefings-en'][0]}?p={last}"]} if last > 1 else {})


ALONE = "about", "topics", "places", "api-docs", "briefings-feed", "corrections-feed"
SITEMAPS = "pages-en", "briefings-en", "indicator-en"
LISTS = "places", "statistics", "initiatives", "impacts", "sources"  # with files
SAMPLES = {
    "root": lambda: _only("root"),
    "robots": lambda: _only("robots"),
    "sitemap-index": lambda: _only("sitemap-index"),
    "sitemap": _sitemaps,
    "security-txt": lambda: {},
    "home": lambda: _only("home-en"),
    "search": _search,
    "search-suggestions": lambda: {
        "": [reverse("search-suggestions-en") + f"?q={word}" for word in ("hom", "sec", "po")]
    },
    "corrections": lambda: _only("corrections-en", "?oldest", "?kind=correction", "?kind=revision"),
    "briefings": lambda: _by_key(reverse("briefings-en")),
    "briefing": _briefing,
    "edition": _edition,
    "edition-file": _edition_files,
    "editions": lambda: _by_key(reverse("editions-en", args=[MANY_EDITIONS])),
    "edition-comparison": _comparison,
    "edition-comparison-file": lambda: _files(_comparison()["of 500"]),
    "impacts": lambda: _only("impacts-en"),
    "initiatives": _initiatives,
    "initiative": lambda: _slug_of("initiative-en", Initiative),
    "statistics": _statistics,
    "indicator": indicators,
    "data-table": _data_table,
    "data-table-file": lambda: _files(_data_table()[""]),
    "indicator-file": _indicator_files,
    "sources": lambda: _only("sources-en", "?sort=-publisher"),
    "source": _source,
    "topic": lambda: _slug_of("topic-en", Topic),
    "place": lambda: _slug_of("place-en", Area),
    "place-file": lambda: _files(_slug_of("place-en", Area)[""]),
    **{name: (lambda name=name: _only(f"{name}-en")) for name in ALONE},
    **{f"{name}-file": (lambda name=name: _files(_only(f"{name}-en")[""])) for name in LISTS},
    "topic-file": lambda: _files(_slug_of("topic-en", Topic)[""]),
    "figure-file": lambda: _files([reverse("figure-en", args=[key]) for key in _printed_figures()]),
    "shared": lambda: {"": [reverse("shared-en", args=[_token()])]},
    "shared-picture": lambda: {"": [reverse("shared-picture-en", args=[_token(), *_picture()])]},
    "briefing-feed": lambda: {"": [reverse("briefing-feed-en", args=[MANY_EDITIONS])]},
    "topic-feed": lambda: _slug_of("topic-feed-en", Topic),
    "place-feed": lambda: _slug_of("place-feed-en", Area),
    "indicator-feed": lambda: {"": [reverse("indicator-feed-en", args=[printed_indicator().slug])]},
    "figure": lambda: {"": [reverse("figure-en", args=[key]) for key in _printed_figures()]},
    "figure-citation": lambda: {"": [reverse("figure-citation-en", args=[key, "bib"]) for key in _printed_figures()]},
    "edition-citation": lambda: {"": [reverse("edition-citation-en", args=[_slugs()[0], 1, "bib"])]},
    "indicator-citation": lambda: {"": [reverse("indicator-citation-en", args=[printed_indicator().slug, "ris"])]},
    "data-table-citation": lambda: _citation("data-table", DataTable, "bib"),
    "source-citation": lambda: _citation("source", Source, "csl.json"),
    **{f"api-{name}": (lambda name=name: _only(f"api-{name}")) for name in API_LISTS},
    **{f"api-{model.search_kind}": partial(_slug_of, f"api-{model.search_kind}", model) for model in API_THINGS},
    "api-values": _api_values,
    "api-search": lambda: _only("api-search", "?q=esmeraldas"),
    "api-place": lambda: {"": [reverse("api-place", args=["EC"])]},
    "api-series": lambda: {"": [reverse("api-series", args=[Series.objects.public().earliest("pk").pk])]},
    "api-indicator": lambda: {"": [reverse("api-indicator", args=[printed_indicator().slug])]},
    "api-table": lambda: {"": [reverse("api-table", args=[DataTable.objects.public().earliest("pk").slug])]},
    "api-briefing": lambda: {"": [reverse("api-briefing", args=["en", slug]) for slug in _slugs()]},
    "api-release": lambda: {"": [reverse("api-release", args=[Release.objects.earliest("pk").pk])]},
    "api-edition": lambda: {"": [reverse("api-edition", args=["en", slug, 1]) for slug in _slugs()]},
    "briefing-card": _briefing_cards,
    "indicator-card": _indicator_cards,
    "picture": lambda: {"": [reverse("picture", args=_picture())]},
}
