from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from ...lib.html import with_heading_ids
from .base import Prose


def _with_ids(block: dict):
    return with_heading_ids(block["html"], f"s{block['key'][:8]}-")


class RichTextKind(Prose):
    type = "rich_text"
    verbose_name = gettext_lazy("text")
    verbose_name_plural = gettext_lazy("texts")

    def context(self, block, language):
        html, _headings = _with_ids(block)
        return {"html": mark_safe(html)}

    def contents(self, block):
        _html, headings = _with_ids(block)
        return [(id_, text) for id_, level, text in headings if level == 2]


KIND = RichTextKind()
