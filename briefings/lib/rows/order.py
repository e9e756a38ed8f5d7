"""The rows of a sorted queryset after one of them, whatever it is sorted by: a page that begins there costs the same
however many rows are before it."""

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db import connections
from django.db.models import F, Model, OrderBy, Q, QuerySet


@dataclass(frozen=True)
class Key:
    """One of the columns that rows are sorted by."""

    path: str
    descending: bool
    nullable: bool

    def later(self, value, *, nulls_last: bool) -> Q:
        """Condition: sorted after `value`."""
        if value is None:
            return Q(pk__in=[]) if nulls_last else Q(**{f"{self.path}__isnull": False})
        later = Q(**{f"{self.path}__{'lt' if self.descending else 'gt'}": value})
        return later | Q(**{f"{self.path}__isnull": True}) if self.nullable and nulls_last else later

    def same(self, value) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})


def keys_of(rows: QuerySet) -> list[Key] | None:
    """What the rows are sorted by; None where it is more than columns of the row and of what it refers to."""
    try:
        return [key for part in rows.query.order_by for key in _keys(rows.model, *_path_of(part))]
    except (FieldDoesNotExist, TypeError):
        return None


def _path_of(part) -> tuple[str, bool]:
    if isinstance(part, OrderBy) and isinstance(part.expression, F) and part.nulls_first is part.nulls_last is None:
        return part.expression.name, part.descending
    if isinstance(part, F):
        return part.name, False
    if not isinstance(part, str):
        raise TypeError(part)
    return part.removeprefix("-"), part.startswith("-")


def _keys(model: type[Model], path: str, descending: bool):
    """More than one for a foreign key: it is sorted as the model that it refers to."""
    nullable, target, field = False, model, None
    for name in path.split("__"):
        field = target._meta.pk if name == "pk" else target._meta.get_field(name)
        nullable = nullable or field.null
        target = field.related_model
    if not field.is_relation or path.endswith(field.attname):
        yield Key(path, descending, nullable)
        return
    for part in target._meta.ordering or ["pk"]:
        inner, is_descending = _path_of(part)
        for key in _keys(target, inner, descending != is_descending):
            yield Key(f"{path}__{key.path}", key.descending, nullable or key.nullable)


def after(rows: QuerySet, keys: list[Key], pk, *, among: QuerySet, backwards=False) -> QuerySet | None:
    """The rows sorted after the row of `among` with this key; with `backwards` those before it, the nearest first.

    None where there is no such row.
    """
    if backwards:
        rows, keys = rows.reverse(), [Key(key.path, not key.descending, key.nullable) for key in keys]
    values = among.filter(pk=pk).order_by().values_list(*(key.path for key in keys)).first()
    if values is None:
        return None
    is_postgresql = connections[rows.db].vendor == "postgresql"  # NULL is its greatest value, and SQLite's least
    condition, same = Q(pk__in=[]), Q()
    for key, value in zip(keys, values, strict=True):
        later = key.later(value, nulls_last=is_postgresql != key.descending)
        condition |= same & later
        same &= key.same(value)
    first, value = keys[0], values[0]
    if value is not None and not first.nullable:  # redundant: it lets the database use an index
        condition &= Q(**{f"{first.path}__{'lte' if first.descending else 'gte'}": value})
    return rows.filter(condition)
