import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.spreadsheets import number_columns
from ...lib.tables import is_cards
from .base import Captioned, PrintedTable

# Headings of columns that say of each row who counted or reported it.
NAMES_SOURCES = re.compile(
    r"(?:data )?sources?|who (?:counted|reported|says so|said so|published)(?: it)?|according to|"
    r"(?:counted|reported|said|published) by|fuentes?(?: de los datos)?|según|"
    r"quién (?:contó|cuenta|lo dice|lo dijo|informó|publicó|publica)|"
    r"(?:contado|difundido|dicho|informado|publicado) por",
    re.IGNORECASE,
)


def names_sources(headings: list[str]) -> bool:
    return any(NAMES_SOURCES.fullmatch(heading.strip()) for heading in headings)


class TextTableKind(Captioned):
    type = "text_table"
    verbose_name = gettext_lazy("text table")
    verbose_name_plural = gettext_lazy("text tables")

    def words(self, block):
        return [block["caption"], *(" ".join(row) for row in block["rows"]), block["note"]]

    def own_words(self, block):
        rows = block["rows"]
        is_numbered = rows and _counts_up([row[0] for row in rows[1 if block["header_row"] else 0 :]])
        cells = (cell for row in rows for cell in (row[1:] if is_numbered else row))
        return [block["caption"], *cells, block["note"]]

    def sources(self, block):
        return [block["source"]["slug"]] if block["source"] else []

    def table(self, block):
        rows, has_headings = block["rows"], block["header_row"]
        headings = rows[0] if has_headings and rows else []
        return PrintedTable(
            block["caption"], headings, rows[1:] if has_headings else rows, block["note"], self._source(block)
        )

    def parts(self, block):
        return {
            _("caption"): block["caption"],
            _("cells"): "\n".join(" | ".join(row) for row in block["rows"]),
            _("note"): block["note"],
            _("source"): self._source(block),
        }

    def _source(self, block):
        if block["source"]:
            return block["source"]["name"]["text"]
        return _("named in the columns") if block.get("sources_in_columns") else ""

    def advice(self, block):
        if not block["header_row"]:
            yield _("The columns of this table have no headings.")
        if not block["source"] and not block.get("sources_in_columns"):
            yield _("No source is given for this table. Choose one, or name it in a column that is headed “Source”.")

    def context(self, block, language):
        """Headings as (text, class), cells as (text, class, label of a card): columns of numbers are flush right."""
        rows = block["rows"]
        body = rows[1:] if block["header_row"] else rows
        classes = ["number" if is_number else "" for is_number in number_columns(body or rows)]
        classes[0] = ""  # names the row
        headings = rows[0] if block["header_row"] else []
        has_cards = is_cards(len(headings))
        labels = headings if has_cards else [""] * len(classes)
        return {
            "headings": list(zip(headings, classes, strict=True)) if headings else [],
            "body": [list(zip(row, classes, labels, strict=True)) for row in body],
            "has_cards": has_cards,
        }


def _counts_up(cells: list[str]) -> bool:
    """Whether a first column only numbers the rows."""
    return [cell.rstrip(".)") for cell in cells] == [str(number) for number in range(1, len(cells) + 1)]


KIND = TextTableKind()
