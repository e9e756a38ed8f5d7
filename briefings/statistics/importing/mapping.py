"""What each column of a table is, and what the whole table is about."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.periods import Period
from .cells import DAY, is_blank, key_of, period_text, styles_of, text_of, without_footnote
from .files import Cell
from .layout import Heading, Layout


class Role(models.TextChoices):
    SKIP = "", gettext_lazy("not needed")
    AREA = "area", gettext_lazy("place")
    PERIOD = "period", gettext_lazy("period or date")
    YEAR = "year", gettext_lazy("year")
    QUARTER = "quarter", gettext_lazy("quarter, beside the year")
    MONTH = "month", gettext_lazy("month, beside the year")
    MONTHS = "months", gettext_lazy("how many months of the year")
    INDICATOR = "indicator", gettext_lazy("what is measured")
    VALUE = "value", gettext_lazy("values")
    VALUE_OF_AREA = "value_of_area", gettext_lazy("values of the place in the heading")
    STATUS = "status", gettext_lazy("status (A, P, E …)")
    LOW = "low", gettext_lazy("low")
    HIGH = "high", gettext_lazy("high")
    CATEGORY = "category", gettext_lazy("counted by its words, too")
    ONLY = "only", gettext_lazy("takes part if it says …")


VALUES = {Role.VALUE, Role.VALUE_OF_AREA}
ONCE = set(Role) - VALUES - {Role.SKIP, Role.CATEGORY}
OF_EVENTS = {Role.SKIP, Role.AREA, Role.PERIOD, Role.YEAR, Role.QUARTER, Role.MONTH, Role.CATEGORY, Role.ONLY}
# The first words of headings, as sources write them; the first role that fits is proposed.
WORDS = {
    Role.MONTHS: "months meses",
    Role.YEAR: "year an~o anio ano",
    Role.QUARTER: "quarter trimestre",
    Role.MONTH: "month mes",
    Role.PERIOD: "period periodo fecha date",
    Role.STATUS: "status estado obs_status",
    Role.LOW: "low lower minimo",
    Role.HIGH: "high upper maximo",
    Role.INDICATOR: "indicador indicator measure variable",
    Role.AREA: "provincia province prov canton area place lugar pais country territorio name nombre",
}
EVENT_COLUMNS = 8  # a table with a date and so many columns of words has a row for each event
SAMPLE = 300


@dataclass(frozen=True)
class Mapping:
    """`indicator`, `area` and `period` are those of the whole table where no column says it; keys of our rows.

    `counts`: each row is one event. Then `total_area` is the place for which all of them are counted too, and `zeros`
    says that a place without an event in a period of the table had none.
    """

    sheet: int = 0
    header: int = 0
    header_rows: int = 1
    roles: dict[int, str] = field(default_factory=dict)
    frequency: str = "A"
    indicator: int | None = None
    area: int | None = None
    period: str = ""
    only: str = ""
    counts: bool = False
    total_area: int | None = None
    zeros: bool = False

    @property
    def layout(self) -> Layout:
        return Layout(self.header, self.header_rows)

    def columns(self, role: str) -> list[int]:
        return sorted(column for column, name in self.roles.items() if name == role)

    def column(self, role: str) -> int | None:
        return next(iter(self.columns(role)), None)

    def stored(self) -> dict:
        return asdict(self) | {"roles": {str(column): role for column, role in self.roles.items() if role}}

    @classmethod
    def from_stored(cls, stored: dict) -> "Mapping":
        return cls(**stored | {"roles": {int(column): role for column, role in stored["roles"].items()}})


def remembered(mapping: Mapping, headings: Sequence[Heading]) -> dict:
    """The mapping as it may serve for the next file of the same kind, whose columns may stand elsewhere."""
    names = {key_of(heading.text): mapping.roles.get(heading.column, "") for heading in headings if not heading.period}
    return mapping.stored() | {"roles": names}


def recalled(stored: dict, proposal: Mapping, headings: Sequence[Heading]) -> Mapping:
    """The remembered mapping on the columns of this file; what it does not know stays as proposed."""
    roles = {
        heading.column: stored["roles"].get(key_of(heading.text), proposal.roles.get(heading.column, ""))
        for heading in headings
    }
    place = {"sheet": proposal.sheet, "header": proposal.header, "header_rows": proposal.header_rows}
    return Mapping(**{**stored, **place, "roles": roles})


def signature(headings: Sequence[Heading]) -> str:
    """The same for files of one kind: a wide one has another column every year."""
    return "\n".join(sorted({key_of(heading.text) for heading in headings if not heading.period}))[:2000]


def propose(rows: list[list[Cell]], layout: Layout, headings: Sequence[Heading]) -> Mapping:
    """`rows`: the first rows of the sheet."""
    body = rows[layout.first_row : layout.first_row + SAMPLE]
    columns = {
        heading.column: [row[heading.column] for row in body if heading.column < len(row)] for heading in headings
    }
    roles, taken = {}, set()
    for role, words in WORDS.items():
        for word in words.split():
            fitting = (each.column for each in headings if _begins_with(each, word) and not _is_code(each))
            column = next(fitting, None)
            if column is not None and role not in taken and column not in roles and _fits(role, columns[column]):
                roles[column] = role
                taken.add(role)
    if taken & {Role.YEAR} and Role.PERIOD in taken:  # the date beside year and month says it twice
        roles = {column: role for column, role in roles.items() if role != Role.PERIOD}
    counts = _is_of_events(columns, roles)
    if not counts:
        roles |= {each.column: Role.VALUE for each in headings if each.period}
        for heading in headings:
            if heading.column not in roles and _is_numeric(columns[heading.column]) and not _is_code(heading):
                roles[heading.column] = Role.VALUE
    mapping = Mapping(header=layout.header, header_rows=layout.header_rows, roles=roles, counts=counts)
    if layout.header_rows == 0 and len(headings) >= 2:
        mapping = replace(
            mapping,
            roles={0: Role.PERIOD, 1: Role.VALUE, 2: Role.STATUS}
            if len(headings) == 3
            else {0: Role.PERIOD, 1: Role.VALUE},
        )
    return replace(mapping, frequency=_frequency(mapping, headings, columns))


def _begins_with(heading, word):
    words = key_of(heading.text).replace("_", " ").split()
    return bool(words) and (words[0] == word or key_of(heading.text) == word)


def _fits(role, cells):
    filled = [cell for cell in cells if not is_blank(cell)]
    if role == Role.INDICATOR:
        return len({text_of(cell) for cell in filled}) > 1
    return bool(filled)


def _is_code(heading):
    words = set(key_of(heading.text).replace("_", " ").split())
    return bool(words & {"code", "codigo", "cod", "dpa", "iso", "id", "no", "nro", "numero"})


def _is_numeric(cells):
    filled = [cell for cell in cells if not is_blank(cell)]
    texts = [without_footnote(cell) for cell in filled if not isinstance(cell, dict)]
    numbers = [cell for cell in texts if not isinstance(cell, str) or styles_of(cell)]
    return bool(numbers) and len(numbers) * 10 >= len(filled) * 9


def _is_of_events(columns, roles):
    days = any(
        role == Role.PERIOD and any(DAY.fullmatch(text_of(cell)) for cell in columns[column])
        for column, role in roles.items()
    )
    words = [column for column, cells in columns.items() if column not in roles and not _is_numeric(cells)]
    return days and len(words) >= EVENT_COLUMNS


def _is_month(text):
    try:
        return Period.parse(period_text(text)).months == 1
    except ValueError:
        return False


def _frequency(mapping, headings, columns):
    periods = [each.period for each in headings if each.period and mapping.roles.get(each.column) == Role.VALUE]
    if mapping.columns(Role.MONTH) or any(len(period) == 7 and "Q" not in period for period in periods):
        return "M"
    if mapping.columns(Role.QUARTER) or any("Q" in period for period in periods):
        return "Q"
    column = mapping.column(Role.PERIOD)
    if column is None or mapping.counts:
        return "A"
    texts = [text_of(cell) for cell in columns.get(column, [])[:20] if not is_blank(cell)]
    if any(DAY.fullmatch(text) for text in texts) or (texts and all(map(_is_month, texts))):
        return "M"
    return "Q" if any("q" in text.casefold() or "trim" in text.casefold() for text in texts) else "A"


def require_complete(mapping: Mapping, headings: Sequence[Heading]) -> None:
    """ValidationError where the columns do not say what is measured, where and when; each once."""
    problems = []
    for role in ONCE:
        if len(mapping.columns(role)) > 1:
            problems.append(_("Two columns are “%(role)s”; only one can be.") % {"role": role.label})
    values = [column for column, role in mapping.roles.items() if role in VALUES]
    if mapping.counts:
        for heading in headings:
            if (role := mapping.roles.get(heading.column, "")) not in OF_EVENTS:
                names = {"column": heading.text, "role": Role(role).label, "other": Role.SKIP.label}
                text = _("Rows that are counted have no “%(role)s”: choose “%(other)s” for the column “%(column)s”.")
                problems.append(text % names)
        if not mapping.indicator:
            problems.append(_("Say what the rows are counted as: choose the indicator."))
    elif not values:
        problems.append(_("Say which columns hold the values."))
    if (mapping.columns(Role.LOW) or mapping.columns(Role.HIGH) or mapping.columns(Role.STATUS)) and len(values) > 1:
        problems.append(_("Status, low and high can be read only beside a single column of values."))
    problems += [*_period_problems(mapping, headings, values), *_place_problems(mapping, headings, values)]
    if problems:
        raise ValidationError(problems)


def _period_problems(mapping, headings, values):
    in_headings = {each.column for each in headings if each.period}
    has_year = mapping.column(Role.YEAR) is not None
    in_rows = has_year or mapping.column(Role.PERIOD) is not None or bool(mapping.period)
    if not in_rows and (mapping.counts or not set(values) <= in_headings):
        yield _("Say of which period the values are: a column, or one period for the whole table.")
    beside = [role for role in (Role.MONTH, Role.QUARTER, Role.MONTHS) if mapping.columns(role)]
    if beside and not has_year:
        yield _("A month or quarter needs a column with the year.")
    if has_year and mapping.columns(Role.PERIOD):
        yield _("Choose either the period or the year; both say when.")


def _place_problems(mapping, headings, values):
    by_heading = [column for column in values if mapping.roles[column] == Role.VALUE_OF_AREA]
    if not mapping.columns(Role.AREA) and not mapping.area and (mapping.counts or len(by_heading) < len(values)):
        yield _("Say of which place the values are: a column, or one place for the whole table.")
    if mapping.columns(Role.ONLY) and not mapping.only:
        yield _("Write which words a row must have to take part.")
