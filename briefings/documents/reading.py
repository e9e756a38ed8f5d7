"""Reading a document, the plain data of a briefing: its words, figures, sources and links."""

from ..lib.html import links_with_text
from .kinds import kind_of
from .kinds.base import Headline, PrintedTable


def figure_uses(data: dict) -> list[dict]:
    """Every number that the document's blocks print, as the fields of `FigureUse`."""
    return [use | {"block_key": block["key"]} for block in data["blocks"] for use in kind_of(block).figure_uses(block)]


def cited_sources(data: dict) -> list[tuple[str, str]]:
    """(block key, source slug) for every source that a block names."""
    return [(block["key"], slug) for block in data["blocks"] for slug in dict.fromkeys(kind_of(block).sources(block))]


def figure_sources(data: dict, keys: set[str]) -> dict[str, dict]:
    """{slug: source} of the figures in the blocks with these keys."""
    blocks = [block for block in data["blocks"] if block["key"] in keys]
    return {source["slug"]: source for block in blocks for source in kind_of(block).figure_sources(block)}


def used_things(data: dict) -> list[tuple[str, str]]:
    """(page name, slug) of the data tables, initiatives and impacts that the document shows."""
    return [thing for block in data["blocks"] for thing in kind_of(block).things(block)]


def cited_places(data: dict) -> dict[tuple[str, str], tuple[int | None, str]]:
    """{(block key, source slug): (key of a release or None, locator)} of the sources that are cited with a place."""
    return {
        (block["key"], slug): place for block in data["blocks"] for slug, place in kind_of(block).places(block).items()
    }


def headline(data: dict) -> Headline | None:
    """The first figure that can stand for the whole document."""
    return next(filter(None, (kind_of(block).headline(block) for block in data["blocks"])), None)


def table_at(data: dict, start: str) -> tuple[dict, PrintedTable] | None:
    """The block whose key begins so, with the table that it prints; None where there is none."""
    for block in data["blocks"]:
        if block["key"].startswith(start) and (table := kind_of(block).table(block)):
            return block, table
    return None


def links_of(data: dict) -> list[tuple[str, str, str]]:
    """(block key, address, words) of every link in the document's rich texts, in their order."""
    return [
        (block["key"], address, words)
        for block in data["blocks"]
        for address, words in links_with_text(kind_of(block).html(block))
    ]


def block_words(block: dict) -> str:
    """The block's visible words, a line for each part."""
    return "\n".join(part for part in kind_of(block).words(block) if part)


def excerpt(block: dict, most: int = 120) -> str:
    """The beginning of the block, on one line."""
    line = " ".join(block_words(block).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def words(data: dict) -> str:
    return "\n".join([data["title"], data["summary"], *(block_words(block) for block in data["blocks"])])


def reading_minutes(data: dict) -> int:
    """The reading time in minutes, at 220 words a minute; one at least."""
    return max(1, round(len(words(data).split()) / 220))
