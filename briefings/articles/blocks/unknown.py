from django.utils.translation import gettext_lazy as _

from ...documents.kinds.unknown import KIND
from ...lib.html import clean_html, text_of
from ...lib.texts import prose_field
from .base import Block


class UnknownBlock(Block):
    kind = KIND
    icon = "help_outline"
    rich_texts = needed = ("html",)

    html = prose_field(_("text"), blank=True, help_text=_("What nobody knows, or what sources disagree about."))

    def excerpt(self):
        return text_of(self.html)

    def resolve(self, resolution):
        return {"html": clean_html(self.html)}
