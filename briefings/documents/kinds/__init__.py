"""The kinds of blocks, one line each, in the order in which the desk offers them.

A name is the kind's `type` in documents and the name of its module here, of the module of its model
(articles/blocks/), of the module of its form if it has one (articles/admin/blocks/), and of its template.
"""

from importlib import import_module

from .base import Figure, Kind, Unfinished, figure_prefix

BUILT_IN = (
    "rich_text",
    "text_table",
    "data_table",
    "key_figure",
    "impact_table",
    "initiative_table",
    "picture",
    "callout",
    "unknown",
    "sources",
)
KINDS: dict[str, Kind] = {}
UNFINISHED: dict[str, Unfinished] = {}


def register(kind: Kind) -> None:
    """An app that brings a kind of its own calls this before any document is read, in its models.py."""
    KINDS[kind.type], UNFINISHED[kind.type] = kind, Unfinished(kind)


def kind_of(block: dict) -> Kind:
    return (UNFINISHED if "typed" in block else KINDS)[block["type"]]


for name in BUILT_IN:
    register(import_module(f".{name}", __name__).KIND)
