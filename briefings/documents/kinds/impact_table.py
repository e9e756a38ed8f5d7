from django.utils.translation import gettext_lazy

from .base import NamedRows


class ImpactTableKind(NamedRows):
    type = "impact_table"
    page_name = "impact"
    verbose_name = gettext_lazy("impact table")
    verbose_name_plural = gettext_lazy("impact tables")
    in_words = in_parts = ("level", "severity")
    columns = (
        ("level", gettext_lazy("Impact level")),
        ("description", gettext_lazy("Description")),
        ("severity", gettext_lazy("Severity")),
    )


KIND = ImpactTableKind()
