"""The blocks of an article as they are stored, and what each kind of block consists of."""

from django.db import models

from .models import BLOCKS

PLACED = ("id", "parent", "region", "ordering", "key")


def own_fields(model):
    """The fields of a kind of block that hold what it says."""
    return [field for field in model._meta.concrete_fields if field.name not in PLACED]


def row_model(model):
    """The rows of a kind of block's ordered selection; None for a kind without one."""
    rows = getattr(model, "rows", None)
    return rows.rel.related_model if hasattr(rows, "rel") else None


def row_fields(model):
    """What a row says beside its place: first of all the thing chosen."""
    return [field for field in model._meta.concrete_fields if field.name not in ("id", "block", "position")]


def blocks_of(article):
    """The article's blocks in order, with what they refer to; one query for each kind of block.

    `chosen` of each are the rows of its ordered selection, none where it has no such thing.
    """
    blocks = []
    for model in BLOCKS:
        blocks_here = model.objects.filter(parent=article).select_related(*model.refers_to or [None])
        if row := row_model(model):
            targets = [field.name for field in row_fields(row) if isinstance(field, models.ForeignKey)]
            blocks_here = blocks_here.prefetch_related(models.Prefetch("rows", row.objects.select_related(*targets)))
        for block in blocks_here:
            block.chosen = list(block.rows.all()) if row else []
            blocks.append(block)
    return sorted(blocks, key=lambda block: (block.ordering, block.pk))
