"""Samples for every public address. A test fails when an address without a sample is added."""

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from briefings.articles.models import Edition
from briefings.documents.kinds import kind_of
from briefings.media.models import Card

LANGUAGES = ("en", "es")


def public_patterns(resolver=None):
    """The names of all URL patterns outside the admin."""
    names = []
    for entry in (resolver or get_resolver()).url_patterns:
        if str(entry.pattern).startswith("admin/"):
            continue
        if isinstance(entry, URLResolver):
            names += public_patterns(entry)
        elif isinstance(entry, URLPattern):
            names.append(entry.name or str(entry.pattern))
    return names


def base_name(name):
    """`briefing-es` → `briefing`; a name without a language is unchanged."""
    base, _dash, language = name.rpartition("-")
    return base if language in LANGUAGES else name


def wrong_tokens(world, language):
    """A token of the other language, a truncated one and two guessed ones."""
    own, other = world.share_tokens[language], world.share_tokens["es" if language == "en" else "en"]
    return [other, own[:-1], "1-guess", "guess"]


ENDINGS = ("csv", "json", "xlsx", "zip")


def files_of(thing, hidden):
    """The files of a public thing; none of private ones."""
    return {
        "there": [[thing.slug, ending] for ending in ENDINGS],
        "absent": [[slug, ending] for (slug,) in hidden for ending in ENDINGS],
    }


CITATIONS = ("bib", "ris", "csl.json")


def citations_of(thing, hidden):
    return {
        "there": [[thing.slug, ending] for ending in CITATIONS],
        "absent": [[slug, ending] for (slug,) in hidden for ending in CITATIONS],
    }


def cards_of(editions):
    """(slug, key) of the cards of the newest editions of the same articles."""
    keys = dict(Card.objects.filter(kind="briefing").values_list("target_id", "made_from"))
    newest = Edition.objects.latest().filter(article__in=[edition.article_id for edition in editions])
    return [[edition.article.slug, keys[edition.pk][:8]] for edition in newest.select_related("article")]


def card_of_indicator(indicator, language):
    return Card.objects.get(kind="indicator", target_id=indicator.pk, language=language).made_from[:8]


def one_of(kind):
    """The public thing of this kind in the API, and the private one."""
    return lambda world, language: {"there": [[getattr(world, kind).slug]], "absent": world.hidden(kind)}


def compared(world, language):
    pairs = [[each.article.slug, each.number, each.number + 1] for each in world.compared if each.language == language]
    absent = [[article.slug, 1, 2] for article in world.hidden_articles if article.language == language]
    absent += [[each.article.slug, 1, each.number + 2] for each in world.editions if each.language == language]
    return {"there": pairs, "absent": absent}


API_LISTS = (
    "index", "openapi", "indicators", "places", "series-list", "tables", "sources", "releases", "topics",
    "initiatives", "impacts", "briefings", "editions", "corrections", "search",
)  # fmt: skip


# For each page: a function from a world (see `world` in conftest) to the arguments of its sample addresses,
# language by language. The second list holds addresses that have to answer 404 or 410.
NOTHING = {"there": [[]], "absent": []}
ONE_ADDRESS = (
    "root", "robots", "sitemap-index", "security-txt", "home", "about", "corrections", "briefings",
    "statistics", "sources", "impacts", "initiatives", "search", "search-suggestions", "topics", "places",
    "briefings-feed", "corrections-feed", "api-docs",
)  # fmt: skip
SAMPLES = {
    **dict.fromkeys(ONE_ADDRESS, lambda world, language: NOTHING),
    "sitemap": lambda world, language: {
        "there": [["pages-en"], ["briefings-es"], ["indicator-en"]],
        "absent": [["nothing-en"], ["edition-en"]],
    },
    "briefing": lambda world, language: {
        "there": [[edition.article.slug] for edition in world.editions if edition.language == language],
        "absent": [[article.slug] for article in world.hidden_articles if article.language == language],
    },
    "edition": lambda world, language: {
        "there": [[edition.article.slug, edition.number] for edition in world.editions if edition.language == language],
        "absent": [
            [article.slug, number]
            for article in world.hidden_articles
            for number in (1, 2, 3)
            if article.language == language
        ]
        + [[edition.article.slug, edition.number + 1] for edition in world.editions if edition.language == language],
    },
    "editions": lambda world, language: {
        "there": [[edition.article.slug] for edition in world.editions if edition.language == language],
        "absent": [[article.slug] for article in world.hidden_articles if article.language == language],
    },
    "shared": lambda world, language: {
        "there": [[world.share_tokens[language]]],
        "absent": [[token] for token in wrong_tokens(world, language) + world.closed_tokens[language]],
    },
    "shared-picture": lambda world, language: {
        "there": [[world.share_tokens[language], world.images[0].sha256, "png"]],
        "absent": [
            [token, world.images[0].sha256, "png"]
            for token in wrong_tokens(world, language) + world.closed_tokens[language]
        ]
        + [[world.share_tokens[language], image.sha256, "png"] for image in world.hidden_images],
    },
    "edition-comparison": compared,
    "edition-comparison-file": lambda world, language: {
        name: [[*arguments, ending] for arguments in several for ending in ENDINGS]
        for name, several in compared(world, language).items()
    },
    "topic": lambda world, language: {"there": [[world.topic.slug]], "absent": world.hidden("topic")},
    "place": lambda world, language: {"there": [[world.series.area.slug]], "absent": [["nowhere"]]},
    "place-file": lambda world, language: {
        "there": [[world.series.area.slug, ending] for ending in ENDINGS],
        "absent": [["nowhere", "csv"]],
    },
    **{
        f"{name}-file": lambda world, language: {"there": [[ending] for ending in ENDINGS], "absent": []}
        for name in ("places", "statistics", "initiatives", "impacts", "sources")
    },
    "topic-file": lambda world, language: files_of(world.topic, world.hidden("topic")),
    "indicator": lambda world, language: {"there": [[world.indicator.slug]], "absent": world.hidden("indicator")},
    "data-table": lambda world, language: {"there": [[world.table.slug]], "absent": world.hidden("table")},
    "source": lambda world, language: {"there": [[world.source.slug]], "absent": world.hidden("source")},
    "initiative": lambda world, language: {"there": [[world.initiative.slug]], "absent": world.hidden("initiative")},
    "edition-file": lambda world, language: {
        "there": [
            [edition.article.slug, edition.number, block["key"][:8], ending]
            for edition in world.editions
            if edition.language == language
            for block in edition.data["blocks"]
            if kind_of(block).table(block)
            for ending in ENDINGS
        ],
        "absent": [
            [article.slug, number, "0" * 8, "csv"]
            for article in world.hidden_articles
            for number in (1, 2)
            if article.language == language
        ]
        + [[*world.hidden_tables[language], ending] for ending in ENDINGS if language in world.hidden_tables],
    },
    "briefing-card": lambda world, language: {
        "there": cards_of([edition for edition in world.editions if edition.language == language]),
        "absent": [
            [article.slug, world.hidden_card] for article in world.hidden_articles if article.language == language
        ],
    },
    "indicator-card": lambda world, language: {
        "there": [[world.indicator.slug, card_of_indicator(world.indicator, language)]],
        "absent": [[slug, "0" * 8] for (slug,) in world.hidden("indicator")],
    },
    "indicator-file": lambda world, language: files_of(world.indicator, world.hidden("indicator")),
    "data-table-file": lambda world, language: files_of(world.table, world.hidden("table")),
    "briefing-feed": lambda world, language: {
        "there": [[edition.article.slug] for edition in world.editions if edition.language == language],
        "absent": [[article.slug] for article in world.hidden_articles if article.language == language],
    },
    "topic-feed": lambda world, language: {"there": [[world.topic.slug]], "absent": world.hidden("topic")},
    "place-feed": lambda world, language: {"there": [[world.series.area.slug]], "absent": [["nowhere"]]},
    "indicator-feed": lambda world, language: {"there": [[world.indicator.slug]], "absent": world.hidden("indicator")},
    "figure": lambda world, language: {"there": [[world.observation.pk]], "absent": [[world.hidden_figure]]},
    "figure-file": lambda world, language: {
        "there": [[world.observation.pk, ending] for ending in ENDINGS],
        "absent": [[world.hidden_figure, "csv"]],
    },
    "figure-citation": lambda world, language: {
        "there": [[world.observation.pk, ending] for ending in CITATIONS],
        "absent": [[world.hidden_figure, ending] for ending in CITATIONS],
    },
    "edition-citation": lambda world, language: {
        "there": [
            [edition.article.slug, edition.number, ending]
            for edition in world.editions
            if edition.language == language
            for ending in CITATIONS
        ],
        "absent": [[article.slug, 1, "bib"] for article in world.hidden_articles if article.language == language],
    },
    "indicator-citation": lambda world, language: citations_of(world.indicator, world.hidden("indicator")),
    "data-table-citation": lambda world, language: citations_of(world.table, world.hidden("table")),
    "source-citation": lambda world, language: citations_of(world.source, world.hidden("source")),
    **dict.fromkeys((f"api-{name}" for name in API_LISTS), lambda world, language: NOTHING),
    "api-values": lambda world, language: {"there": [[]], "absent": []},
    "api-place": lambda world, language: {"there": [["EC"]], "absent": [["EC-ZZ"]]},
    "api-series": lambda world, language: {"there": [[world.series.pk]], "absent": [[2**62]]},
    **{f"api-{kind}": one_of(kind) for kind in ("indicator", "table", "source", "initiative", "impact", "topic")},
    "api-release": lambda world, language: {
        "there": [[pk] for pk in world.source.releases.values_list("pk", flat=True)],
        "absent": [[2**62]],
    },
    "api-briefing": lambda world, language: {
        "there": [[edition.language, edition.article.slug] for edition in world.editions],
        "absent": [[article.language, article.slug] for article in world.hidden_articles],
    },
    "api-edition": lambda world, language: {
        "there": [[edition.language, edition.article.slug, edition.number] for edition in world.editions],
        "absent": [[article.language, article.slug, 1] for article in world.hidden_articles]
        + [[edition.language, edition.article.slug, edition.number + 1] for edition in world.editions],
    },
    "picture": lambda world, language: {
        "there": [[image.sha256, "png"] for image in world.images],
        "absent": [[image.sha256, "png"] for image in world.hidden_images],
    },
}


# Queries that pages know: they filter, sort and look back, and show nothing more for it.
QUERIES = {
    "briefings": ["?oldest"],
    "editions": ["?oldest"],
    "corrections": ["?oldest", "?kind=correction", "?kind=withdrawal", "?kind=revision"],
    "search": [
        "?q=ports", "?q=zunzunc*", "?q=77712*", "?q=-ports&kind=edition", "?place=EC", "?year=2024",
        "?kind=topic", "?q=the", "?q=puertos&page=1",
    ],
    "sitemap": ["?p=1"],
    "search-suggestions": ["?q=port", "?q=zunz", "?q=about+zunz"],
    "statistics": ["?sort=-period"],
    "sources": ["?sort=-publisher"],
    "initiatives": ["?status=proposed", "?kind=programme", "?sort=-name"],
    "indicator": [
        "?as_of=2025-01-31", "?as_of=2020-01-31", "?sort=-value", "?area=all", "?area=EC&frequency=A&source=all",
        "?as_of=2025-01-31&area=all&sort=known_on", "?briefings-oldest",
    ],
    "source": ["?oldest"],
    "data-table": ["?as_of=2025-01-31", "?as_of=2020-01-31", "?as_of="],
    "figure": ["?as_of=2025-01-31", "?as_of=2020-01-31", "?oldest", "?as_of=2025-01-31&oldest"],
    "indicator-file": ["?as_of=2025-01-31", "?area=all&frequency=all"],
    "data-table-file": ["?as_of=2025-01-31"],
    "api-series-list": ["?indicator=homicides"],
    "api-search": ["?q=zunzunc*", "?q=77712*", "?q=ports&kind=edition"],
}  # fmt: skip
# These lead to no page, whatever the world holds.
ABSENT_QUERIES = {
    "editions": ["?before=1"],
    "corrections": ["?kind=x", "?before=1", "?before=1-0-1", "?after=1-9-1"],
    "search": ["?q=ports&page=9", "?page=2", "?page=x", "?topic=hidden-topic"],
    "initiatives": ["?area=EC"],
    "statistics": ["?page=2"],
    "indicator": ["?as_of=9999-12-31", "?as_of=x", "?page=2", "?briefings-before=x"],
    "source": ["?before=x", "?release=x", "?release=0"],
    "data-table": ["?as_of=9999-12-31", "?as_of=2025-1-1"],
    "figure": ["?as_of=x", "?before=x", "?after=1-1"],
    "place": ["?page=9", "?page=x"],
    "indicator-file": ["?as_of=9999-12-31", "?as_of=x"],
    "data-table-file": ["?as_of=9999-12-31"],
    "briefings-feed": ["?before=x"],
    "indicator-feed": ["?before=1-1"],
    "place-feed": ["?window=x"],
    "api-values": ["?indicator=hidden-indicator"],
    "api-series-list": ["?indicator=hidden-indicator"],
    "api-releases": ["?source=hidden-source"],
    "api-search": ["?topic=hidden-topic"],
}


def addresses(world):
    """(path, whether the page exists) for every sample of every public pattern, with and without a query."""
    from django.urls import reverse

    for name in public_patterns():
        language = name[-2:] if base_name(name) != name else "en"
        sample = SAMPLES[base_name(name)](world, language)
        for args in sample["there"]:
            path = reverse(name, args=args)
            yield path, True
            yield from ((path + query, True) for query in QUERIES.get(base_name(name), []))
            yield from ((path + query, False) for query in ABSENT_QUERIES.get(base_name(name), []))
        for args in sample["absent"]:
            path = reverse(name, args=args)
            yield path, False
            yield from ((path + query, False) for query in QUERIES.get(base_name(name), []))
