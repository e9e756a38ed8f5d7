"""From a block as the content words it to the block that an author would have made."""

import uuid

from briefings.articles.blocks import block_models, blocks_of
from briefings.impacts.models import Impact
from briefings.initiatives.models import Initiative
from briefings.sources.models import Source
from briefings.statistics.models import DataTable

from .reference import releases
from .saving import saved
from .series import key_of, series_by_key

NAMESPACE = uuid.UUID("5d1f0b8e-6a0c-4c55-9d0e-7a6f0c1b2e34")

# Type → the texts that its block takes over as they are.
PLAIN = {
    "rich_text": ("html",),
    "callout": ("title", "html"),
    "unknown": ("html",),
    "text_table": ("caption", "header_row", "note"),
    "data_table": (),
    "key_figure": ("period", "compare_with", "label"),
    "impact_table": ("caption",),
    "initiative_table": ("caption",),
    "sources": ("intro",),
}

# Type → what it selects: the content's name for the list, the model, the field of a row.
SELECTIONS = {
    "impact_table": ("impacts", Impact, "impact"),
    "initiative_table": ("initiatives", Initiative, "initiative"),
    "sources": ("sources", Source, "source"),
}


def block_key(briefing, name):
    """The key of a block: the same in both languages, and in every database into which the demonstration is loaded."""
    return uuid.uuid5(NAMESPACE, f"{briefing}/{name}")


def write_blocks(article, blocks, briefing):
    """Make the article's blocks say what `blocks` do, in their order."""
    stored = {block.key: block for block in blocks_of(article)}
    models = {model.kind.type: model for model in block_models()}
    for position, words in enumerate(blocks, 1):
        key = block_key(briefing, words["key"])
        block = stored.get(key) or models[words["type"]](parent=article, region="main", key=key)
        fields = {name: words[name] for name in PLAIN[words["type"]]} | _looked_up(words) | {"ordering": 10 * position}
        for name, value in fields.items():
            setattr(block, name, value)
        saved(block)
        if words["type"] in SELECTIONS and key not in stored:
            _select(block, words)


def _looked_up(words):
    """Fields that are not texts."""
    match words["type"]:
        case "data_table":
            return {"table": DataTable.objects.get(slug=words["table"])}
        case "key_figure":
            return {"series": series_by_key()[key_of(words)]} if "indicator" in words else {}
        case "text_table":
            cells = "\n".join("\t".join(row) for row in words["rows"])
            return {"cells": cells, "source": Source.objects.filter(slug=words["source"]).first()}
    return {}


def _select(block, words):
    name, model, field = SELECTIONS[words["type"]]
    chosen = model.objects.in_bulk(words[name], field_name="slug")
    stored = releases() if "places" in words else {}
    for position, slug in enumerate(words[name]):
        release, locator = words.get("places", {}).get(slug, ("", ""))
        place = {"release": stored[release], "locator": locator} if release else {}
        block.rows.create(**{field: chosen[slug]}, position=position, **place)
