"""What happens to servers: each fault begins, lasts, and ends; the rehearsal watches what readers and editors meet.

`begin` and `end` may return a sentence for the report.
"""

from collections.abc import Callable
from typing import NamedTuple

from . import attacks, copies, upgrades


class Fault(NamedTuple):
    name: str
    begin: Callable
    end: Callable | None = None
    lasts: float = 6  # seconds between begin and end
    is_short: bool = False  # part of the short form
    needs: Callable = lambda site: ""  # why it cannot be tried, or ""


def has_small_disk(site):
    return "" if site.has_small_disk else "needs root, who may mount a small file system, and no --keep"


FAULTS = [
    Fault("nothing", lambda site: None),
    Fault("kill -9 of a worker", lambda site: site.kill_worker(0), is_short=True),
    Fault("kill -9 of a site", lambda site: site.kill_site(0)),
    Fault("kill -9 of both sites", lambda site: [site.kill_site(number) for number in (0, 1)]),
    Fault("primary stopped", lambda site: site.primary.stop(), lambda site: site.primary.start(), is_short=True),
    Fault("primary frozen", lambda site: site.primary.freeze(), lambda site: site.primary.thaw()),
    Fault("replica stopped", lambda site: site.replica.stop(), lambda site: site.replica.start()),
    Fault("replica frozen", lambda site: site.replica.freeze(), lambda site: site.replica.thaw()),
    Fault(
        "replica late",
        lambda site: [site.replica.execute("SELECT pg_wal_replay_pause()"), site.deploy("manage", "tick")],
        lambda site: site.replica.execute("SELECT pg_wal_replay_resume()"),
        lasts=20,
    ),
    Fault("Redis stopped", lambda site: site.redis.stop(), lambda site: site.redis.start()),
    Fault("disk full", lambda site: site.fill_disk(), lambda site: site.free_disk(), needs=has_small_disk),
    Fault(
        "read-only disk, database ended",
        lambda site: site.make_disk_read_only(),
        lambda site: site.make_disk_writable(),
        needs=has_small_disk,
    ),
    Fault("200 slow connections", attacks.slow_headers),
    Fault("100 slow bodies", attacks.slow_bodies),
    Fault("header floods", attacks.header_floods),
    Fault("reload (HUP)", lambda site: site.reload()),
    Fault("upgrade", upgrades.upgrade),
    Fault("return to the release before", upgrades.go_back),
    Fault("upgrade that does not start", upgrades.upgrade_to_broken),
    Fault("new SECRET_KEY", lambda site: site.rotate_keys()),
    Fault("backup and restore", copies.back_up_and_restore, is_short=True),
]
