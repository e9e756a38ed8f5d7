from django.utils.translation import gettext_lazy as _

from ...documents.kinds.rich_text import KIND
from ...lib.html import clean_html, text_of
from ...lib.texts import prose_field
from .base import Block


class RichTextBlock(Block):
    kind = KIND
    icon = "notes"
    opens_articles = True
    rich_texts = needed = ("html",)

    html = prose_field(_("text"), blank=True)

    def excerpt(self):
        return text_of(self.html)

    def resolve(self, resolution):
        return {"html": clean_html(self.html)}
