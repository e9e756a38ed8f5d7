"""A block of a document in words and figures, part by part: what a comparison sets side by side."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..lib.html import headings_of, links_of, text_of
from .models import BLOCKS

# What a kind of block is called in documents: RichTextBlock → "rich_text".
TYPES = {model: re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__.removesuffix("Block")).lower() for model in BLOCKS}
KINDS = {name: model._meta.verbose_name for model, name in TYPES.items()}


@dataclass(frozen=True)
class Figure:
    """A number where it stands: `label` says of what, `vintage` is the number of what it rests on."""

    label: str
    text: str
    value: str | None
    vintage: int
    period: str = ""


def kind_of(block):
    """What this kind of block is called."""
    return str(KINDS.get(block["type"], block["type"]))


def name_of(block):
    """The words that a reader would call the block by: its first heading, its caption or title; "" without one."""
    if "typed" in block:
        return ""
    if heading := next((text for _level, text in headings_of(block.get("html", "")) if text), ""):
        return heading
    if block["type"] == "data_table":
        return block["table"]["title"]
    if block["type"] == "key_figure":
        return block["figure"]["label"] if block["figure"] else ""
    return block.get("caption") or block.get("title") or ""


def _measured(label, unit):
    return f"{label} ({unit})" if unit else label


def _html(block):
    return {"": text_of(block["html"]), _("links"): "\n".join(links_of(block["html"]))}


def _text_table(block):
    return {
        _("caption"): block["caption"],
        _("cells"): "\n".join(" | ".join(row) for row in block["rows"]),
        _("note"): block["note"],
        _("source"): block["source"]["name"]["text"] if block["source"] else "",
    }


def _data_table(block):
    table = block["table"]
    return {
        _("title"): table["title"],
        _("finding"): table.get("finding") or "",
        _("columns"): "\n".join(_measured(column["heading"], column["unit"]) for column in table["columns"]),
        _("rows"): "\n".join(row["heading"] for row in table["rows"]),
        _("note"): table["note"],
        _("sources"): "\n".join(source["name"] for source in table["sources"]),
    }


def _key_figure(block):
    figure = block["figure"]
    if figure is None:
        return {"": _("no value")}
    return {
        _("label"): figure["label"],
        _("unit"): figure["unit"],
        _("period"): figure["period_label"],
        _("compared with"): figure["change"]["compare_period_label"] if figure["change"] else "",
        _("source"): figure["source"]["name"],
    }


def _rows(block, *names):
    said = ([row["name"]["text"], *(row[name] for name in names), row["description"]["text"]] for row in block["rows"])
    lines = (" · ".join(filter(None, parts)) for parts in said)
    return {_("caption"): block["caption"], _("rows"): "\n".join(lines)}


def _picture(block):
    image = block["image"]
    return {
        _("caption"): block["caption"],
        _("picture"): image["alt"]["text"],
        _("credit"): image["credit"],
        _("licence"): image["licence"],
    }


def _source(source):
    release = source.get("release") or {"title": {"text": ""}}
    parts = source["name"]["text"], source["publisher"], source["reliability"], release["title"]["text"]
    return " · ".join(filter(None, [*parts, source.get("locator"), source["url"]]))


def parts_of(block):
    """{label: text} of everything that the block says in words, in the order of the page.

    A block with "typed" is one that somebody has typed and that cannot be resolved: it has these words alone.
    """
    if "typed" in block:
        return {"": block["typed"]}
    match block["type"]:
        case "rich_text" | "unknown":
            return _html(block)
        case "callout":
            return {_("title"): block["title"]} | _html(block)
        case "text_table":
            return _text_table(block)
        case "data_table":
            return _data_table(block)
        case "key_figure":
            return _key_figure(block)
        case "impact_table":
            return _rows(block, "level", "severity")
        case "initiative_table":
            return _rows(block, "kind", "status")
        case "picture":
            return _picture(block)
        case "sources":
            return {"": block["intro"], _("sources"): "\n".join(map(_source, block["sources"]))}
        case _:
            return {}


def _cells(table):
    """{(row, column): Figure}; both told by what they are of, so that a row that is added moves no other."""
    used = {}
    columns = [_once(used, (column["heading"], column["period"], column["unit"])) for column in table["columns"]]
    used, figures = {}, {}
    for row in table["rows"]:
        of = _once(used, (row["period"] or row["area"] or row["heading"],))
        for column, identity, cell in zip(table["columns"], columns, row["cells"], strict=True):
            if cell is not None:
                label = f"{row['heading']}, {column['heading']}" if len(columns) > 1 else row["heading"]
                period = column["period_label"] or row["heading"]
                figures[(of, identity)] = Figure(label, cell["text"], cell["value"], cell["vintage"], period)
    return figures


def _once(used, identity):
    """The identity with how often it has been met before: two columns may say the same."""
    used[identity] = used.get(identity, -1) + 1
    return (*identity, used[identity])


def _of_key_figure(figure):
    unit, period = figure["unit"], figure["period_label"]
    yield "value", Figure(_measured(period, unit), figure["text"], figure["value"], figure["vintage"], period)
    if change := figure["change"]:
        label = _("%(period)s against %(before)s") % {"period": period, "before": change["compare_period_label"]}
        yield "change", Figure(label, change["text"], change["value"], change["vintage"], period)
        before = change["compare_period_label"]
        yield (
            "before",
            Figure(_measured(before, unit), change["compare_text"], change["compare_value"], change["vintage"], before),
        )


def figures_of(block):
    """{where it stands: Figure} of every number that the block looks up."""
    if "typed" in block:
        return {}
    if block["type"] == "data_table":
        return _cells(block["table"])
    if block["type"] == "key_figure" and block["figure"]:
        return dict(_of_key_figure(block["figure"]))
    return {}
