"""Which kinds of things the log is about, and whose fields are followed: every change of those is on record with both
values, whichever way it came about. A model says so of itself, as `logged`.

What only acts change is not repeated here: an act's event says what became of it (being public, hidden, preferred;
stages, owners and dates of articles; editions). Values of statistics are on record by their batch.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

from ..roles import Realm

# What says nothing of its own: keys, counters, moments that other rows tell, and what follows from other fields.
SILENT = {
    "id", "key", "region", "sort_en", "sort_es", "folded", "created_at", "changed_at", "changed_by", "version",
    "public_since", "width", "height", "uploaded_at",
}  # fmt: skip
SECRET_PART = _("secret part of the address")


@dataclass(frozen=True)
class Logged:
    """How the log follows a kind of thing. `part_of` leads to the thing on whose page a change is shown; of `secret`
    fields only that they changed is kept; `many` are relations to several things; `by_acts`: the form calls acts, which
    record themselves. `labels` are for fields that no form shows, `words` say how a value is shown.
    """

    realm: Realm
    part_of: str = ""
    silent: tuple = ()
    secret: tuple = ()
    many: tuple = ()
    follows_fields: bool = True
    by_acts: bool = False
    labels: dict[str, str] = field(default_factory=dict)
    words: dict[str, Callable] = field(default_factory=dict)


def logged_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if hasattr(model, "logged")]


def models() -> list[type[Model]]:
    """Those whose fields are followed."""
    return [model for model in logged_models() if model.logged.follows_fields]


def model_named(name: str) -> type[Model] | None:
    """The logged model with this model name, whichever app it is from."""
    return next((model for model in logged_models() if model._meta.model_name == name), None)


def fields_of(thing) -> list[Field]:
    """The columns whose changes are kept."""
    left_out = SILENT.union(thing.logged.silent)
    return [column for column in thing._meta.concrete_fields if column.name not in left_out]


@cache
def relations() -> dict[type[Model], tuple[type[Model], str]]:
    """{the model between: (the model that is followed, name of its relation)}."""
    return {getattr(model, name).through: (model, name) for model in models() for name in model.logged.many}


def realm_of(thing) -> Realm:
    """The realm of a thing, or of a model. Models that say nothing are parts of articles."""
    return thing.logged.realm if hasattr(thing, "logged") else Realm.ARTICLES


def whole(thing):
    """The thing on whose page a change of `thing` is shown: itself, or what it is a part of."""
    path = thing.logged.part_of
    try:
        return getattr(thing, path) if path else thing
    except ObjectDoesNotExist:
        return thing
