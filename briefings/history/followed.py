"""Whose fields are followed: every change of these models is on record with both values, whichever way it came about.

What only acts change is not repeated here: an act's event says what became of it (being public, hidden, preferred;
stages, owners and dates of articles; editions). Values of statistics are on record by their batch.
"""

from dataclasses import dataclass
from functools import cache

from auditlog.context import auditlog_disabled
from auditlog.registry import auditlog
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import ForeignKey

MASK = "•••"
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


BLOCKS = (
    "RichTextBlock", "TextTableBlock", "DataTableBlock", "KeyFigureBlock", "ImpactTableBlock", "InitiativeTableBlock",
    "PictureBlock", "CalloutBlock", "SourcesBlock", "UnknownBlock",
)  # fmt: skip
FOLLOWED = [
    Followed("Article", "articles", silent=("group",), many=("topics", "related")),
    *(Followed(name, "articles", part_of="parent") for name in BLOCKS),
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


def follow():
    """Tell auditlog about the models; called once, when all of them are there."""
    for followed in FOLLOWED:
        auditlog.register(_model(followed), include_fields=list(fields_of(followed)))


def _model(followed):
    return apps.get_model("briefings", followed.model)


def fields_of(followed):
    """Names of the columns whose changes are kept."""
    columns = _model(followed)._meta.concrete_fields
    return [column.name for column in columns if column.name not in SILENT.union(followed.silent)]


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


def readable(thing, changes):
    """auditlog's {field: (before, after)} for people: names beside keys, no secrets, nothing that was and is empty."""
    kept = {}
    for name, (before, after) in changes.items():
        if before in (None, "") and after in (None, ""):
            continue
        field = thing._meta.get_field(name)
        if name in of(thing).secret:
            before, after = (value and MASK for value in (before, after))
        elif isinstance(field, ForeignKey):
            before, after = _named(field, before, thing), _named(field, after, thing)
        kept[name] = [before, after]
    return kept


def _named(field, key, thing):
    """A foreign key's value: {"pk": …, "label": …}, or None."""
    if key is None:
        return None
    if getattr(thing, field.attname) == key:
        other = getattr(thing, field.name, None)
    else:
        other = field.related_model._base_manager.filter(pk=key).first()
    return {"pk": key, "label": str(other or key)[:300]}


def is_silenced():
    """Whether nothing is followed just now (`auditlog.context.disable_auditlog`)."""
    return auditlog_disabled.get()
