"""The blocks of an article: one module per kind, named like the kind (see documents/kinds/), with its model."""

from functools import cache
from importlib import import_module
from operator import attrgetter

from django.apps import apps
from django.db import models

from ...documents.kinds import BUILT_IN, KINDS
from .base import Block

for name in BUILT_IN:
    import_module(f".{name}", __name__)


@cache
def block_models() -> tuple[type[Block], ...]:
    """The model of each kind, in the order of the kinds."""
    by_kind = {model.kind: model for model in apps.get_models() if issubclass(model, Block)}
    return tuple(by_kind[kind] for kind in KINDS.values())


def blocks_of(article) -> list[Block]:
    """The article's blocks in order, with what they refer to; one query for each kind of block.

    `chosen` of each are the rows of its ordered selection, none where it has no such thing.
    """
    blocks = []
    for model in block_models():
        for block in model.with_references(model.objects.filter(parent=article)):
            block.chosen = list(block.rows.all()) if model.row_model() else []
            blocks.append(block)
    return sorted(blocks, key=attrgetter("ordering", "pk"))


def keys_of_blocks(article) -> dict[str, dict[str, str]]:
    """{prefix of the formset: {key: pk}} of the article's blocks, all as text; one query."""
    prefixes = {model: f"{model._meta.model_name}_set" for model in block_models()}
    first, *others = (
        model.objects.filter(parent=article).order_by().values_list(models.Value(prefix), "key", "pk")
        for model, prefix in prefixes.items()
    )
    keys = {prefix: {} for prefix in prefixes.values()}
    for prefix, key, pk in first.union(*others, all=True):
        keys[prefix][str(key)] = str(pk)
    return keys
