"""What can be taken away, as plain rows and metadata: data tables, indicators, series, the tables of an edition."""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lib.numbers import language_code
from ..statistics.models import Series
from ..statistics.models.observations import Status
from .values import (
    FIELDS,
    Releases,
    all_vintages,
    count_values,
    count_vintages,
    current_values,
    series_names,
    value_row,
    value_rows,
    values_known_on,
    vintages_by_key,
)

PLACES = {"row": ("string", ""), "column": ("string", "")}
CALCULATION = {
    "calculation": (
        "string",
        gettext_lazy(
            "of a calculated cell of a table: change, percent (change in percent), share or rate (per 100,000), and "
            "the vintages that it is calculated from. Its value is rounded to six decimals."
        ),
    )
}
TABLE_FIELDS = PLACES | FIELDS | CALCULATION


@dataclass
class Dataset:
    """`printed` is the table as the page prints it, with exact numbers: a row of headings, then the rows. `rows()` are
    dictionaries of `fields`, one for each value; they are read when a file is written. A table of texts has no
    `fields`. `history()` are all values that each figure has had (HISTORY_FIELDS), where the file has room for them."""

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
    count: Callable[..., int] | None = None  # `count(most=10)`: how many rows there are, or 10; of what may have many
    count_history: Callable[..., int] | None = None

    @property
    def known_on(self) -> datetime.date | None:
        """The day of which the values are: a file of a live page is of today."""
        return self.as_of or (None if self.edition else timezone.localdate())

    def about(self) -> dict:
        """The metadata. Of the time of making only the day, and no person: the same data make the same file."""
        return {
            "title": self.title,
            "language": self.language,
            "page": self.url,
            "publisher": publisher_name(),
            "as_of": self.known_on.isoformat() if self.known_on else None,
            "edition": self.edition,
            "note": self.note,
            "licence": {"name": settings.DATA_LICENCE, "url": settings.DATA_LICENCE_URL},
            "sources": self.sources,
        }


def publisher_name() -> str:
    """Who publishes, for machines: never a person."""
    return settings.PUBLISHER or _("Ecuador security briefings")


def source_names(source, language: str) -> dict:
    return {
        "source": source.slug,
        "name": str(source.text_in("name", language)),
        "publisher": source.publisher,
        "reliability": source.reliability,
        "licence": source.licence,
        "url": source.url,
        "page": absolute(source.get_absolute_url()),
    }


def licence_of_source(source: dict) -> str:
    """In words. A file that never changes refers to the source's page where none was stated at publication."""
    if source["licence"] is None:
        return _("its licence is stated at %(page)s") % {"page": source["page"]}
    return source["licence"] or _("no licence stated")


# --- data tables


def table_dataset(table, resolved: dict, *, as_of=None) -> Dataset:
    """`resolved` is the data table as its page prints it (statistics/data_tables.py)."""
    language = language_code()
    values = vintages_by_key(vintages_of(resolved))
    series = Series.objects.with_names().in_bulk({known.series for known in values.values()})
    sources = {each.source_id: each.source for each in series.values()}
    return Dataset(
        name=dated_name(table.slug, as_of=as_of),
        title=resolved["title"],
        language=language,
        url=absolute(table.get_absolute_url(), as_of),
        note=resolved["note"],
        as_of=as_of,
        sources=[source_names(source, language) for source in sources.values()],
        fields=TABLE_FIELDS,
        printed=as_printed(resolved),
        rows=lambda: table_rows(resolved, values, series, language),
    )


def vintages_of(resolved: dict) -> set[int]:
    """Those that the cells print or are calculated from."""
    cells = [cell for row in resolved["rows"] for cell in row["cells"] if cell]
    return {part["vintage"] for cell in cells for part in (cell, *cell.get("operands", ())) if part.get("vintage")}


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
    """A row for each cell, an empty one included. In an edition (`is_frozen`) all names are those that it printed."""
    releases, frozen = Releases(), _frozen_releases(resolved, values, series) if is_frozen else {}
    if not is_frozen:
        releases.read(known.release for known in values.values())
    for row in resolved["rows"]:
        for column, cell in zip(resolved["columns"], row["cells"], strict=True):
            known = values.get(cell.get("vintage")) if cell and not column.get("formula") else None
            if known:
                shared = series_names(series[known.series], language)
                shared |= _frozen_names(row, column) if is_frozen else {}
                entry = value_row(known, shared, releases.get(known.release))
                entry |= {"released": frozen.get(column["source"]["slug"])} if is_frozen else {}
            else:
                entry = _without_value(row, column, cell)
            entry |= {"row": row["heading"], "column": column["heading"]}
            yield {name: entry.get(name) for name in TABLE_FIELDS}


def _frozen_releases(resolved: dict, values: dict, series: dict) -> dict[str, str | None]:
    """{source: when its release was published, as the edition printed it}, where all its values are from one release.

    An edition holds the day of each source's newest release, neither titles of releases nor the kinds of its series.
    """
    of_source = {}
    for known in values.values():
        of_source.setdefault(series[known.series].source_id, set()).add(known.release)
    found = {}
    printed = {source["slug"]: source["released"] for source in resolved["sources"]}
    for row in resolved["rows"]:
        for column, cell in zip(resolved["columns"], row["cells"], strict=True):
            known = values.get(cell.get("vintage")) if cell else None
            if known and len(of_source[series[known.series].source_id]) == 1:
                found[column["source"]["slug"]] = printed.get(column["source"]["slug"])
    return found


def _frozen_names(row: dict, column: dict) -> dict:
    return {
        "indicator": column["indicator"],
        "indicator_name": column["indicator_name"],
        "unit": column["unit"],
        "area_name": row["heading"] if row["area"] else column["area_name"],
        "source": column["source"]["slug"],
        "source_name": column["source"]["name"],
        "reliability": column["source"]["reliability"],
        "origin": None,
    }


def _without_value(row: dict, column: dict, cell: dict | None) -> dict:
    """Of a cell without a value of its own: an empty one, or one that is calculated."""
    entry = {
        "unit": column["unit"],
        "frequency": column.get("frequency"),
        "period": row["period"] or column["period"],
        "area": row["area"],
        "value": cell["value"] if cell else None,
        "status": cell["status"] if cell else Status.MISSING.value,
    }
    if formula := column.get("formula"):
        derived = {"origin": Series.Origin.DERIVED.value, "calculation": cell["expression"] if cell else formula}
        return entry | derived
    return entry | {name: column.get(name) for name in ("indicator", "indicator_name")}


# --- indicators


def file_name(*parts) -> str:
    """`homicides-EC-A`: what is in the file, so that two downloads have two names."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", "-".join(str(part) for part in parts if part))


def dated_name(*parts, as_of: datetime.date | None = None) -> str:
    """The same of a page that changes: with the day as of which it is, today without one."""
    return file_name(*parts, as_of or timezone.localdate())


def indicator_dataset(indicator, selected: list[Series], *, name: str, as_of=None, query="") -> Dataset:
    """The values of these series, which come with their names: what the page's filter selects."""
    language = language_code()
    by_key = {series.pk: series for series in selected}
    keys = list(by_key)
    sources = {series.source_id: series.source for series in selected}

    def rows():
        return value_rows(values_known_on(keys, as_of) if as_of else current_values(keys), by_key, language)

    def history():
        return value_rows(all_vintages(keys, as_of), by_key, language)

    return Dataset(
        name=name,
        title=str(indicator.text_in("name", language)),
        language=language,
        url=f"{settings.SITE_URL}{indicator.get_absolute_url()}{query}",
        note=str(indicator.text_in("definition", language)),
        as_of=as_of,
        sources=[source_names(source, language) for source in sources.values()],
        rows=rows,
        history=history,
        count=partial(count_values, keys, as_of),
        count_history=partial(count_vintages, keys, as_of),
    )
