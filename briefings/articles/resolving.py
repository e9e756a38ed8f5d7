"""From the working copy and everything that it refers to, to the document that can be approved and published."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ..lib.periods import Period
from ..statistics.models import Observation
from ..statistics.resolved import key_figure, resolve_data_table
from .models import BLOCKS, Edition

FORMAT = 1


def canonical(data):
    """JSON with sorted keys and no blanks: the text that is hashed and stored."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Document:
    """`data` is JSON-able; `problems` are what keeps it from being published, in an editor's words."""

    data: dict
    problems: tuple = ()
    observations: frozenset = frozenset()
    images: frozenset = frozenset()

    @cached_property
    def text(self):
        return canonical(self.data)

    @cached_property
    def sha256(self):
        return _sha256(self.text)

    @cached_property
    def content_hash(self):
        """The hash without the day on which the figures were looked up: what people see and approve."""
        return _sha256(canonical({name: value for name, value in self.data.items() if name != "as_of"}))


def blocks_of(article):
    """The article's blocks in order, with what they refer to; one query for each kind of block."""
    blocks = []
    for model in BLOCKS:
        names = [field.name for field in model._meta.fields if isinstance(field, models.ForeignKey)]
        rows = model.objects.filter(parent=article).select_related(*(name for name in names if name != "parent"))
        if hasattr(model, "rows") and hasattr(model.rows, "rel"):
            target = next(
                field.name for field in model.rows.rel.related_model._meta.fields
                if isinstance(field, models.ForeignKey) and field.name != "block"
            )  # fmt: skip
            rows = rows.prefetch_related(f"rows__{target}")
        blocks.extend(rows)
    return sorted(blocks, key=lambda block: (block.ordering, block.pk))


class _Resolver:
    """Collects, block by block, the resolved data and the problems met on the way."""

    def __init__(self, language):
        self.language = language
        self.problems, self.observations, self.images = [], set(), set()

    def said(self, thing, field):
        """The text in the document's language; where the other language stands in, marked with its `lang`."""
        text = thing.said(field, self.language)
        return {"text": str(text)} if text.language == self.language else {"text": str(text), "lang": text.language}

    def require_public(self, thing):
        if not thing.is_public:
            self.problems.append(_("“%(thing)s” is not public yet.") % {"thing": thing})

    def source(self, source):
        self.require_public(source)
        return {
            "slug": source.slug,
            "name": self.said(source, "name"),
            "publisher": source.publisher,
            "reliability": source.reliability,
            "url": source.url,
            "licence": source.licence,
        }

    def richtextblock(self, block):
        return {"type": "rich_text", "html": block.html}

    def unknownblock(self, block):
        return {"type": "unknown", "html": block.html}

    def calloutblock(self, block):
        return {"type": "callout", "title": block.title, "html": block.html}

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
        table = resolve_data_table(block.table, self.language)
        self.problems += table.pop("problems")
        self.observations |= {cell["observation"] for row in table["rows"] for cell in row["cells"] if cell}
        return {"type": "data_table", "table": table}

    def keyfigureblock(self, block):
        compare_with = Period.parse(block.compare_with) if block.compare_with else None
        try:
            figure = key_figure(block.series, Period.parse(block.period), compare_with, self.language)
        except Observation.DoesNotExist:
            self.problems.append(_("“%(block)s” has no value for this period.") % {"block": block})
            return {"type": "key_figure", "figure": None}
        self.problems += figure.pop("problems")
        self.observations.add(figure["observation"])
        if figure["change"]:
            self.observations.add(figure["change"]["observation"])
        return {"type": "key_figure", "figure": figure | ({"label": block.label} if block.label else {})}

    def impacttableblock(self, block):
        impacts = [row.impact for row in block.rows.all()]
        for impact in impacts:
            self.require_public(impact)
        return {
            "type": "impact_table",
            "caption": block.caption,
            "rows": [
                {
                    "slug": impact.slug,
                    "level": impact.get_level_display(),
                    "name": self.said(impact, "name"),
                    "description": self.said(impact, "description"),
                    "severity": impact.get_severity_display(),
                }
                for impact in impacts
            ],
        }

    def initiativetableblock(self, block):
        initiatives = [row.initiative for row in block.rows.all()]
        for initiative in initiatives:
            self.require_public(initiative)
        return {
            "type": "initiative_table",
            "caption": block.caption,
            "rows": [
                {
                    "slug": initiative.slug,
                    "name": self.said(initiative, "name"),
                    "description": self.said(initiative, "description"),
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
                "alt": self.said(image, "alt"),
                "credit": image.credit,
                "licence": image.licence,
            },
        }

    def sourcesblock(self, block):
        return {
            "type": "sources",
            "intro": block.intro,
            "sources": [self.source(row.source) for row in block.rows.all()],
        }

    def resolve(self, block):
        return {"key": str(block.key)} | getattr(self, block._meta.model_name)(block)


def _related(article):
    """Related briefings that readers can open, by the titles that they carry in public."""
    editions = Edition.objects.latest().in_lists().filter(article__in=article.related.all(), language=article.language)
    return [
        {"title": edition.title, "slug": edition.article.workflow.address.slug} for edition in editions.order_by("pk")
    ]


def resolve(article, *, now=None):
    """The `Document` that the article would be if it were published at this moment."""
    with translation.override(article.language):
        resolver = _Resolver(article.language)
        blocks = [resolver.resolve(block) for block in blocks_of(article)]
        topics = list(article.topics.all())
        data = {
            "format": FORMAT,
            "language": article.language,
            "kind": article.kind,
            "title": article.title,
            "summary": article.summary,
            "topics": [{"slug": topic.slug, "name": resolver.said(topic, "name")} for topic in topics],
            "related": _related(article),
            "blocks": blocks,
            "as_of": timezone.localdate(now).isoformat(),
        }
    for topic in topics:
        resolver.require_public(topic)
    if not article.summary.strip():
        resolver.problems.append(_("The summary is empty."))
    if not blocks:
        resolver.problems.append(_("The body is empty."))
    return Document(
        data, tuple(dict.fromkeys(resolver.problems)), frozenset(resolver.observations), frozenset(resolver.images)
    )
