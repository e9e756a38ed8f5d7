"""From a document to HTML. The rendering is stored with the edition; a page adds what may change around it."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ..lib.html import with_heading_ids
from ..lib.pasted import number_columns
from ..media.models import Image
from ..statistics.charts import chart_of
from .documents import figure_prefix, reading_minutes

RENDERER = "2026-11"
# Where a page puts its own pieces into a rendering: after the frozen facts, and before the end of the text column.
AFTER_FACTS, BEFORE_END = "<!--facts-->", "<!--apparatus-->"

TEMPLATES = {
    "rich_text": "briefings/articles/blocks/rich_text.html",
    "text_table": "briefings/articles/blocks/text_table.html",
    "data_table": "briefings/articles/blocks/data_table.html",
    "key_figures": "briefings/articles/blocks/key_figures.html",
    "impact_table": "briefings/articles/blocks/impact_table.html",
    "initiative_table": "briefings/articles/blocks/initiative_table.html",
    "picture": "briefings/articles/blocks/picture.html",
    "callout": "briefings/articles/blocks/callout.html",
    "unknown": "briefings/articles/blocks/unknown.html",
    "sources": "briefings/articles/blocks/sources.html",
}


def _grouped(blocks):
    """The blocks, with key figures that follow each other as one group of tiles."""
    grouped = []
    for block in blocks:
        if block["type"] != "key_figure":
            grouped.append(block)
        elif block["figure"]:
            if not grouped or grouped[-1]["type"] != "key_figures":
                grouped.append({"type": "key_figures", "key": block["key"], "keys": [], "figures": []})
            grouped[-1]["keys"].append(block["key"])
            grouped[-1]["figures"].append(block["figure"] | {"id": figure_prefix(block)})
    return grouped


def _anchors(block):
    """Where each block begins, for the pages of the desk: #text-<key>. No reader's page has them."""
    keys = ((key,) for key in block.get("keys", [block["key"]]))
    return format_html_join("", '<span id="text-{}" tabindex="-1"></span>', keys)


def _cells(block):
    """Headings and rows of a text table as (text, class) pairs: columns of numbers stand flush right."""
    rows = block["rows"]
    body = rows[1:] if block["header_row"] else rows
    classes = ["number" if is_number else "" for is_number in number_columns(body or rows)]
    classes[0] = ""  # names the row
    paired = [list(zip(row, classes, strict=True)) for row in rows]
    return {"headings": paired[0], "body": paired[1:]} if block["header_row"] else {"headings": [], "body": paired}


def _prepared(block, language):
    """What the block's template needs, and the lines that it adds to the contents: [(id, text)]."""
    prefix = figure_prefix(block)
    match block["type"]:
        case "rich_text":
            html, headings = with_heading_ids(block["html"], f"s{block['key'][:8]}-")
            contents = [(name, text) for name, level, text in headings if level == 2]
            return {"html": mark_safe(html)}, contents
        case "callout" | "unknown":
            contents = [(prefix, _("What is not known or disputed"))] if block["type"] == "unknown" else []
            return {"html": mark_safe(block["html"]), "title": block.get("title")}, contents
        case "data_table":
            chart = (
                chart_of(block["table"], language, id_prefix=f"{prefix}-chart")
                if block["table"]["show"] != "table"
                else ""
            )
            return {"table": block["table"], "chart": chart}, []
        case "text_table":
            return _cells(block), []
        case "sources":
            return block, [(prefix, _("Sources"))]
        case _:
            return block, []


def render_document(data, *, anchored=False):
    """The document as HTML: facts, tiles, contents and body, with the two marks where a page adds to it."""
    language = data["language"]
    with translation.override(language):
        tiles, contents, body = "", [], []
        for position, block in enumerate(_grouped(data["blocks"])):
            context, lines = _prepared(block, language)
            context = context | {"figure_prefix": figure_prefix(block), "block": block, "language": language}
            html = render_to_string(TEMPLATES[block["type"]], context)
            html = _anchors(block) + html if anchored else html
            if position == 0 and block["type"] == "key_figures":
                tiles = html
            else:
                body.append(html)
            contents += lines
        contents.append(("history", _("Change history")))
        return mark_safe(
            render_to_string(
                "briefings/articles/rendering.html",
                {
                    "data": data,
                    "minutes": reading_minutes(data),
                    "after_facts": mark_safe(AFTER_FACTS),
                    "before_end": mark_safe(BEFORE_END),
                    "tiles": tiles,
                    "contents": contents if len(contents) > 2 else [],
                    "body": body,
                    "language": language,
                },
            )
        )


def cut(html):
    """A rendering in three pieces, cut at the places where a page adds to it."""
    facts, rest = html.split(AFTER_FACTS)
    body, end = rest.split(BEFORE_END)
    return {"facts": mark_safe(facts), "body": mark_safe(body), "end": mark_safe(end)}


def for_reading(html):
    """A rendering that stands alone on a page of the desk: its facts are a list of their own there."""
    pieces = cut(html)
    return format_html('<dl class="facts">{}</dl>{}{}', pieces["facts"], pieces["body"], pieces["end"])


def staff_picture_url(image):
    return reverse("admin:briefings_image_picture", args=[image.pk])


def render_draft(document, *, picture_url=staff_picture_url, anchored=False):
    """The resolved document as staff see it: its pictures by an address that opens before readers may see them."""
    html = render_document(document.data, anchored=anchored)
    for image in Image.objects.filter(pk__in=document.images) if document.images else []:
        extension = image.file.name.rsplit(".", 1)[-1]
        public = reverse("picture", args=[image.sha256, extension])
        html = html.replace(f'src="{public}"', f'src="{picture_url(image)}"')
    return mark_safe(html)
