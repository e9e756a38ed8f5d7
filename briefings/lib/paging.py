"""Pagination by page number, with or without COUNT(*). Lists that may pass 10,000 rows are paged by key instead:
`rows/keyset.py`."""

from dataclasses import dataclass, replace

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django_tables2.paginators import LazyPaginator

from .numbers import as_number

MAX_QUERY_VALUE = 200
MAX_PAGE_DIGITS = 6
LARGEST_KEY = 2**63 - 1  # of a row; neither database compares with a larger number


@dataclass(frozen=True)
class Pager:
    """The context of parts/pager.html; `pages` is None for a list that is not counted, `number` for pages by key."""

    number: int | None
    pages: int | None
    previous_url: str
    next_url: str
    first_url: str = ""
    last_url: str = ""

    def with_anchor(self, anchor: str) -> "Pager":
        names = "first_url", "previous_url", "next_url", "last_url"
        return replace(self, **{name: url + anchor for name in names if (url := getattr(self, name))})


class Begun(list):
    """The first `most` of what is given; `ends_after`: how many, where more was given, else 0. Reading one more than a
    page shows is enough; parts/ends.html says so to readers."""

    def __init__(self, rows, most: int):
        rows = list(rows)
        super().__init__(rows[:most])
        self.ends_after = most if len(rows) > most else 0


def check_query(request) -> None:
    """Raise Http404 for a NUL or for a name or value longer than 200 characters: no link of ours has one."""
    for name, values in request.GET.lists():
        for text in (name, *values):
            if len(text) > MAX_QUERY_VALUE or "\0" in text:
                raise Http404("unreadable query")


def require_one(request, names) -> None:
    """Raise Http404 where the query string has more than one of these: no link of ours does, and each value of what
    would be ignored would store the same page again."""
    if len([name for name in names if name in request.GET]) > 1:
        raise Http404("no such page")


def with_query(request, *, drop=(), **changes) -> str:
    """The address of this page with some query parameters changed; the others, such as filters, are kept."""
    query = request.GET.copy()
    for name in drop:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else request.path


def page_number(request, field="page") -> int:
    """The page number of the query string, 1 by default; Http404 for anything but a positive number."""
    number = as_number(request.GET.get(field, "1"), digits=MAX_PAGE_DIGITS)
    if not number:
        raise Http404("no such page")
    return number


def page_of(items, request, *, per_page=50, counted=False, field="page"):
    """One page of `items`. Without `counted` there is no COUNT(*): one extra row is read to know if more follow."""
    check_query(request)
    number = page_number(request, field)
    paginator = (Paginator if counted else LazyPaginator)(items, per_page)
    try:
        return paginator.page(number)
    except EmptyPage as error:
        raise Http404("no such page") from error


def pager(page, request, field="page") -> Pager:
    """Links from a page of `page_of` to the previous and next page. The address of page 1 has no page number."""
    counted = not isinstance(page.paginator, LazyPaginator)
    has_next = page.has_next() if counted else not page.paginator.is_last_page(page.number)
    previous_url = ""
    if page.number == 2:
        previous_url = with_query(request, drop=[field])
    elif page.number > 2:
        previous_url = with_query(request, **{field: page.number - 1})
    return Pager(
        number=page.number,
        pages=page.paginator.num_pages if counted else None,
        previous_url=previous_url,
        next_url=with_query(request, **{field: page.number + 1}) if has_next else "",
    )
