"""What keeps an object from being deleted. Django's collector reads every row that refers to it."""

from collections.abc import Sequence

from django.db import models

MOST_SHOWN = 10


def first_protecting(objects: Sequence[models.Model]) -> list[models.Model]:
    """Rows that refer to one of the objects, a model, by a protected foreign key; one more than are shown at most."""
    found = []
    relations = objects[0]._meta.get_fields(include_hidden=True) if objects else []
    for relation in relations:
        if getattr(relation, "on_delete", None) is models.PROTECT and len(found) <= MOST_SHOWN:
            model = relation.related_model
            named = [field.name for field in model._meta.concrete_fields if field.many_to_one]  # in the row's words
            rows = model._base_manager.select_related(*named).filter(**{f"{relation.field.name}__in": objects})
            found += rows[: MOST_SHOWN + 1 - len(found)]
    return found
