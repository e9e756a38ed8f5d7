"""Pages of a list and the links between them, with and without counting."""

from dataclasses import dataclass, replace

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django_tables2.paginators import LazyPaginator

MAX_QUERY_VALUE = 200
MAX_PAGE_DIGITS = 6


@dataclass(frozen=True)
class Pager:
    """What parts/pager.html needs; `pages` is None where nobody has counted."""

    number: int
    pages: int | None
    previous_url: str
    next_url: str

    def at(self, anchor):
        """The same links, leading to a place on the page."""
        before, after = (url and url + anchor for url in (self.previous_url, self.next_url))
        return replace(self, previous_url=before, next_url=after)


def check_query(request):
    """Refuse a query that no link of ours makes: a NUL, or a value longer than 200 characters."""
    for name, values in request.GET.lists():
        for text in (name, *values):
            if len(text) > MAX_QUERY_VALUE or "\0" in text:
                raise Http404("unreadable query")


def with_query(request, *, drop=(), **changes):
    """The address of this page with some of its query changed; the rest, filters above all, stays as it is."""
    query = request.GET.copy()
    for name in drop:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    encoded = query.urlencode()
    return f"?{encoded}" if encoded else request.path


def page_number(request, field="page"):
    """The page asked for, 1 when none is; anything that is not a plain positive number does not exist."""
    text = request.GET.get(field, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= MAX_PAGE_DIGITS and int(text) > 0):
        raise Http404("no such page")
    return int(text)


def page_of(items, request, *, per_page=50, counted=False, field="page"):
    """One page of `items`. Uncounted means no COUNT(*): one row too many is read, to know whether more follow."""
    check_query(request)
    number = page_number(request, field)
    paginator = (Paginator if counted else LazyPaginator)(items, per_page)
    try:
        return paginator.page(number)
    except EmptyPage as error:
        raise Http404("no such page") from error


def pager(page, request, field="page"):
    """Links from a page of `page_of` to its neighbours. The first page has one address: the one without a number."""
    counted = not isinstance(page.paginator, LazyPaginator)
    more = page.has_next() if counted else not page.paginator.is_last_page(page.number)
    before = ""
    if page.number == 2:
        before = with_query(request, drop=[field])
    elif page.number > 2:
        before = with_query(request, **{field: page.number - 1})
    return Pager(
        number=page.number,
        pages=page.paginator.num_pages if counted else None,
        previous_url=before,
        next_url=with_query(request, **{field: page.number + 1}) if more else "",
    )
