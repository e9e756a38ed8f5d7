"""The text of a saved version: an article and its blocks as JSON, packed. django-reversion keeps it as one row.

As a registered serialisation format it writes for reversion; what it wrote is read by `contents`. Things that
are referred to stand as [key, words]: should one be gone by the time of a restore, its words can be named.
"""

import base64
import json
import zlib

import reversion
from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import models

from .models import Article
from .pieces import blocks_of, own_fields, row_fields

FORMAT = 1


def _named(thing):
    return [thing.pk, str(thing)]


def _said(thing, fields):
    """{name: value} of a block or a row; what it refers to as [key, words]."""
    said = {}
    for field in fields:
        if isinstance(field, models.ForeignKey):
            target = getattr(thing, field.name)
            said[field.name] = target and _named(target)
        else:
            said[field.name] = getattr(thing, field.attname)
    return said


def _block(block):
    return {
        "model": block._meta.model_name,
        "key": str(block.key),
        "region": block.region,
        "ordering": block.ordering,
        "fields": _said(block, own_fields(type(block))),
        "chosen": [_said(row, row_fields(type(row))) for row in block.chosen],
    }


def written(article):
    """What a saved version holds. The workflow is no part of it."""
    return {
        "format": FORMAT,
        "title": article.title,
        "summary": article.summary,
        "kind": str(article.kind),
        "language": article.language,
        "slug": article.slug,
        "topics": [_named(topic) for topic in article.topics.all()],
        "bylines": [_named(row.byline) for row in article.byline_rows.select_related("byline")],
        "related": [_named(other) for other in article.related.order_by("pk")],
        "blocks": [_block(block) for block in blocks_of(article)],
    }


def packed(contents):
    text = json.dumps(contents, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode()


def contents(version):
    """What a reversion `Version` of an article holds, as `written` wrote it."""
    return json.loads(zlib.decompress(base64.b85decode(version.serialized_data)))


class Serializer:
    """What reversion asks of a serialisation format; articles only."""

    internal_use_only = True

    def serialize(self, things, **options):
        (article,) = things
        self._text = packed(written(article))

    def getvalue(self):
        return self._text


def Deserializer(text, **options):
    """Reversion's own way back would go past the acts: a version is restored by `restore_version` alone."""
    raise DeserializationError("A saved article is restored by the act restore_version.")


def register():
    """Only articles have versions; of their tables nothing is kept but through them."""
    serializers.register_serializer("article", __name__)
    reversion.register(Article, fields=[], format="article")
