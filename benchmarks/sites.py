"""The sites that are measured: sizes of articles and of values, each in a database of its own."""

from dataclasses import dataclass

from .worker import Worker

HOST = "briefings.example"


@dataclass(frozen=True)
class Size:
    """`heading` is that of its column. No briefing prints the values beside those of the demonstration."""

    name: str
    heading: str
    articles: int = 0
    values: int = 0
    documents: int = 100_000  # of the search index, at the large sizes
    things: int = 4  # copies of sources, topics, pictures, people and others


DEMONSTRATION = Size("demonstration", "demonstration")
MIDDLE = Size("middle", "1,000 articles, 10,000 values", 1_000, 10_000)
DEEP = Size("deep", "20,000, 1 million deep", 20_000, 1_000_000)
WIDE = Size("wide", "20,000, 1 million wide", 20_000, 1_000_000)
LARGE = (DEEP, WIDE)
SIZES = (DEMONSTRATION, MIDDLE, *LARGE)


def fill(server, production, sizes):
    """{size: environment} of sites on this database server; `production` are their other settings.

    That of the demonstration is always made: the others are copies of it that have grown.
    """
    environments = {}

    def make(size, *calls, like=None):
        url = server.create(size.name, like=like and like.name)
        environments[size] = production | {"DATABASE_URL": url}
        run(size, *calls)

    def run(size, *calls):
        with Worker(environments[size]) as worker:
            for name, *arguments in calls:
                worker.do(name, *arguments)
            worker.do("benchmarks.filling.close_connections")

    make(DEMONSTRATION, ("benchmarks.preparing.prepare",))
    if MIDDLE in sizes:
        make(MIDDLE, _things(MIDDLE), _articles(MIDDLE), _values(MIDDLE), like=DEMONSTRATION)
    large = [size for size in LARGE if size in sizes]
    for size in large[:1]:
        make(size, _things(size), _articles(size), _search(size), like=DEMONSTRATION)
    for size in large[1:]:
        make(size, like=large[0])
    for size in large:
        run(size, _values(size))
    return {size: environments[size] for size in SIZES if size in sizes}


def _things(size):
    return "benchmarks.filling.copy_things", size.things


def _articles(size):
    return "benchmarks.filling.grow", size.articles


def _search(size):
    return "benchmarks.filling.grow_search", size.documents


def _values(size):
    return "benchmarks.values.fill", size.name, size.values
