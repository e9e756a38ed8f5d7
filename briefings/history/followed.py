"""Whose fields are followed: every change of these models is on record with both values, whichever way it came about.

What only acts change is not repeated here: an act's event says what became of it (being public, hidden, preferred;
stages, owners and dates of articles; editions). Values of statistics are on record by their batch.
"""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

# What says nothing of its own: keys, counters, moments that other rows tell, and what follows from other fields.
SILENT = {
    "id", "key", "region", "sort_en", "sort_es", "folded", "created_at", "changed_at", "changed_by", "version",
    "public_since", "width", "height", "uploaded_at",
}  # fmt: skip


@dataclass(frozen=True)
class Followed:
    """`part_of` leads to the thing on whose page a change is shown; of `secret` fields only that they changed is kept;
    `many` are relations to several things."""

    model: str
    realm: str
    part_of: str = ""
    silent: tuple = ()
    secret: tuple = ()
    many: tuple = ()


FOLLOWED = [
    Followed("Article", "articles", silent=("group",), many=("topics", "related")),
    Followed("Comment", "articles", part_of="article", silent=("block_key", "at")),
    Followed("ShareLink", "articles", part_of="article", silent=("openings", "opened_at"), secret=("nonce",)),
    Followed("Topic", "articles"),
    Followed("Byline", "articles", silent=("hidden",)),
    Followed("Impact", "articles"),
    Followed("Initiative", "articles", many=("areas",)),
    Followed("Milestone", "articles", part_of="initiative"),
    Followed("Image", "articles", silent=("uploaded_by",)),
    Followed("Source", "statistics"),
    Followed("Release", "statistics"),
    Followed("Indicator", "statistics"),
    Followed("Area", "statistics"),
    Followed("AreaAlias", "statistics", part_of="area"),
    Followed("Series", "statistics", silent=("preferred", "preferred_reason_en", "preferred_reason_es")),
    Followed("DataTable", "statistics"),
    Followed("DataTableColumn", "statistics", part_of="table"),
    Followed("DataTableRow", "statistics", part_of="table"),
    Followed("User", "users", silent=("last_login", "date_joined", "used_on"), secret=("password",), many=("groups",)),
    Followed("Invitation", "users", part_of="user", silent=("sent_at",), secret=("nonce",)),
]
BY_MODEL = {followed.model.lower(): followed for followed in FOLLOWED}


def add(model: type[Model], realm: str, **settings) -> None:
    """Follow one more model; called by the app when all models are there."""
    followed = Followed(model._meta.label, realm, **settings)
    FOLLOWED.append(followed)
    BY_MODEL[model._meta.model_name] = followed


def models():
    return [_model(followed) for followed in FOLLOWED]


def _model(followed):
    label = followed.model if "." in followed.model else f"briefings.{followed.model}"
    return apps.get_model(label)


def model_named(name: str) -> type[Model] | None:
    """The followed model with this model name, whichever app it is from."""
    return _model(BY_MODEL[name]) if name in BY_MODEL else None


def fields_of(thing):
    """The columns whose changes are kept."""
    left_out = SILENT.union(of(thing).silent)
    return [column for column in thing._meta.concrete_fields if column.name not in left_out]


def of(thing):
    return BY_MODEL[thing._meta.model_name]


@cache
def relations():
    """{the model between: (the model that is followed, name of its relation)}."""
    found = {}
    for followed in FOLLOWED:
        for name in followed.many:
            model = _model(followed)
            found[getattr(model, name).through] = model, name
    return found


def whole(thing):
    """The thing on whose page a change of `thing` is shown: itself, or what it is a part of."""
    path = of(thing).part_of
    try:
        return getattr(thing, path) if path else thing
    except ObjectDoesNotExist:
        return thing
