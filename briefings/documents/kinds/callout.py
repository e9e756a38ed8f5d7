from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Prose


class CalloutKind(Prose):
    type = "callout"
    verbose_name = gettext_lazy("callout")
    verbose_name_plural = gettext_lazy("callouts")
    headings_stand_apart = True

    def words(self, block):
        return [block["title"], *super().words(block)]

    def own_words(self, block):
        return [block["title"]]

    def name(self, block):
        return super().name(block) or block["title"]

    def heading_above(self, block, level):
        return 3 if block["title"] else level

    def parts(self, block):
        return {_("title"): block["title"]} | super().parts(block)

    def context(self, block, language):
        return {"html": mark_safe(block["html"]), "title": block["title"]}


KIND = CalloutKind()
