from collections.abc import Hashable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...statistics.charts import chart_of
from .base import Figure, Kind, PrintedTable, figure_prefix, figure_use

ROLES = {"table": ["cell"], "chart": ["point"], "both": ["cell", "point"], "map": ["cell"]}


class DataTableKind(Kind):
    type = "data_table"
    verbose_name = gettext_lazy("data table")
    verbose_name_plural = gettext_lazy("data tables")

    def words(self, block):
        table = block["table"]
        rows = (" ".join([row["heading"], *(cell["text"] for cell in row["cells"] if cell)]) for row in table["rows"])
        columns = (f"{column['heading']} {column['unit']}" for column in table["columns"])
        return [table["title"], table.get("finding"), *columns, *rows, table["note"]]

    def name(self, block):
        return block["table"]["title"]

    def figure_uses(self, block):
        table = block["table"]
        for row_number, row in enumerate(table["rows"], 1):
            for column_number, cell in enumerate(row["cells"], 1):
                key = f"{figure_prefix(block)}-r{row_number}c{column_number}"
                if cell and "operands" in cell:
                    yield from _derived_uses(key, cell)
                    continue
                for role in ROLES[table["show"]] if cell else []:
                    yield figure_use(key, role, cell["vintage"], cell["value"], cell["text"])

    def figures(self, block):
        """Rows and columns are identified by what they are of, so that a row that is added moves no other."""
        table, counts = block["table"], {}
        columns = [
            _numbered(counts, (column["heading"], column["period"], column["unit"])) for column in table["columns"]
        ]
        counts, figures = {}, {}
        for row in table["rows"]:
            row_identity = _numbered(counts, (row["period"] or row["area"] or row["heading"],))
            for column, identity, cell in zip(table["columns"], columns, row["cells"], strict=True):
                if cell is not None:
                    label = f"{row['heading']}, {column['heading']}" if len(columns) > 1 else row["heading"]
                    period = column["period_label"] or row["heading"]
                    operands = tuple(operand["vintage"] for operand in cell.get("operands", ()))
                    figures[(row_identity, identity)] = Figure(
                        label, cell["text"], cell["value"], cell["vintage"], period, operands, column["unit"],
                        column["source"]["slug"],
                    )  # fmt: skip
        return figures

    def units(self, block):
        return [column["unit"] for column in block["table"]["columns"]]

    def sources(self, block):
        return [source["slug"] for source in self.figure_sources(block)]

    def figure_sources(self, block):
        return block["table"]["sources"]

    def table(self, block):
        table = block["table"]
        return PrintedTable(table["title"], [], [], table["note"], resolved=table)

    def things(self, block):
        return [("data-table", block["table"]["slug"])]

    def parts(self, block):
        table = block["table"]
        columns = [
            f"{column['heading']} ({column['unit']})" if column["unit"] else column["heading"]
            for column in table["columns"]
        ]
        return {
            _("title"): table["title"],
            _("finding"): table.get("finding") or "",
            _("columns"): "\n".join(columns),
            _("rows"): "\n".join(row["heading"] for row in table["rows"]),
            _("note"): table["note"],
            _("sources"): "\n".join(source["name"] for source in table["sources"]),
        }

    def problems(self, block, language):
        return [] if block["table"]["title"].strip() else [_("This table has no title.")]

    def context(self, block, language):
        table = block["table"]
        has_chart = table["show"] != "table"
        chart = chart_of(table, language, id_prefix=f"{figure_prefix(block)}-chart") if has_chart else ""
        return {"table": table, "chart": chart}


def _derived_uses(key: str, cell: dict) -> Iterator[dict]:
    """A derived number is calculated from its operands, each once."""
    for vintage in dict.fromkeys(operand["vintage"] for operand in cell["operands"]):
        yield figure_use(key, "operand", vintage, cell["value"], cell["text"], expression=cell["expression"])


def _numbered(counts: dict, identity: tuple) -> Hashable:
    """The identity with how often it has occurred before: two columns may say the same."""
    counts[identity] = counts.get(identity, -1) + 1
    return (*identity, counts[identity])


KIND = DataTableKind()
