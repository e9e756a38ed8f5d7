"""What the API answers, field by field. Within v1 fields are added, never renamed, removed or given another meaning."""

from typing import Any

from ninja import Schema


class Text(Schema):
    """A text in both languages; null where there is none in that language."""

    en: str | None
    es: str | None


class Page(Schema):
    """`next` is the address of the next page, null on the last one."""

    next: str | None


class Index(Schema):
    name: str
    version: str
    documentation: Text
    openapi: str
    publisher: str
    licence: str | None
    lists: dict[str, str]


class Indicator(Schema):
    slug: str
    name: Text
    unit: Text
    definition: Text
    kind: str
    decimals: int
    part_of: str | None
    page: Text
    series: str


class Area(Schema):
    code: str
    official_code: str | None
    name: Text
    kind: str
    part_of: str | None
    page: Text


class Value(Schema):
    """The fields of the files. Numbers are text, so that no digit is lost; null where there is nothing to say."""

    indicator: str
    indicator_name: str
    unit: str
    area: str
    area_name: str
    frequency: str
    period: str
    start: str
    months: int
    value: str | None
    status: str
    low: str | None
    high: str | None
    origin: str | None
    source: str
    source_name: str
    reliability: str
    credibility: int
    release: str | None
    locator: str | None
    released: str | None
    known_on: str
    observation: int
    vintage: int


class RecordedValue(Value):
    """`revision_kind` is as in the register of corrections, or `first`; the reasons are those given for it."""

    revision_kind: str
    reason_en: str | None
    reason_es: str | None


class Series(Schema):
    id: int
    indicator: str
    area: str
    frequency: str
    source: str
    preferred: bool
    note: Text
    values: str


class DataTable(Schema):
    slug: str
    name: Text
    note: Text
    rows_are: str
    page: Text


class TableCell(Schema):
    """A cell of a table. A calculated one has a value and no figure of its own; `calculation` says from which values,
    as in `percent(12, 11)`: their vintages."""

    row: str
    column: str
    indicator: str | None
    area: str | None
    period: str | None
    unit: str | None
    value: str | None
    status: str | None
    source: str | None
    known_on: str | None
    observation: int | None
    vintage: int | None
    calculation: str | None


class WholeTable(DataTable):
    language: str
    as_of: str | None
    printed: list[list[str | None]]
    values: list[TableCell]


class Source(Schema):
    slug: str
    name: Text
    publisher: str
    description: Text
    licence: str | None
    reliability: str
    url: str | None
    page: Text


class Release(Schema):
    """`published` is as precise as it is known: 2024, 2024-03 or 2024-03-05. Who published it is one thing, where our
    copy was taken and who keeps that copy another; without the latter the copy is the publisher's own."""

    id: int
    source: str
    title: str
    language: str | None
    url: str | None
    publisher: str | None
    published: str | None
    copy_url: str | None
    copy_keeper: str | None
    retrieved: str | None
    sha256: str | None


class Topic(Schema):
    slug: str
    name: Text
    description: Text
    page: Text


class Initiative(Schema):
    slug: str
    name: Text
    description: Text
    kind: str
    status: str
    lead: str | None
    partners: list[str]
    areas: list[str]
    starts: str | None
    ends: str | None
    source: str | None
    page: Text


class Impact(Schema):
    slug: str
    name: Text
    description: Text
    level: str
    severity: int
    area: str | None
    source: str | None
    page: Text


class Briefing(Schema):
    """The newest edition of a briefing, without its text. `withdrawn` is the reason where it was withdrawn."""

    language: str
    slug: str
    number: int
    kind: str
    title: str
    summary: str
    change: str
    note: str | None
    published: str
    withdrawn: str | None
    page: str
    edition: str


class ObservedFigure(Schema):
    """What a figure is a value of; with these it is found among the values of its series."""

    indicator: str
    area: str
    source: str
    frequency: str
    period: str
    observation: int


class RevisedFigure(ObservedFigure):
    """A value behind the tables, key figures and charts of an edition that has been revised since. `figures` are the
    ids on its page where it is printed; there are none where figures are only calculated with it. `tables` are the
    files that hold it, or what is calculated with it, as printed. `revision_kind` is as in the register."""

    printed: str | None
    now: str | None
    revision_kind: str
    known_on: str
    figures: list[str]
    tables: list[str]


class Edition(Briefing):
    """`document` is what was published, as JSON; `sha256` is the hash of its canonical text. No bylines are in it. Its
    `related` are internal numbers of briefings, which lead nowhere; the page of the edition has their addresses.
    `revised` is what has been revised since, without numbers typed in the text: the document and the files of an
    edition never change."""

    sha256: str
    tables: list[str]
    revised: list[RevisedFigure]
    document: dict[str, Any]


class Hit(Schema):
    """`api` is the address of what was found in this API. A place has no day on which it was published. `is_withdrawn`
    says that a briefing does not hold any more."""

    kind: str
    title: str
    page: str
    api: str | None
    published: str | None
    is_withdrawn: bool


def page_of(name: str, item: type[Schema]) -> type[Schema]:
    """The schema of a page of such things."""
    return type(name, (Page,), {"__annotations__": {"results": list[item]}, "__module__": __name__})


Indicators = page_of("Indicators", Indicator)
Areas = page_of("Areas", Area)
ManySeries = page_of("ManySeries", Series)
Values = page_of("Values", RecordedValue)
DataTables = page_of("DataTables", DataTable)
Sources = page_of("Sources", Source)
Releases = page_of("Releases", Release)
Topics = page_of("Topics", Topic)
Initiatives = page_of("Initiatives", Initiative)
Impacts = page_of("Impacts", Impact)
Briefings = page_of("Briefings", Briefing)
Hits = page_of("Hits", Hit)
