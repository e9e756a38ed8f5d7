"""Removal of old backups: the newer they are, the more of them remain."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

ALL = timedelta(days=2)
# How far back: of each day, week (from Monday) and month in UTC the newest backup is kept.
NEWEST_OF = [
    (timedelta(days=14), "%Y-%m-%d"),
    (timedelta(weeks=8), "%G-W%V"),
    (timedelta(days=366), "%Y-%m"),
]


def to_remove(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """The backups to remove of those taken at these moments. The newest is never one of them."""
    newest_first = sorted(moments, reverse=True)
    kept = {moment for moment in newest_first if now - moment <= ALL} | set(newest_first[:1])
    for age, period in NEWEST_OF:
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            if now - moment <= age:
                newest.setdefault(moment.astimezone(UTC).strftime(period), moment)
        kept |= set(newest.values())
    return set(newest_first) - kept
