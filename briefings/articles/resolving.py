"""From the working copy and everything that it refers to, to the document that can be approved and published."""

import re
from dataclasses import replace

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..documents.document import FORMAT, Around, Document, Problem
from ..lib.html import clean_html
from ..statistics.data_tables import resolve_data_tables
from ..statistics.key_figures import key_figures
from .models import DataTableBlock, KeyFigureBlock
from .pieces import blocks_of

TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def without_turns(data):
    """`data` without the invisible characters that turn the direction of writing around.

    With them a text reads otherwise than it is stored: 4886 as 6884, to whoever approves it and to readers.
    """
    if isinstance(data, str):
        return TURNS.sub("", data)
    if isinstance(data, dict):
        return {name: without_turns(value) for name, value in data.items()}
    return [without_turns(value) for value in data] if isinstance(data, list | tuple) else data


class _Resolver:
    """Collects, block by block, the resolved data and the problems met on the way.

    Tables and figures of all blocks are looked up together, so that more blocks cost no more queries. What is
    resolved is in the document's language, the problems are in the language of whoever asks.
    """

    def __init__(self, blocks, language):
        self.language, self.asked_in = language, translation.get_language()
        self.problems, self.observations, self.images = [], set(), set()
        tables = [block for block in blocks if isinstance(block, DataTableBlock)]
        resolved = resolve_data_tables([block.table for block in tables], language) if tables else []
        self.tables = dict(zip([block.key for block in tables], resolved, strict=True))
        figures = [block for block in blocks if isinstance(block, KeyFigureBlock) and self.has_periods(block)]
        wanted = [(block.series, block.period_of("period"), block.period_of("compare_with")) for block in figures]
        resolved = key_figures(wanted, language) if wanted else []
        self.figures = dict(zip([block.key for block in figures], resolved, strict=True))

    def has_periods(self, block):
        try:
            return bool(block.period_of("period")) and block.period_of("compare_with") != block.period_of("period")
        except ValueError:
            return False

    def text_in(self, thing, field):
        """The text in the document's language; where the other language stands in, marked with its `lang`."""
        text = thing.text_in(field, self.language)
        return {"text": str(text)} if text.language == self.language else {"text": str(text), "lang": text.language}

    def require_public(self, thing):
        if not thing.is_public:
            with translation.override(self.asked_in):
                self.problems.append(_("“%(thing)s” is not public yet.") % {"thing": thing})

    def source(self, source):
        self.require_public(source)
        return {
            "slug": source.slug,
            "name": self.text_in(source, "name"),
            "publisher": source.publisher,
            "reliability": source.reliability,
            "url": source.url,
            "licence": source.licence,
        }

    def richtextblock(self, block):
        return {"type": "rich_text", "html": clean_html(block.html)}

    def unknownblock(self, block):
        return {"type": "unknown", "html": clean_html(block.html)}

    def calloutblock(self, block):
        return {"type": "callout", "title": block.title, "html": clean_html(block.html)}

    def texttableblock(self, block):
        return {
            "type": "text_table",
            "caption": block.caption,
            "header_row": block.header_row,
            "rows": block.rows,
            "note": block.note,
            "source": self.source(block.source) if block.source else None,
        }

    def datatableblock(self, block):
        self.require_public(block.table)
        table = self.tables[block.key]
        self.problems += table["problems"]
        self.observations |= {cell["observation"] for row in table["rows"] for cell in row["cells"] if cell}
        return {"type": "data_table", "table": _without_problems(table)}

    def keyfigureblock(self, block):
        figure = self.figures.get(block.key)
        if figure is None:
            with translation.override(self.asked_in):
                self.problems.append(_("“%(block)s” has no value for this period.") % {"block": block})
            return {"type": "key_figure", "figure": None}
        self.problems += figure["problems"]
        self.observations.add(figure["observation"])
        if figure["change"]:
            self.observations.add(figure["change"]["observation"])
        label = {"label": block.label} if block.label else {}
        return {"type": "key_figure", "figure": _without_problems(figure) | label}

    def impacttableblock(self, block):
        impacts = [row.impact for row in block.chosen]
        for impact in impacts:
            self.require_public(impact)
        return {
            "type": "impact_table",
            "caption": block.caption,
            "rows": [
                {
                    "slug": impact.slug,
                    "level": impact.get_level_display(),
                    "name": self.text_in(impact, "name"),
                    "description": self.text_in(impact, "description"),
                    "severity": impact.get_severity_display(),
                }
                for impact in impacts
            ],
        }

    def initiativetableblock(self, block):
        initiatives = [row.initiative for row in block.chosen]
        for initiative in initiatives:
            self.require_public(initiative)
        return {
            "type": "initiative_table",
            "caption": block.caption,
            "rows": [
                {
                    "slug": initiative.slug,
                    "name": self.text_in(initiative, "name"),
                    "description": self.text_in(initiative, "description"),
                    "kind": initiative.get_kind_display(),
                    "status": initiative.get_status_display(),
                }
                for initiative in initiatives
            ],
        }

    def pictureblock(self, block):
        image = block.image
        self.images.add(image.pk)
        return {
            "type": "picture",
            "caption": block.caption,
            "image": {
                "sha256": image.sha256,
                "extension": image.file.name.rpartition(".")[2],
                "width": image.width,
                "height": image.height,
                "alt": self.text_in(image, "alt"),
                "credit": image.credit,
                "licence": image.licence,
            },
        }

    def sourcesblock(self, block):
        return {
            "type": "sources",
            "intro": block.intro,
            "sources": [self.source(row.source) | self.place(row) for row in block.chosen],
        }

    def place(self, row):
        """Which release of the source, and what part of it: keys that are there only where somebody said so."""
        place = {"locator": row.locator} if row.locator else {}
        if release := row.release:
            is_foreign = release.language and release.language != self.language
            place["release"] = {
                "id": release.pk,
                "title": {"text": release.title} | ({"lang": release.language} if is_foreign else {}),
                "url": release.url,
                "published": release.published.isoformat() if release.published else None,
            }
        return place

    def resolve(self, block):
        met = len(self.problems)
        resolved = {"key": str(block.key)} | getattr(self, block._meta.model_name)(block)
        self.problems[met:] = [Problem(str(words), str(block.key)) for words in self.problems[met:]]
        return resolved


def _without_problems(resolved):
    return {name: value for name, value in resolved.items() if name != "problems"}


def resolve(article, *, now=None):
    """The `Document` that the article would be if it were published at this moment."""
    related = article.related.filter(language=article.language).values_list("pk", flat=True)
    document = resolve_pieces(article, blocks_of(article), article.topics.all(), related, now=now)
    slug = "" if article.workflow.address_id else article.slug
    return replace(document, around=Around(names_of(article.byline_rows.select_related("byline")), slug))


def names_of(rows):
    """(name, hidden) of each row of bylines, in the order in which readers see them."""
    rows = sorted(rows, key=lambda row: (row.position, row.byline.name))
    return tuple((row.byline.name, row.byline.hidden) for row in rows)


def resolve_pieces(article, pieces, topics, related, *, now=None):
    """The `Document` of an article with these blocks and topics, stored or not. `related` are numbers of articles in
    its own language; a page shows their public titles."""
    resolver = _Resolver(pieces, article.language)
    with translation.override(article.language):
        blocks = [resolver.resolve(block) for block in pieces]
        topics = list(topics)
        data = {
            "format": FORMAT,
            "language": article.language,
            "kind": str(article.kind),
            "title": article.title,
            "summary": article.summary,
            "topics": [{"slug": topic.slug, "name": resolver.text_in(topic, "name")} for topic in topics],
            "related": sorted(related),
            "blocks": blocks,
            "as_of": timezone.localdate(now).isoformat(),
        }
    met = len(resolver.problems)
    for topic in topics:
        resolver.require_public(topic)
    resolver.problems[met:] = [Problem(words, field="topics") for words in resolver.problems[met:]]
    problems = tuple(dict.fromkeys(resolver.problems))
    return Document(without_turns(data), problems, frozenset(resolver.observations), frozenset(resolver.images))
