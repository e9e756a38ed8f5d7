"""Parameters that lists share, and pages by key: a page begins after a row, so the last costs what the first does."""

from typing import Annotated
from urllib.parse import urlencode

from django.conf import settings
from ninja import Path, Query

from ...lib.numbers import as_number
from ...lib.paging import LARGEST_KEY

MOST = 500

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
After = Annotated[str, Query(max_length=60, description="The cursor in `next`.")]
Language = Annotated[str, Query(pattern="^(en|es)$", description="Of the texts.")]
Key = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
Slug = Annotated[str, Path(max_length=120, pattern="^[-a-zA-Z0-9_]+$")]
Name = Annotated[str, Query(max_length=120, pattern="^[-a-zA-Z0-9_]*$")]


class BadCursor(Exception):
    """`after` is not what a page of ours has in `next`."""


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def next_url(request, cursor) -> str:
    query = [(name, value) for name, value in request.GET.items() if name != "after"]
    return absolute(f"{request.path}?{urlencode([*query, ('after', cursor)])}")


def page_by_key(request, rows, write, *, limit: int, after: str) -> dict:
    """The rows in the order of their keys, the oldest first: who asks again with the last cursor gets what is new."""
    if after:
        number = as_number(after)
        if number is None:
            raise BadCursor
        rows = rows.filter(pk__gt=number)
    found = list(rows.order_by("pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return {
        "results": [write(row) for row in found],
        "next": next_url(request, found[-1].pk) if more else None,
    }
