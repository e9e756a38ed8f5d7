"""What happens to servers: each fault begins, lasts, and ends; the rehearsal watches what readers and editors meet."""

from collections.abc import Callable
from typing import NamedTuple


class Fault(NamedTuple):
    name: str
    begin: Callable
    end: Callable | None = None
    lasts: float = 6  # seconds between begin and end
    is_short: bool = False  # part of the short form


FAULTS = [
    Fault("nothing", lambda site: None),
    Fault("kill -9 of a worker", lambda site: site.kill_worker(0), is_short=True),
    Fault("kill -9 of a site", lambda site: site.kill_site(0)),
    Fault("kill -9 of both sites", lambda site: [site.kill_site(number) for number in (0, 1)]),
    Fault("primary stopped", lambda site: site.primary.stop(), lambda site: site.primary.start(), is_short=True),
]
