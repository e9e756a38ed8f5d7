"""The base class of block kinds. A block is the plain data of its part of the document, a dict."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...lib.html import headings_of, link_lines, text_of


@dataclass(frozen=True)
class Figure:
    """A number that a block prints: `label` says of what, `vintage` is the key of the vintage that it rests on,
    `operands` are those of all vintages that it is calculated from, `source` is the slug of one of the block's
    `figure_sources`."""

    label: str
    text: str
    value: str | None
    vintage: int
    period: str = ""
    operands: tuple[int, ...] = ()
    unit: str = ""
    source: str = ""

    @property
    def vintages(self) -> tuple[int, ...]:
        return self.operands or (self.vintage,)

    def newest(self, vintages: dict):
        """Of `vintages`, by key, the one among its own that became known last: with it the number became known."""
        known = ((vintages[key].known_on, key) for key in self.vintages if key in vintages)
        _known_on, newest = max(known, default=(None, None))
        return vintages.get(newest)


@dataclass(frozen=True)
class PrintedTable:
    """The table that a block prints, for files: texts, or the resolved table (statistics/data_tables.py)."""

    title: str
    headings: list[str]
    rows: list[list[str]]
    note: str = ""
    source: str = ""
    resolved: dict | None = None


@dataclass(frozen=True)
class Headline:
    """A figure that can stand for the whole document."""

    name: str
    text: str
    unit: str
    period: str
    source: str
    status: str = "A"
    vintage: int | None = None


def figure_use(key: str, role: str, vintage: int, value: str | None, text: str, **more: str) -> dict:
    """A printed number, as fields of `FigureUse`."""
    return {"key": key, "role": role, "vintage_id": vintage, "value": value, "text": text, **more}


def figure_prefix(block: dict) -> str:
    """The prefix of the ids of a block's figures on the page."""
    return f"f-{block['key'][:8]}"


class Kind:
    """One kind of block. A new kind overrides what differs from these defaults."""

    type = ""  # what blocks of this kind are called in documents; see kinds/__init__.py
    verbose_name = verbose_name_plural = ""
    # Neighbours are rendered together, as `group`; the group that opens a document is placed above its contents.
    is_grouped = False
    headings_stand_apart = False  # they do not change the level of the headings after the block
    advice_if_absent = ""  # for an article without a block of this kind

    @property
    def template(self) -> str:
        return f"briefings/documents/blocks/{self.type}.html"

    # --- words

    def html(self, block: dict) -> str:
        """The block's rich text, which may hold headings and links."""
        return ""

    def words(self, block: dict) -> Iterable[str | None]:
        """All visible words; empty ones are left out by the caller."""
        return []

    def own_words(self, block: dict) -> Iterable[str]:
        """Texts that the author typed beside the rich text: their numbers have to refer to something."""
        return []

    def name(self, block: dict) -> str:
        """The block's first heading, caption or title; "" without one."""
        return ""

    def heading_above(self, block: dict, level: int) -> int:
        """The level of the heading above the block's first one; `level` is that of the last one before the block."""
        return level

    # --- figures and sources

    def figure_uses(self, block: dict) -> Iterable[dict]:
        """Every number that the block prints, as fields of `FigureUse`."""
        return []

    def figures(self, block: dict) -> dict[Hashable, Figure]:
        """Every number that the block looks up, by what it is of, so that two editions can be compared."""
        return {}

    def headline(self, block: dict) -> Headline | None:
        """The block's figure, if it is one that can stand for the whole document."""
        return None

    def units(self, block: dict) -> list[str]:
        """The units of those numbers."""
        return []

    def sources(self, block: dict) -> list[str]:
        """The slugs of the sources that the block names."""
        return []

    def figure_sources(self, block: dict) -> list[dict]:
        """The sources of its figures (`source_entry` of statistics/lookups.py)."""
        return []

    def places(self, block: dict) -> dict[str, tuple[int | None, str]]:
        """{source slug: (key of a release or None, locator)} of the sources that are cited with a place."""
        return {}

    def table(self, block: dict) -> PrintedTable | None:
        """The block as a table, where it is one: readers can take it away as a file."""
        return None

    def things(self, block: dict) -> list[tuple[str, str]]:
        """(page name, slug) of the data tables, initiatives and impacts that the block shows."""
        return []

    # --- comparison and checklist

    def parts(self, block: dict) -> dict[str, str]:
        """{label: text} of everything that the block says in words, in the order of the page."""
        return {}

    def invisible_change(self, before: dict, after: dict) -> str:
        """A sentence about two versions that differ, but not in words or figures."""
        return _("Only what it looks like differs: headings, emphasis, lists, columns.")

    def problems(self, block: dict, language: str) -> Iterable[str]:
        """Problems that keep the block from being published, as far as the document shows them."""
        return []

    def advice(self, block: dict) -> Iterable[str]:
        """What an editor should think about; it keeps nothing from being published."""
        return []

    # --- rendering

    def is_shown(self, block: dict) -> bool:
        return True

    def context(self, block: dict, language: str) -> dict:
        """The template's context beside `block`, `figure_prefix` and `language`."""
        return {}

    def contents(self, block: dict) -> list[tuple[str, str]]:
        """(id, text) of the block's lines in the table of contents."""
        return []


class Unfinished(Kind):
    """A block of `kind` that lacks what publication needs: `typed` holds what somebody has typed so far, as text.

    Only drafts have such blocks. The document's problems say what each of them needs.
    """

    template = "briefings/documents/blocks/unfinished.html"

    def __init__(self, kind: Kind):
        self.type, self.verbose_name, self.verbose_name_plural = kind.type, kind.verbose_name, kind.verbose_name_plural

    def words(self, block):
        return [block["typed"]]

    def parts(self, block):
        return {"": block["typed"]}

    def context(self, block, language):
        return {"kind": self}


class Prose(Kind):
    """A block of rich text, `html`."""

    def html(self, block):
        return block["html"]

    def words(self, block):
        return [text_of(block["html"])]

    def name(self, block):
        return next((text for _level, text in headings_of(block["html"]) if text), "")

    def parts(self, block):
        return {"": text_of(block["html"]), _("links"): link_lines(block["html"])}


class Captioned(Kind):
    """A table with a caption that an author types, `caption`."""

    def own_words(self, block):
        return [block["caption"]]

    def name(self, block):
        return block["caption"]

    def problems(self, block, language):
        return [] if block["caption"].strip() else [_("This table has no caption.")]


class NamedRows(Captioned):
    """A captioned table of things with a name and a description; the names of their other texts are given here."""

    in_words: tuple[str, ...] = ()
    in_parts: tuple[str, ...] = ()
    page_name = ""  # of what the rows are
    columns: tuple[tuple[str, str], ...] = ()  # (what a row calls it, heading) of the table that readers see

    def things(self, block):
        return [(self.page_name, row["slug"]) for row in block["rows"]]

    def words(self, block):
        return [block["caption"], *(" ".join(self._texts(row, self.in_words)) for row in block["rows"])]

    def table(self, block):
        rows = [[self._cell(row[name]) for name, _heading in self.columns] for row in block["rows"]]
        return PrintedTable(block["caption"], [str(heading) for _name, heading in self.columns], rows)

    @staticmethod
    def _cell(entry: dict | str) -> str:
        return entry["text"] if isinstance(entry, dict) else str(entry)

    def _texts(self, row: dict, names: tuple[str, ...]) -> Iterator[str]:
        yield from (row["name"]["text"], row["description"]["text"], *(row[name] for name in names))

    def parts(self, block):
        lines = (self._line(row) for row in block["rows"])
        return {_("caption"): block["caption"], _("rows"): "\n".join(lines)}

    def _line(self, row: dict) -> str:
        texts = [row["name"]["text"], *(row[name] for name in self.in_parts), row["description"]["text"]]
        return " · ".join(filter(None, texts))
