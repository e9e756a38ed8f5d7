from django.utils.translation import gettext_lazy as _

from ...documents.kinds.callout import KIND
from ...lib.html import clean_html, text_of
from ...lib.texts import LineField, prose_field
from .base import Block


class CalloutBlock(Block):
    kind = KIND
    icon = "announcement"
    plain_texts = ("title",)
    rich_texts = needed = ("html",)

    title = LineField(_("title"), max_length=200, blank=True)
    html = prose_field(_("text"), blank=True)

    def excerpt(self):
        return self.title or text_of(self.html)

    def resolve(self, resolution):
        return {"title": self.title, "html": clean_html(self.html)}
