"""What differs between two documents."""

import re

from django.utils.translation import gettext as _

from .documents import cited_sources, figure_uses, named_places, words

# With its sign; the dash of a range is none. No-break spaces group thousands.
NUMBER = re.compile(r"(?:(?<![\w–-])[-−])?\d(?:[\d.,\u00a0\u202f]*\d)?")


def _figures(data):
    """Every figure where it stands, and the units in which the blocks measure."""
    figures = {(use["key"], use["role"], use["value"], use["text"]) for use in figure_uses(data)}
    return figures, [_units(block) for block in data["blocks"] if block["type"] in ("data_table", "key_figure")]


def _units(block):
    if block["type"] == "data_table":
        return [column["unit"] for column in block["table"]["columns"]]
    return [block["figure"]["unit"]] if block["figure"] else []


def _sources(data):
    """Every source that is named, and the releases of it."""
    slugs = {slug for _key, slug in cited_sources(data)}
    return slugs, {(slug, release) for (_key, slug), (release, _locator) in named_places(data).items()}


def _numbers(data):
    """In their order: two numbers that change places are a change."""
    return NUMBER.findall(words(data))


def kept_back_from_minor(before, after):
    """Reasons why going from one document to the other is more than a minor change; empty if it is not."""
    reasons = []
    if before["title"] != after["title"]:
        reasons.append(_("The title differs."))
    if _figures(before) != _figures(after):
        reasons.append(_("A figure differs."))
    if _numbers(before) != _numbers(after):
        reasons.append(_("A number in the text differs."))
    if _sources(before) != _sources(after):
        reasons.append(_("A source differs."))
    return reasons
