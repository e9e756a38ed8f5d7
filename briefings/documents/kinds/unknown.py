from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Prose, figure_prefix


class UnknownKind(Prose):
    """A block about what is not known or disputed. The template gives it a heading of level 2."""

    type = "unknown"
    verbose_name = verbose_name_plural = gettext_lazy("not known or disputed")

    def heading_above(self, block, level):
        return 2

    def context(self, block, language):
        return {"html": mark_safe(block["html"])}

    def contents(self, block):
        return [(figure_prefix(block), _("What is not known or disputed"))]


KIND = UnknownKind()
