"""What can be taken away, as plain rows and metadata: data tables, indicators, series, the tables of an edition."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain

from django.conf import settings
from django.utils.translation import gettext as _

from ..lib.numbers import language_code
from ..statistics.models import Series
from ..statistics.models.observations import Status
from .values import (
    FIELDS,
    Releases,
    all_vintages,
    current_values,
    series_names,
    value_row,
    value_rows,
    values_known_on,
    vintages_by_key,
)

PLACES = {"row": "string", "column": "string"}


@dataclass
class Dataset:
    """`printed` is the table as the page prints it, with exact numbers: a row of headings, then the rows. `rows()` are
    dictionaries of `fields`, one for each value; they are read when a file is written. A table of texts has no
    `fields`. `history()` are all values that each figure has had, where the file has room for them."""

    name: str  # of its files, without the ending
    title: str
    language: str
    url: str  # of the page
    note: str = ""
    as_of: datetime.date | None = None
    edition: int | None = None
    sources: list[dict] = field(default_factory=list)
    fields: dict[str, tuple] = field(default_factory=lambda: FIELDS)
    printed: list[list[str | None]] | None = None
    rows: Callable[[], Iterable[dict]] = list
    history: Callable[[], Iterable[dict]] | None = None

    def about(self) -> dict:
        """The metadata. No moment of making and no person: the same data make the same file."""
        return {
            "title": self.title,
            "language": self.language,
            "page": self.url,
            "publisher": _("Ecuador security briefings"),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "edition": self.edition,
            "note": self.note,
            "licence": {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL},
            "sources": self.sources,
        }


def source_names(source, language: str) -> dict:
    return {
        "source": source.slug,
        "name": str(source.text_in("name", language)),
        "publisher": source.publisher,
        "reliability": source.reliability,
        "licence": source.licence,
        "url": source.url,
    }


# --- data tables


def table_dataset(table, resolved: dict, *, as_of=None) -> Dataset:
    """`resolved` is the data table as its page prints it (statistics/data_tables.py)."""
    language = language_code()
    values = vintages_by_key(vintages_of(resolved))
    series = Series.objects.with_names().in_bulk({known.series for known in values.values()})
    sources = {each.source_id: each.source for each in series.values()}
    return Dataset(
        name=table.slug,
        title=resolved["title"],
        language=language,
        url=absolute(table.get_absolute_url(), as_of),
        note=resolved["note"],
        as_of=as_of,
        sources=[source_names(source, language) for source in sources.values()],
        fields={name: (kind, "") for name, kind in PLACES.items()} | FIELDS,
        printed=as_printed(resolved),
        rows=lambda: table_rows(resolved, values, series, language),
    )


def vintages_of(resolved: dict) -> set[int]:
    return {cell["vintage"] for row in resolved["rows"] for cell in row["cells"] if cell and cell.get("vintage")}


def absolute(address: str, as_of=None, query: str = "") -> str:
    query = "&".join(filter(None, [query, f"as_of={as_of.isoformat()}" if as_of else ""]))
    return f"{settings.SITE_URL}{address}{f'?{query}' if query else ''}"


def as_printed(resolved: dict) -> list[list[str | None]]:
    """Headings with their units, then each row with its exact numbers."""
    headings = [_("Area") if resolved["rows_are"] == "areas" else _("Period")]
    headings += [
        f"{column['heading']} ({column['unit']})" if column["unit"] else column["heading"]
        for column in resolved["columns"]
    ]
    rows = [[row["heading"], *(cell["value"] if cell else None for cell in row["cells"])] for row in resolved["rows"]]
    return [headings, *rows]


def table_rows(resolved, values, series, language, *, is_frozen=False) -> Iterable[dict]:
    """A row for each cell, an empty one included. In an edition (`is_frozen`) the names are those that it printed."""
    releases = Releases()
    releases.read(known.release for known in values.values())
    for row in resolved["rows"]:
        for column, cell in zip(resolved["columns"], row["cells"], strict=True):
            known = values.get(cell.get("vintage")) if cell else None
            place = {"row": row["heading"], "column": column["heading"]}
            if known:
                names = series_names(series[known.series], language)
                entry = value_row(
                    known, names | (_frozen_names(column) if is_frozen else {}), releases.get(known.release)
                )
            else:
                entry = dict.fromkeys(FIELDS) | _column_names(row, column)
                entry |= (
                    {"value": cell["value"], "status": cell.get("status")} if cell else {"status": Status.MISSING.value}
                )
            yield place | entry


def _frozen_names(column: dict) -> dict:
    return {
        "indicator": column["indicator"],
        "indicator_name": column["indicator_name"],
        "unit": column["unit"],
        "source": column["source"]["slug"],
        "source_name": column["source"]["name"],
        "reliability": column["source"]["reliability"],
    }


def _column_names(row: dict, column: dict) -> dict:
    """Of a cell without a value of its own: an empty one, or one that is calculated."""
    names = {"unit": column["unit"], "period": row["period"] or column["period"], "area": row["area"]}
    return names | {name: column.get(name) for name in ("indicator", "indicator_name", "frequency")}


# --- indicators


def indicator_dataset(indicator, selected: list[Series], *, as_of=None, query="") -> Dataset:
    """The values of these series, which come with their names: what the page's filter selects."""
    language = language_code()
    by_key = {series.pk: series for series in selected}
    sources = {series.source_id: series.source for series in selected}

    def read(one: int):
        return values_known_on(one, as_of) if as_of else current_values(one)

    def rows():
        return value_rows(chain.from_iterable(map(read, by_key)), by_key, language)

    def history():
        return value_rows(chain.from_iterable(all_vintages(one, as_of) for one in by_key), by_key, language)

    return Dataset(
        name=indicator.slug,
        title=str(indicator.text_in("name", language)),
        language=language,
        url=f"{settings.SITE_URL}{indicator.get_absolute_url()}{query}",
        note=str(indicator.text_in("definition", language)),
        as_of=as_of,
        sources=[source_names(source, language) for source in sources.values()],
        rows=rows,
        history=history,
    )


def chart_dataset(indicator, chart, sources, *, as_of=None) -> Dataset:
    """The numbers of a chart that are no series, as the table under it prints them: the provinces in a year, with
    their rates."""
    language = language_code()
    return Dataset(
        name=f"{indicator.slug}-{chart.query.partition('=')[2]}",
        title=chart.title,
        language=language,
        url=absolute(indicator.get_absolute_url(), as_of),
        note=chart.note,
        as_of=as_of,
        sources=[source_names(source, language) for source in sources],
        fields={},
        printed=as_printed(chart.grid),
    )
