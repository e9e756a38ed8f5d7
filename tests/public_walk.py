"""Every public address with samples: who adds an address adds a sample here, or the walk fails."""

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

LANGUAGES = ("en", "es")


def public_patterns(resolver=None):
    """The names of all URL patterns outside the administration."""
    names = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.app_name != "admin":
                names += public_patterns(entry)
        elif isinstance(entry, URLPattern):
            names.append(entry.name or str(entry.pattern))
    return names


def base_name(name):
    """`briefing-es` → `briefing`; names without a language stay."""
    base, _dash, language = name.rpartition("-")
    return base if language in LANGUAGES else name


# For each page: a function from a world (see `world` in conftest) to the arguments of its sample addresses,
# language by language. The second list holds addresses that have to answer 404 or 410.
NOTHING = {"there": [[]], "absent": []}
SAMPLES = {
    "root": lambda world, language: NOTHING,
    "health": lambda world, language: NOTHING,
    "home": lambda world, language: NOTHING,
    "about": lambda world, language: NOTHING,
    "briefings": lambda world, language: NOTHING,
    "statistics": lambda world, language: NOTHING,
    "sources": lambda world, language: NOTHING,
    "impacts": lambda world, language: NOTHING,
    "initiatives": lambda world, language: NOTHING,
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
    "indicator": lambda world, language: {"there": [[world.indicator.slug]], "absent": world.hidden("indicator")},
    "data-table": lambda world, language: {"there": [[world.table.slug]], "absent": world.hidden("table")},
    "source": lambda world, language: {"there": [[world.source.slug]], "absent": world.hidden("source")},
    "initiative": lambda world, language: {"there": [[world.initiative.slug]], "absent": world.hidden("initiative")},
    "picture": lambda world, language: {
        "there": [[image.sha256, "png"] for image in world.images],
        "absent": [[image.sha256, "png"] for image in world.hidden_images],
    },
}


def addresses(world):
    """(path, whether it is there) for every sample of every public pattern."""
    from django.urls import reverse

    for name in public_patterns():
        language = name[-2:] if base_name(name) != name else "en"
        sample = SAMPLES[base_name(name)](world, language)
        for args in sample["there"]:
            yield reverse(name, args=args), True
        for args in sample["absent"]:
            yield reverse(name, args=args), False
