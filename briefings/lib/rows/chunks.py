from collections.abc import Iterator, Sequence


def in_chunks(rows: Sequence, size: int) -> Iterator[Sequence]:
    """For queries that name keys: a database takes only so many at once (SQLite 32,766)."""
    return (rows[first : first + size] for first in range(0, len(rows), size))
