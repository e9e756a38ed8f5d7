"""Pages of a long list found by key instead of by counting: the last page costs what the first one costs."""

import datetime
import re
from dataclasses import dataclass

from django.http import Http404

from .paging import check_query

CURSOR = re.compile(r"^(\d{1,17})-(\d{1,18})$")


@dataclass(frozen=True)
class KeysetPage:
    """Rows newest first, and the queries that lead on; "" where nothing follows."""

    rows: list
    newer: str = ""
    older: str = ""


def cursor(row):
    """`<microseconds>-<id>` of a row with `publish_at`."""
    moment = row.publish_at - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return f"{moment // datetime.timedelta(microseconds=1)}-{row.pk}"


def _parsed(text):
    match = CURSOR.match(text)
    if not match:
        raise Http404("no such page")
    try:
        moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=int(match[1]))
    except OverflowError as error:
        raise Http404("no such page") from error
    return moment, int(match[2])


def _beyond(rows, text, direction):
    """Rows older ("lt") or newer ("gt") than the cursor: by moment, then by id."""
    moment, pk = _parsed(text)
    same_moment = rows.filter(publish_at=moment, **{f"pk__{direction}": pk})
    return rows.filter(**{f"publish_at__{direction}": moment}) | same_moment


def older_and_newer(rows, request, *, per_page):
    """The page of `rows` that `?before=`, `?after=` or `?oldest` asks for, newest first; Http404 for nonsense."""
    check_query(request)
    before, after, oldest = (request.GET.get(name) for name in ("before", "after", "oldest"))
    backwards = after is not None or oldest is not None
    if before is not None:
        rows = _beyond(rows, before, "lt")
    elif after is not None:
        rows = _beyond(rows, after, "gt")
    order = ("publish_at", "pk") if backwards else ("-publish_at", "-pk")
    found = list(rows.order_by(*order)[: per_page + 1])
    more, found = len(found) > per_page, found[:per_page]
    if backwards:
        found.reverse()
    if not found:
        if before is not None or after is not None:
            raise Http404("no such page")
        return KeysetPage([])
    has_newer = more if backwards else before is not None
    has_older = after is not None if backwards else more
    return KeysetPage(
        found,
        newer=f"?after={cursor(found[0])}" if has_newer else "",
        older=f"?before={cursor(found[-1])}" if has_older else "",
    )
