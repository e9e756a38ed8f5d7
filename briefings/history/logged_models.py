"""The models that the log is about. A model declares that as `logged`; its field changes are then recorded.

Not followed: fields that only acts change (their events say it: public, hidden, preferred; stages, owners and dates of
articles; editions), and values of statistics, which their batch records.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Field, Model
from django.utils.translation import gettext_lazy as _

from ..roles import Realm

# Fields that are never followed: keys, counters, times that other rows hold, and fields derived from others.
SILENT = {
    "id", "key", "region", "sort_en", "sort_es", "folded", "created_at", "changed_at", "changed_by", "version",
    "public_since", "width", "height", "uploaded_at",
}  # fmt: skip
SECRET_PART = _("secret part of the address")


@dataclass(frozen=True)
class Logged:
    """The log's settings for a model.

    `part_of`: the foreign key to the object on whose page changes are shown. `silent`: fields that are not followed.
    `secret`: fields whose values are masked. `many`: many-to-many fields. `by_acts`: the admin form calls acts, which
    record themselves. `labels`: for fields without a form. `words`: functions from a stored value to its text. `label`:
    one from a key to what the log calls the object, where its own name depends on the language of whoever acts.
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
    label: Callable | None = None


def logged_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if hasattr(model, "logged")]


@cache
def labels_of_things() -> dict[str, Callable]:
    """By model name, of the models with a `label`."""
    return {model._meta.model_name: model.logged.label for model in logged_models() if model.logged.label}


def models_with_followed_fields() -> list[type[Model]]:
    return [model for model in logged_models() if model.logged.follows_fields]


def model_named(name: str) -> type[Model] | None:
    """The logged model with this model name, of whichever app."""
    return next((model for model in logged_models() if model._meta.model_name == name), None)


def followed_fields(model: Model | type[Model]) -> list[Field]:
    silent = SILENT.union(model.logged.silent)
    return [field for field in model._meta.concrete_fields if field.name not in silent]


@cache
def followed_relations() -> dict[type[Model], tuple[type[Model], str]]:
    """{through model: (model, name of its many-to-many field)}."""
    models = models_with_followed_fields()
    return {getattr(model, name).through: (model, name) for model in models for name in model.logged.many}


def realm_of(model: Model | type[Model]) -> Realm:
    """Models that declare no realm are parts of articles."""
    return model.logged.realm if hasattr(model, "logged") else Realm.ARTICLES


def whole(instance: Model) -> Model:
    """The object on whose page a change of `instance` is shown: itself, or what it is a part of."""
    path = instance.logged.part_of
    try:
        return getattr(instance, path) if path else instance
    except ObjectDoesNotExist:
        return instance
