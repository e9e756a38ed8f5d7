"""The sites that are measured: three sizes of articles and of values, each in a database of its own."""

from dataclasses import dataclass

from .worker import Worker

HOST = "briefings.example"


@dataclass(frozen=True)
class Size:
    """`name` heads a column. Values are beside those of the demonstration; no briefing prints them."""

    name: str
    articles: int = 0
    shape: str = ""
    values: int = 0


DEMONSTRATION = Size("demonstration")
MIDDLE = Size("1,000 articles, 10,000 values", 1_000, "middle", 10_000)
DEEP = Size("20,000, 1 million deep", 20_000, "deep", 1_000_000)
WIDE = Size("20,000, 1 million wide", 20_000, "wide", 1_000_000)
SIZES = (DEMONSTRATION, MIDDLE, DEEP, WIDE)
LARGE = (DEEP, WIDE)


def fill(server, production, *, is_quick):
    """{size: environment} of sites on this database server; `production` are their other settings."""
    environments = {DEMONSTRATION: _environment(server, production, "demonstration")}
    _run(environments[DEMONSTRATION], ("benchmarks.preparing.prepare",))
    if is_quick:
        return environments
    environments[MIDDLE] = _environment(server, production, "middle", like="demonstration")
    _run(environments[MIDDLE], ("benchmarks.filling.grow", MIDDLE.articles), _values(MIDDLE))
    environments[WIDE] = _environment(server, production, "wide", like="demonstration")
    _run(environments[WIDE], ("benchmarks.filling.grow", WIDE.articles))
    environments[DEEP] = _environment(server, production, "deep", like="wide")
    _run(environments[DEEP], _values(DEEP))
    _run(environments[WIDE], _values(WIDE))
    return {size: environments[size] for size in SIZES}


def _environment(server, production, name, like=None):
    return production | {"DATABASE_URL": server.create(name, like=like)}


def _values(size):
    return "benchmarks.values.fill", size.shape, size.values


def _run(environment, *calls):
    with Worker(environment) as worker:
        for name, *arguments in calls:
            worker.do(name, *arguments)
        worker.do("benchmarks.filling.close_connections")
