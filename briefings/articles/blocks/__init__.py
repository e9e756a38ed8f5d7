"""The blocks of an article: one module per kind, named like the kind (see documents/kinds/), with its model."""

from collections.abc import Mapping
from functools import cache, reduce
from importlib import import_module
from operator import attrgetter, or_
from types import MappingProxyType

from django.apps import apps
from django.db import models

from ...documents.kinds import BUILT_IN, KINDS
from ...lib.rows.prepared import padded, prepared
from .base import Block

KEY = models.BigIntegerField()

for name in BUILT_IN:
    import_module(f".{name}", __name__)


@cache
def block_models() -> tuple[type[Block], ...]:
    """The model of each kind, in the order of the kinds."""
    by_kind = {model.kind: model for model in apps.get_models() if issubclass(model, Block)}
    return tuple(by_kind[kind] for kind in KINDS.values())


def blocks_of(article, *, known: Mapping[type[Block], list[Block]] = MappingProxyType({})) -> list[Block]:
    """The article's blocks in order, with what they refer to; one query for each kind that is not in `known`."""
    blocks = []
    for model in block_models():
        blocks += known[model] if model in known else _stored(model, article)
    return sorted(blocks, key=attrgetter("ordering", "pk"))


def _stored(model, article):
    blocks = _blocks(article=article.pk, model=model)
    if model.row_model():
        rows = _rows(blocks=padded([block.pk for block in blocks]), model=model)
        for block in blocks:
            block.chosen = [row for row in rows if row.block_id == block.pk]
    return blocks


@prepared(article=KEY)
def _blocks(article, model):
    return model.objects.filter(parent=article).select_related(*model.refers_to or [None]).order_by()


@prepared(blocks=KEY)
def _rows(blocks, model):
    """Of ordered selections, with what they refer to."""
    rows = model.row_model().objects.filter(block__pk__in=blocks).order_by("position", "pk")
    return rows.select_related(*model.rows_refer_to or [None])


@cache
def _relations_to(target: type[models.Model]) -> tuple[tuple[type[Block], str], ...]:
    """(model of a kind, lookup) for each foreign key of blocks, or of the rows of their selections, to `target`."""
    return tuple(
        (model, prefix + field.name)
        for model in block_models()
        for prefix, fields in (("", model.own_fields()), ("rows__", model.row_fields()))
        for field in fields
        if field.related_model is target
    )


def objects_in(article, target: type[models.Model]) -> models.QuerySet:
    """The objects of the model `target` to which the article's blocks refer."""
    keys = [
        models.Q(pk__in=model.objects.filter(parent=article).order_by().values(lookup))
        for model, lookup in _relations_to(target)
    ]
    return target.objects.filter(reduce(or_, keys, models.Q(pk__in=[])))


def refer_to(instance: models.Model) -> models.Q:
    """The condition on articles that a block of theirs refers to the object."""
    keys = [
        models.Q(pk__in=model.objects.filter(**{lookup: instance}).order_by().values("parent"))
        for model, lookup in _relations_to(type(instance))
    ]
    return reduce(or_, keys, models.Q(pk__in=[]))


def keys_of_blocks(blocks: list[Block]) -> dict[str, dict[str, str]]:
    """{prefix of the formset: {key: pk}} for every kind, all as text."""
    keys = {f"{model._meta.model_name}_set": {} for model in block_models()}
    for block in blocks:
        keys[f"{block._meta.model_name}_set"][str(block.key)] = str(block.pk)
    return keys
