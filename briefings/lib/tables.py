"""The base class of every public table: caption, row headers, sorting, paging, and fast rendering of cells.

django-tables2 does columns, sorting and paging. Its bound cells take most of the time of a page, so cells are rendered
here: the arguments of each column's `render` are found once per column, not once per cell.
"""

from dataclasses import dataclass
from functools import cache
from inspect import Parameter, signature

import django_tables2 as tables
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import mark_safe
from django_tables2.utils import OrderBy

from .bases import labels, with_lang
from .http import unknown_value
from .numbers import format_number, language_code, plain
from .paging import check_query, page_of, pager, with_query


def number(value, decimals):
    """For people in the cell and for machines in `value`."""
    return format_html('<data value="{}">{}</data>', plain(value), format_number(value, decimals))


def linked(instance):
    """The name of something that has a page, with a link to it."""
    language = language_code()
    name = with_lang(instance.text_in("name", language), language)
    return format_html('<a href="{}">{}</a>', instance.url_in(language), name)


def is_cards(columns: int) -> bool:
    """Whether phones show each row of a table as a card. With two columns a row is name and value already.

    It has no roles: browsers keep the semantics of a table whatever its rows are for the stylesheet, and HTML forbids
    to repeat them.
    """
    return columns > 2


def card_cell(label) -> str:
    """The attribute of a cell of such a table; the stylesheet shows the label before the cell."""
    return f' data-label="{escape(label)}"'


class MissingLastColumn(tables.Column):
    def order(self, queryset, is_descending):
        keys = []
        for key in map(OrderBy, self.order_by or (self.accessor,)):
            field = F(key.bare.replace(".", "__"))
            descending = is_descending != key.is_descending
            keys.append(field.desc(nulls_last=True) if descending else field.asc(nulls_last=True))
        return queryset.order_by(*keys), True


class NumberColumn(MissingLastColumn):
    """decimals: a number, or an accessor on the record (`"series__indicator__decimals"`)."""

    def __init__(self, *args, decimals=0, attrs=None, initial_sort_descending=True, **kwargs):
        attrs = {"td": {"class": "number"}, "th": {"class": "number"}} | (attrs or {})
        super().__init__(*args, attrs=attrs, initial_sort_descending=initial_sort_descending, **kwargs)
        self.decimals = tables.A(decimals) if isinstance(decimals, str) else decimals

    def decimals_of(self, record):
        return self.decimals.resolve(record) if isinstance(self.decimals, tables.A) else self.decimals

    def render(self, value, record):
        return number(value, self.decimals_of(record))

    def value(self, value):
        return plain(value)


class OwnNameColumn(tables.Column):
    """The name of the row's object with a link to its page, sorted by the stored key."""

    def render(self, record):
        return linked(record)

    def order(self, queryset, is_descending):
        key = f"sort_{language_code()}"
        return queryset.order_by(f"-{key}" if is_descending else key), True


KEYS = ("after", "before", "last")  # parameters of pages by key


@dataclass(frozen=True)
class Heading:
    label: str
    css: str
    sort: str
    url: str


class BaseTable(tables.Table):
    """The texts around the table are class attributes or arguments:

    caption       what, where, when
    caption_note  the measure and unit
    notes         paragraphs below the table
    source_line   where the numbers come from (text or safe HTML)
    downloads     (label, url) pairs
    row_headers   names of the columns whose cells are row headers; the first column by default
    anchor        "#…" for the links of sorting and paging, when the table is far down the page
    is_dense      whether the cells of a card on a phone stand in running lines
    """

    caption = ""
    caption_note = ""
    notes = ()
    source_line = ""
    downloads = ()
    row_headers = ()
    anchor = ""
    is_dense = False
    TEXTS = ("caption", "caption_note", "notes", "source_line", "downloads")

    class Meta:
        template_name = "tables/table.html"

    def __init__(self, data, **options):
        for name in self.TEXTS:
            if name in options:
                setattr(self, name, options.pop(name))
        self.request = None
        self.pages = None  # the `Pager` of rows that are one page already
        super().__init__(data, **({"template_name": "tables/table.html"} | options))

    @property
    def is_cards(self):
        return is_cards(len(self.columns))

    @property
    def html_id(self):
        return f"{self.prefix.strip('-_') or 'main'}-table"

    @property
    def pager(self):
        if self.pages:
            return self.pages.with_anchor(self.anchor)
        page = getattr(self, "page", None)
        if not (page and self.request):
            return None
        return pager(page, self.request, self.prefixed_page_field).with_anchor(self.anchor)

    def headings(self):
        return [self._heading(column) for column in self.columns]

    def _heading(self, column):
        css = column.column.attrs.get("th", {}).get("class", "")
        if not (column.orderable and self.request):
            return Heading(label=column.header, css=css, sort="", url="")
        state = column.order_by_alias
        sort = ("descending" if state.is_descending else "ascending") if column.is_ordered else ""
        field = self.prefixed_order_by_field
        url = with_query(self.request, drop=[self.prefixed_page_field, *KEYS], **{field: str(state.next)}) + self.anchor
        return Heading(label=column.header, css=css, sort=sort, url=url)

    def body(self):
        """A `<tr>` for each row, made here because Django's template engine takes 10 µs for each cell."""
        cells = [self._cell_maker(column) for column in self.columns]
        rows = ("".join([make(row) for make in cells]) for row in self.paginated_rows)
        return mark_safe("".join([f"\n          <tr>{row}</tr>\n        " for row in rows]))

    def _cell_maker(self, bound):
        headers = self.row_headers or (next(iter(self.columns)).name,)
        css = bound.column.attrs.get("td", {}).get("class", "")
        name, attributes = ("th", ' scope="row"') if bound.name in headers else ("td", "")
        if self.is_cards and name == "td":
            attributes = card_cell(bound.column.attrs.get("td", {}).get("data-label", bound.header))
        begin, end = f"<{name}{attributes}" + (f' class="{escape(css)}">' if css else ">"), f"</{name}>"
        render = _renderer(bound, self)
        return lambda row: f"{begin}{_escaped(render(row))}{end}"


def _escaped(content):
    return conditional_escape(content if isinstance(content, str) else localize(content))


def _reader(accessor):
    """A function from a record to the value of a column; ten times as fast as `Accessor.resolve`."""
    names = accessor.bits

    def read(record):
        for name in names:
            record = record[name] if isinstance(record, dict) else getattr(record, name)
            if callable(record):
                record = record()
            if record is None:
                break
        return record

    return read


@cache
def _arguments_of(method):
    """(the names of its arguments without `self`, whether it takes any others)."""
    parameters = list(signature(method).parameters.values())[1:]
    return tuple([each.name for each in parameters]), any(each.kind is Parameter.VAR_KEYWORD for each in parameters)


def _renderer(bound, table):
    """A function from row to cell content that renders as django-tables2 does."""
    names, takes_all = _arguments_of(bound.render.__func__)
    render, link, read, default = bound.render, bound.link, _reader(bound.accessor), bound.default
    default = str(default) if isinstance(default, Promise) else default  # translated once
    needs_value_and_record = not link and not takes_all and set(names) <= {"value", "record"}
    empty = bound.column.empty_values
    model = table.data.model  # `get_…_display` translates all choices for each row
    words = {value: str(label) for value, label in (labels(model, bound.accessor) if model else {}).items()}

    def make(row):
        record = row.record
        try:
            value = read(record)
            value = words.get(value, value) if words else value
        except (KeyError, AttributeError, TypeError, ValueError, ObjectDoesNotExist):
            value = None
        if value in empty:
            return default
        if needs_value_and_record:
            return render(**{name: value if name == "value" else record for name in names})
        arguments = {
            "value": value,
            "record": record,
            "column": bound.column,
            "bound_column": bound,
            "bound_row": row,
            "table": table,
        }
        content = render(**(arguments if takes_all else {name: arguments[name] for name in names}))
        return link(content, **arguments) if link else content

    return make


def sort_of(request, names, prefix="") -> str:
    """The column that `?sort=` asks for, with "-" before it for descending, "" without one; UnknownValue for any but
    `names`."""
    sort = request.GET.get(f"{prefix}sort", "")
    if sort and sort.removeprefix("-") not in names:
        raise unknown_value(f"{prefix}sort", sort, names)
    return sort


def configure(table, request, *, per_page=50, counted=True):
    """Sort and page `table` as the query string asks; UnknownValue for an unknown column, Http404 for a missing page.

    per_page=None shows all rows; counted=False avoids COUNT(*).
    """
    check_query(request)
    table.request = request
    if sort := sort_of(request, [column.name for column in table.columns if column.orderable], table.prefix):
        table.order_by = sort
    _break_ties(table.data)
    if per_page:
        table.paginator = None  # with this attribute, django-tables2 counts in the database instead of loading all rows
        page = page_of(table.rows, request, per_page=per_page, counted=counted, field=table.prefixed_page_field)
        table.paginator, table.page = page.paginator, page
    return table


def _break_ties(rows):
    """Order equal rows by primary key, so that no row appears on two pages or on none."""
    query = getattr(rows.data, "query", None)
    if query is not None and query.order_by and query.group_by is None and "pk" not in query.order_by:
        rows.data = rows.data.order_by(*query.order_by, "pk")
