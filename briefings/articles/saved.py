"""A saved version read back: its text as it was, with what it refers to as that is now."""

import uuid
from collections import defaultdict
from copy import copy
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from reversion.models import Version

from ..topics.models import Topic
from .models import BLOCKS, Article, Byline, SavedVersion
from .pieces import own_fields, row_fields, row_model
from .resolving import resolve_pieces
from .saving import contents

KINDS = {model._meta.model_name: model for model in BLOCKS}
FIELDS = ("title", "summary", "kind")


@dataclass
class Saved:
    """`article` is a copy of the stored one with the saved words; `slug` is only told. Nothing here is stored yet;
    `left_out` says in words what the version had and what exists no more."""

    article: Article
    slug: str
    topics: list
    bylines: list
    related: list
    blocks: list
    left_out: list


def saved_text(version: SavedVersion):
    """What the version holds, as JSON-able values."""
    return contents(Version.objects.get(revision=version.revision_id))


def _paths(model):
    """{name of a foreign key: what is fetched along with its target}."""
    paths = {}
    for path in model.refers_to:
        name, _separator, rest = path.partition("__")
        paths.setdefault(name, []).extend([rest] if rest else [])
    return paths


def _references(model, said):
    """(field, [key, words]) of each thing that saved fields refer to."""
    fields = row_fields(model) if hasattr(model, "block") else own_fields(model)
    return [(one, said[one.name]) for one in fields if isinstance(one, models.ForeignKey) and said.get(one.name)]


class _Found:
    """Everything that a version refers to, as far as it still exists: one query for each kind of thing."""

    def __init__(self, text):
        wanted, along = defaultdict(set), defaultdict(set)
        for model, name in ((Topic, "topics"), (Byline, "bylines"), (Article, "related")):
            wanted[model] |= {key for key, _words in text[name]}
        for block in text["blocks"]:
            model = KINDS.get(block["model"])
            if model is None:
                continue
            for one, named in _references(model, block["fields"]):
                wanted[one.related_model].add(named[0])
                along[one.related_model].update(_paths(model).get(one.name, []))
            for row in block["chosen"]:
                for one, named in _references(row_model(model), row):
                    wanted[one.related_model].add(named[0])
        self.things = {
            model: model._default_manager.select_related(*sorted(along[model]) or [None]).in_bulk(keys)
            for model, keys in wanted.items()
            if keys
        }
        self.left_out = []

    def get(self, model, named):
        thing = self.things.get(model, {}).get(named[0])
        if thing is None:
            self.left_out.append(
                _("%(kind)s “%(thing)s” no longer exists.")
                % {"kind": str(model._meta.verbose_name).capitalize(), "thing": named[1]}
            )
        return thing

    def several(self, model, several):
        return [thing for named in several if (thing := self.get(model, named))]

    def filled(self, thing, said, fields):
        """`thing` with the saved values; None where it cannot be without something that is gone."""
        for one in fields:
            if one.name not in said:
                continue
            value = said[one.name]
            if value and isinstance(one, models.ForeignKey):
                value = self.get(one.related_model, value)
                if value is None and not one.null:
                    return None
            setattr(thing, one.name, value)
        return thing


def _block(saved, parent, found):
    """The block, not stored, with what it refers to; None where it cannot be any more."""
    model = KINDS.get(saved["model"])
    if model is None:
        found.left_out.append(_("There are no blocks of the kind “%(kind)s” any more.") % {"kind": saved["model"]})
        return None
    block = model(parent=parent, key=uuid.UUID(saved["key"]), region=saved["region"], ordering=saved["ordering"])
    block.chosen = []
    for said in saved["chosen"]:
        row = found.filled(row_model(model)(), said, row_fields(row_model(model)))
        block.chosen += [row] if row else []
    return found.filled(block, saved["fields"], own_fields(model))


def read_back(text, article):
    """The `Saved` of what `saved_text` gave, for the article that it is a version of."""
    found = _Found(text)
    old = copy(article)
    for name in FIELDS:
        setattr(old, name, text[name])
    topics, bylines = found.several(Topic, text["topics"]), found.several(Byline, text["bylines"])
    related = found.several(Article, text["related"])
    blocks = [block for saved in text["blocks"] if (block := _block(saved, article, found))]
    return Saved(old, text["slug"], topics, bylines, related, blocks, found.left_out)


def document_of(saved, *, now=None):
    """The `Document` that the version would be if it were published now."""
    related = [other.pk for other in saved.related if other.language == saved.article.language]
    topics = sorted(saved.topics, key=lambda topic: (topic.sort_en, topic.pk))
    return resolve_pieces(saved.article, saved.blocks, topics, related, now=now)
