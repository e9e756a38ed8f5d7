from django.utils.translation import gettext_lazy

from .base import NamedRows


class InitiativeTableKind(NamedRows):
    type = "initiative_table"
    page_name = "initiative"
    verbose_name = gettext_lazy("initiative table")
    verbose_name_plural = gettext_lazy("initiative tables")
    in_words = ("status",)
    in_parts = ("kind", "status")
    columns = (
        ("name", gettext_lazy("Initiative")),
        ("description", gettext_lazy("Description")),
        ("status", gettext_lazy("Status")),
    )


KIND = InitiativeTableKind()
