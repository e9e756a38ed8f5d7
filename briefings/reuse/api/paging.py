"""Parameters that lists share, and pages by key: a page begins after a row, so the last costs what the first does."""

import datetime
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlencode

from django.conf import settings
from ninja import Path, Query
from pydantic import BeforeValidator

from ...lib.numbers import as_number
from ...lib.paging import LARGEST_KEY
from ...statistics.filters import past_day

MOST = 500

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
After = Annotated[str, Query(max_length=60, description="The cursor in `next`.")]
Key = Annotated[int, Path(ge=1, le=LARGEST_KEY)]
Slug = Annotated[str, Path(max_length=120, pattern="^[-a-zA-Z0-9_]+$")]


def one_of(choices: Iterable[str], description: str, *, pattern: str = "^({})?$"):
    """A parameter that takes one of these values, or none."""
    return Annotated[str, Query(pattern=pattern.format("|".join(choices)), description=description)]


Language = one_of(["en", "es"], "Of the texts.", pattern="^({})$")
Name = Annotated[str, Query(max_length=120, pattern="^[-a-zA-Z0-9_]*$")]
AsOf = Annotated[
    Annotated[datetime.date, BeforeValidator(past_day)] | None,
    Query(description="Values as they were known on this day, such as 2025-01-31."),
]


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
