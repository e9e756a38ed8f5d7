"""Load areas, sources and their releases, indicators, topics, synonyms and bylines."""

import csv
from datetime import timedelta
from decimal import Decimal

from briefings.articles.models import Byline
from briefings.history.actions import make_public
from briefings.lib.clock import Precision
from briefings.search.models import Synonyms
from briefings.sources.models import Release, Source
from briefings.statistics.models import Area, AreaAlias, Indicator
from briefings.topics.models import Topic

from .. import reference as content
from .days import day
from .saving import saved

EXPECTED_IN = timedelta(days=14)


def enter_areas():
    with content.AREAS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    areas = {}
    for row in rows:
        aliases, parent = row.pop("aliases"), row.pop("parent")
        area = areas[row["code"]] = saved(Area(parent=areas[parent] if parent else None, **row))
        for spelling in filter(None, aliases.split("|")):
            saved(AreaAlias(area=area, spelling=spelling))


def enter_sources(analyst, *, now):
    for entry in content.SOURCES:
        make_public(saved(Source(**entry)), by=analyst, now=now)


def enter_releases(*, today):
    """The ministry's next release is overdue, the World Bank's is due within the next weeks."""
    sources = Source.objects.in_bulk(field_name="slug")
    for entry in content.RELEASES:
        saved(
            Release(
                source=sources[entry["source"]],
                title=entry["title"],
                language=entry["language"],
                **_links(entry["url"]),
                published=day(entry["published"]),
                published_precision=precision_of(entry),
                retrieved=day(entry["retrieved"]),
                recorded_on=day(entry["retrieved"]),
            )
        )
    source = Source.objects.get(slug="worldbank")
    source.next_release = today + EXPECTED_IN
    saved(source)


def precision_of(entry):
    """Of the day on which the release was published: `as_published` is as precise as it is known."""
    return {4: Precision.YEAR, 7: Precision.MONTH}.get(len(entry["as_published"]), Precision.DAY)


def _links(url):
    """A copy on GitHub is a third party's."""
    owner = url.removeprefix("https://github.com/").partition("/")[0]
    return {"copy_url": url, "copy_keeper": f"{owner}, GitHub"} if "//github.com/" in url else {"url": url}


def releases():
    """{key in the CSV files: Release}."""
    stored = {
        (release.source.slug, release.title, release.published): release
        for release in Release.objects.select_related("source")
    }
    return {
        entry["key"]: stored[entry["source"], entry["title"], day(entry["published"])] for entry in content.RELEASES
    }


def enter_indicators(analyst, *, now):
    indicators = {}
    for entry in content.INDICATORS:
        fields = entry | {
            "part_of": indicators[entry["part_of"]] if entry["part_of"] else None,
            "materiality": Decimal(entry["materiality"]),
        }
        indicators[entry["slug"]] = make_public(saved(Indicator(**fields)), by=analyst, now=now)


def enter_topics_and_bylines(editor, *, now):
    for entry in content.TOPICS:
        fields = {name: text for name, text in entry.items() if not name.startswith("slug_")}
        topic = Topic(slug=entry["slug_en"], slug_es=entry["slug_es"], **fields)
        make_public(saved(topic), by=editor, now=now)
    for words in content.SYNONYMS:
        saved(Synonyms(words="\n".join(words)))
    for entry in content.BYLINES:
        saved(Byline(name=entry["name_en"]))
        saved(Byline(name=entry["name_es"]))
