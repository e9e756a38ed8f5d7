"""From a document to HTML. The rendering is stored with the edition; a page adds what may change around it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..lib.html import data_values, visible_text
from ..media.models import Image
from .document import Document
from .kinds import figure_prefix, kind_of
from .reading import reading_minutes

RENDERER = "2026-11-29"
# Where a page puts its own pieces into a rendering: after the frozen facts, and before the end of the text column.
Missing = Mapping[str, list[str]]
NOTHING: Missing = MappingProxyType({})
AFTER_FACTS, BEFORE_END = "<!--facts-->", "<!--apparatus-->"


def _groups(blocks: list[dict]) -> list[list[dict]]:
    """The blocks one by one; neighbours of a kind that is grouped together."""
    groups = []
    for block in blocks:
        kind = kind_of(block)
        if kind.is_grouped and groups and kind_of(groups[-1][0]) is kind:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _anchors(group: list[dict]) -> SafeString:
    """An anchor where each block begins, for the pages of the desk: #text-<key>. No reader's page has them."""
    return format_html_join("", '<span id="text-{}" tabindex="-1"></span>', ((block["key"],) for block in group))


def _rendered(group: list[dict], language: str, missing: Missing = NOTHING) -> SafeString:
    """The template gets the context of the first block, and those of all as `group`."""
    kind = kind_of(group[0])
    contexts = [
        {"block": block, "figure_prefix": figure_prefix(block), "language": language, **kind.context(block, language)}
        for block in group
    ]
    return render_to_string(
        kind.template, contexts[0] | {"group": contexts, "missing": missing.get(group[0]["key"], ())}
    )


def render_block(part: dict, language: str) -> SafeString:
    """One block of a document as HTML."""
    with translation.override(language):
        return mark_safe(_rendered([part], language))


class NotEqual(Exception):
    """The new rendering would show readers something else than the stored one."""


def require_equal(before: str, after: str, *, name: str) -> None:
    """Raise `NotEqual` unless the visible text and every `<data>` value of two renderings are the same."""
    if visible_text(before) != visible_text(after):
        raise NotEqual(f"{name}: the visible text differs.")
    if data_values(before) != data_values(after):
        raise NotEqual(f"{name}: a value differs.")


def render_document(data: dict, *, anchored: bool = False, missing: Missing = NOTHING) -> SafeString:
    """The document as HTML: facts, tiles, contents and body, with the two marks where a page adds to it.

    `missing`: what unfinished blocks of a draft lack, by block key.
    """
    language = data["language"]
    with translation.override(language):
        shown = [block for block in data["blocks"] if kind_of(block).is_shown(block)]
        tiles, contents, body = "", [], []
        for position, group in enumerate(_groups(shown)):
            html = _rendered(group, language, missing)
            html = _anchors(group) + html if anchored else html
            if position == 0 and kind_of(group[0]).is_grouped:
                tiles = html
            else:
                body.append(html)
            contents += [line for block in group for line in kind_of(block).contents(block)]
        contents.append(("history", _("Change history")))
        return mark_safe(
            render_to_string(
                "briefings/documents/rendering.html",
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


def cut(html: str) -> dict[str, SafeString]:
    """A rendering in three pieces, cut at the places where a page adds to it."""
    facts, rest = html.split(AFTER_FACTS)
    body, end = rest.split(BEFORE_END)
    return {"facts": mark_safe(facts), "body": mark_safe(body), "end": mark_safe(end)}


def for_reading(html: str) -> SafeString:
    """A rendering that stands alone on a page of the desk: its facts are a list of their own there."""
    pieces = cut(html)
    return format_html('<dl class="facts">{}</dl>{}{}', pieces["facts"], pieces["body"], pieces["end"])


def staff_picture_url(image: Image) -> str:
    return reverse("admin:briefings_image_picture", args=[image.pk])


def render_draft(
    document: Document, *, picture_url: Callable[[Image], str] = staff_picture_url, anchored: bool = False
) -> SafeString:
    """The resolved document as staff see it: its pictures by an address that opens before readers may see them."""
    missing = {problem.block_key: [] for problem in document.problems}
    for problem in document.problems:
        missing[problem.block_key].append(problem.words)
    html = render_document(document.data, anchored=anchored, missing=missing)
    for image in Image.objects.filter(pk__in=document.images) if document.images else []:
        extension = image.file.name.rsplit(".", 1)[-1]
        public = reverse("picture", args=[image.sha256, extension])
        html = html.replace(f'src="{public}"', f'src="{picture_url(image)}"')
    return mark_safe(html)
