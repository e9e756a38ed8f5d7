from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...documents.kinds.text_table import KIND, names_sources
from ...lib.spreadsheets import check_headings, table_rows
from ...lib.texts import PROSE, LineField, text_field
from .base import Block


class TextTableBlock(Block):
    """A table of words, pasted from a spreadsheet: one line a row, cells parted by tabs."""

    kind = KIND
    icon = "grid_on"
    refers_to = ("source",)
    short_texts = ("note",)
    plain_texts = ("caption", "cells", "note")
    needed = ("caption", "cells")

    caption = LineField(_("caption"), max_length=200, blank=True, help_text=_("What, where, when."))
    cells = text_field(
        _("cells"),
        most=PROSE,
        blank=True,
        strip=False,  # the first heading may be empty
        help_text=_("Copy the cells in your spreadsheet and paste them here: one line a row, tabs between."),
    )
    header_row = models.BooleanField(_("the first row holds the headings"), default=True)
    note = text_field(_("note"), blank=True)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    def excerpt(self):
        return self.caption

    def missing(self):
        if lacking := super().missing():
            return lacking
        try:
            rows = self.rows
            if self.header_row:
                check_headings(rows)
        except ValidationError as error:
            return [f"{self}: {message}" for message in error.messages]
        return []

    @property
    def rows(self) -> list[list[str]]:
        """The cells as a list of rows of equal length."""
        return table_rows(self.cells)

    def resolve(self, resolution):
        """`sources_in_columns` only where it is true: documents of before are as they were."""
        rows = self.rows
        in_columns = not self.source and self.header_row and bool(rows) and names_sources(rows[0])
        return {
            "caption": self.caption,
            "header_row": self.header_row,
            "rows": rows,
            "note": self.note,
            "source": resolution.source(self.source) if self.source else None,
            **({"sources_in_columns": True} if in_columns else {}),
        }
