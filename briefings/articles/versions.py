"""Saved versions: an article and its blocks as JSON. Reading one back uses the current state of what it refers to.

A reference is stored as [key, label], so that a restore can name what no longer exists. The workflow is not included.
"""

import uuid
from collections import defaultdict
from copy import copy
from dataclasses import dataclass
from operator import attrgetter

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from ..documents.document import Document
from ..lib.acts import Act
from ..lib.rows.prepared import prepared
from ..topics.models import Topic
from .blocks import Block, block_models, blocks_of
from .models import Article, Byline, SavedVersion
from .resolving import resolve_blocks
from .search_index import index_for_desk

FORMAT = 1
FIELDS = ("title", "summary", "kind")


def _block_model(name: str) -> type[Block] | None:
    """None for a removed kind."""
    return next((model for model in block_models() if model._meta.model_name == name), None)


def _reference(target):
    return [target.pk, str(target)]


def _values(instance, fields):
    """{field name: value} of a block or a row; foreign keys as [key, label]."""
    values = {}
    for field in fields:
        if isinstance(field, models.ForeignKey):
            target = getattr(instance, field.name)
            values[field.name] = target and _reference(target)
        else:
            values[field.name] = getattr(instance, field.attname)
    return values


def block_content(block):
    return {
        "model": block._meta.model_name,
        "key": str(block.key),
        "region": block.region,
        "ordering": block.ordering,
        "fields": _values(block, block.own_fields()),
        "chosen": [_values(row, block.row_fields()) for row in block.chosen],
    }


def content_of(article: Article, blocks: list[Block]) -> dict:
    return {
        "format": FORMAT,
        "title": article.title,
        "summary": article.summary,
        "kind": str(article.kind),
        "language": article.language,
        "slug": article.slug,
        "topics": [_reference(topic) for topic in article.topics.all()],
        "bylines": [_reference(row.byline) for row in article.byline_rows.all()],
        "related": [_reference(other) for other in sorted(article.related.all(), key=attrgetter("pk"))],
        "blocks": [block_content(block) for block in blocks],
    }


def keep_version(article: Article, *, by, act: Act, blocks: list[Block] | None = None, now=None) -> SavedVersion:
    """Save the article as it is stored, and let the desk find it by that; to be called inside the act's transaction."""
    blocks = blocks_of(article) if blocks is None else blocks
    content = content_of(article, blocks)
    index_for_desk(article, blocks)
    return SavedVersion.objects.create(
        article=article, number=article.version, act=act.name, by=by, at=now or timezone.now(), content=content
    )


def _key_only(value):
    """A reference without its label, which changes when somebody renames what it refers to."""
    return value[0] if isinstance(value, list) and len(value) == 2 else value


def writing_in(content: dict, *, with_slug: bool) -> dict:
    """What people have typed and chosen: the content of a version without labels and without the numbers of places.

    Only the order of blocks counts, so the form may number them anew. Topics and related articles have no order.
    """
    writing = {name: content[name] for name in (*FIELDS, "language")}
    if with_slug:
        writing["slug"] = content["slug"]
    writing["bylines"] = [key for key, _label in content["bylines"]]
    for name in ("topics", "related"):
        writing[name] = sorted(key for key, _label in content[name])
    writing["blocks"] = [
        {
            "key": block["key"],
            "region": block["region"],
            "fields": {name: _key_only(value) for name, value in block["fields"].items()},
            "chosen": [{name: _key_only(value) for name, value in row.items()} for row in block["chosen"]],
        }
        for block in content["blocks"]
    ]
    return writing


def is_written_as_before(content: dict, article: Article, before: SavedVersion | None) -> bool:
    """Whether the content has the same writing as the saved version `before`."""
    with_slug = not article.workflow.address_id  # the address is no part of the text once it is public
    return before is not None and (
        writing_in(content, with_slug=with_slug) == writing_in(before.content, with_slug=with_slug)
    )


def newest_version(article: Article) -> SavedVersion | None:
    return next(iter(_newest_version(article=article.pk)), None)


@prepared(article=models.BigIntegerField())
def _newest_version(article):
    return SavedVersion.objects.filter(article=article).order_by("-number")[:1]


@dataclass
class OldText:
    """A saved version read back, not stored. `article` is a copy of the stored one with the version's fields;
    `left_out` has a message for everything that no longer exists."""

    article: Article
    slug: str
    topics: list
    bylines: list
    related: list
    blocks: list
    left_out: list[str]

    def document(self, *, now=None) -> Document:
        """The document that the version would be if it were published now."""
        related = [other.pk for other in self.related if other.language == self.article.language]
        topics = sorted(self.topics, key=lambda topic: (topic.sort_en, topic.pk))
        return resolve_blocks(self.article, self.blocks, topics, related, now=now)


def _select_related(model):
    """{name of a foreign key: the relations to fetch with its target}."""
    paths = {}
    for path in model.refers_to:
        name, _separator, rest = path.partition("__")
        paths.setdefault(name, []).extend([rest] if rest else [])
    return paths


def _references(fields, values):
    """(field, [key, label]) of each foreign key with a value."""
    return [(field, values[field.name]) for field in fields if field.is_relation and values.get(field.name)]


class _Targets:
    """The existing objects that a version refers to: one query for each model."""

    def __init__(self, content):
        keys, related = defaultdict(set), defaultdict(set)
        for model, name in ((Topic, "topics"), (Byline, "bylines"), (Article, "related")):
            keys[model] |= {key for key, _label in content[name]}
        for block in content["blocks"]:
            model = _block_model(block["model"])
            if model is None:
                continue
            for field, (key, _label) in _references(model.own_fields(), block["fields"]):
                keys[field.related_model].add(key)
                related[field.related_model].update(_select_related(model).get(field.name, []))
            for row in block["chosen"]:
                for field, (key, _label) in _references(model.row_fields(), row):
                    keys[field.related_model].add(key)
        self.by_model = {
            model: model._default_manager.select_related(*sorted(related[model]) or [None]).in_bulk(pks)
            for model, pks in keys.items()
            if pks
        }
        self.left_out = []

    def get(self, model, reference):
        key, label = reference
        target = self.by_model.get(model, {}).get(key)
        if target is None:
            self.left_out.append(
                _("%(kind)s “%(thing)s” no longer exists.")
                % {"kind": str(model._meta.verbose_name).capitalize(), "thing": label}
            )
        return target

    def get_all(self, model, references):
        return [target for reference in references if (target := self.get(model, reference))]

    def fill(self, instance, values, fields):
        """`instance` with the version's values; None if a required target no longer exists."""
        for field in fields:
            if field.name not in values:
                continue
            value = values[field.name]
            if value and isinstance(field, models.ForeignKey):
                value = self.get(field.related_model, value)
                if value is None and not field.null:
                    return None
            setattr(instance, field.name, value)
        return instance


def _block(content, parent, targets):
    """The block, not stored; None if its kind or a required target no longer exists."""
    model = _block_model(content["model"])
    if model is None:
        gone = _("There are no blocks of the kind “%(kind)s” any more.") % {"kind": content["model"]}
        targets.left_out.append(gone)
        return None
    block = model(parent=parent, key=uuid.UUID(content["key"]), region=content["region"], ordering=content["ordering"])
    rows = [targets.fill(model.row_model()(), row, model.row_fields()) for row in content["chosen"]]
    block.chosen = [row for row in rows if row]
    return targets.fill(block, content["fields"], model.own_fields())


def read_version(version: SavedVersion, article: Article) -> OldText:
    content = version.content
    targets = _Targets(content)
    old = copy(article)
    for name in FIELDS:
        setattr(old, name, content[name])
    topics, bylines = targets.get_all(Topic, content["topics"]), targets.get_all(Byline, content["bylines"])
    related = targets.get_all(Article, content["related"])
    blocks = [block for saved in content["blocks"] if (block := _block(saved, article, targets))]
    return OldText(old, content["slug"], topics, bylines, related, blocks, targets.left_out)
