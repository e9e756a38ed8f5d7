from django.db import models
from django.utils.translation import gettext_lazy as _

from ...documents.kinds.data_table import KIND
from ...statistics.data_tables import resolve_data_tables
from ...statistics.printed_in.tables import tables_with
from .base import Block


class DataTableBlock(Block):
    kind = KIND
    icon = "table_chart"
    shows_content = True
    refers_to = ("table",)
    needed = ("table",)

    table = models.ForeignKey("DataTable", models.PROTECT, null=True, blank=True, verbose_name=_("data table"))

    def excerpt(self):
        return str(self.table or "")

    @classmethod
    def printing(cls, cells, blocks):
        tables = [table.pk for table in tables_with(cells)]
        return blocks.filter(table__in=tables) if tables else blocks.none()

    @classmethod
    def uses(cls, cells, blocks):
        uses = {table.pk: uses for table, uses in tables_with(cells).items()}
        for article, table in blocks.values_list("parent", "table"):
            for use in uses[table]:
                yield article, use

    @classmethod
    def prepare(cls, blocks, language):
        tables = resolve_data_tables([block.table for block in blocks], language)
        for block, table in zip(blocks, tables, strict=True):
            block.resolved_table = table

    def resolve(self, resolution):
        resolution.require_public(self.table)
        table = dict(self.resolved_table)
        for problem in table.pop("problems"):
            resolution.add_problem(problem)
        cells = [cell for row in table["rows"] for cell in row["cells"] if cell]
        resolution.observations |= {
            operand["observation"] for cell in cells for operand in (cell, *cell.get("operands", ()))
        }
        return {"table": table}
