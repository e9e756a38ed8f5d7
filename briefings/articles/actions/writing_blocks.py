"""Writing the blocks of an article at once: a few queries for each kind, however many of its blocks have changed.

Django's `save()` and the recording of changes take eight for each block with a selection; whoever moves the first of
thirty blocks to the end changes all of them.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from django.db import router
from django.db.models.deletion import Collector

from ...history.field_changes import note_order, note_written, written_at_once
from ..blocks import Block


def write_blocks(article, blocks: Sequence[tuple[Block, Block | None]]) -> None:
    """Write each block with its `chosen` rows where it differs from what is stored, the second of each pair; None for a
    new block. Validated by the caller."""
    with written_at_once():
        for block, _stored in blocks:
            block.parent = article
        for _kind, pairs in groupby(sorted(blocks, key=_kind_of), key=_kind_of):
            pairs = list(pairs)
            _write_fields(type(pairs[0][0]), pairs)
            _write_selections([(block, stored) for block, stored in pairs if _rows(block) != _rows(stored)])


def delete_blocks(article, blocks: Iterable[Block]) -> None:
    """Django's collector takes the blocks as they are read; a queryset reads them again, and the article of each."""
    with written_at_once():
        for _kind, group in groupby(sorted(blocks, key=attrgetter("kind.type")), key=type):
            group = list(group)
            for block in group:
                block.parent = article
            collector = Collector(using=router.db_for_write(Block), origin=group)
            collector.collect(group)
            collector.delete()


def _kind_of(pair):
    return pair[0].kind.type


def _write_fields(model, pairs):
    for block in model.objects.bulk_create(block for block, stored in pairs if stored is None):
        note_written(block, None)
    changed, names = [], set()
    for block, stored in pairs:
        fields = [name for name in _names(model) if stored and getattr(block, name) != getattr(stored, name)]
        if fields:
            note_written(block, stored)
            changed.append(block)
            names.update(fields)
    if changed:
        model.objects.bulk_update(changed, sorted(names))


def _names(model):
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


def _rows(block):
    """What the rows of the block's selection say, in their order."""
    if block is None or not block.row_model():
        return []
    names = [field.attname for field in block.row_fields()]
    return [tuple(getattr(row, name) for name in names) for row in block.chosen]


def _in_words(block):
    """What is chosen, with all that a row says of it."""
    (target, *more) = block.row_fields()
    return [str(row if more else getattr(row, target.name)) for row in block.chosen]


def _write_selections(pairs):
    if not pairs:
        return
    (block, _stored), *_others = pairs
    (relation,) = block._meta.many_to_many
    for block, stored in pairs:
        note_order(block, relation.name, _in_words(stored) if stored else [], _in_words(block))
        for position, row in enumerate(block.chosen):
            row.pk, row.block, row.position = None, block, position
    rows = block.row_model().objects
    rows.filter(block__in=[block for block, stored in pairs if stored]).delete()
    rows.bulk_create(row for block, _stored in pairs for row in block.chosen)
