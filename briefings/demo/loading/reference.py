"""Places, sources and their releases, indicators, topics and bylines."""

import csv
from decimal import Decimal

from briefings.articles.models import Byline
from briefings.history.actions import make_public
from briefings.sources.models import Release, Source
from briefings.statistics.models import Area, AreaAlias, Indicator
from briefings.topics.models import Topic

from .. import reference as content
from .days import day
from .saving import saved


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
    for words in content.SOURCES:
        make_public(saved(Source(**words)), by=analyst, now=now)


def enter_releases():
    sources = Source.objects.in_bulk(field_name="slug")
    for words in content.RELEASES:
        saved(
            Release(
                source=sources[words["source"]],
                title=words["title"],
                language=words["language"],
                url=words["url"],
                published=day(words["published"]),
                retrieved=day(words["retrieved"]),
            )
        )


def releases():
    """Release by the key that the files of figures use."""
    stored = {(one.source.slug, one.title, one.published): one for one in Release.objects.select_related("source")}
    return {
        words["key"]: stored[words["source"], words["title"], day(words["published"])] for words in content.RELEASES
    }


def enter_indicators(analyst, *, now):
    made = {}
    for words in content.INDICATORS:
        fields = words | {
            "part_of": made[words["part_of"]] if words["part_of"] else None,
            "materiality": Decimal(words["materiality"]),
        }
        made[words["slug"]] = make_public(saved(Indicator(**fields)), by=analyst, now=now)


def enter_topics_and_bylines(editor, *, now):
    for words in content.TOPICS:
        fields = {name: text for name, text in words.items() if not name.startswith("slug_")}
        make_public(saved(Topic(slug=words["slug_en"], **fields)), by=editor, now=now)
    for words in content.BYLINES:
        saved(Byline(name=words["name_en"]))
        saved(Byline(name=words["name_es"]))
