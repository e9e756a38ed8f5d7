"""A backup while editors write, its restoration into an empty place, and the comparison with the original."""

from ..worker import Worker

COPY = "restored"


def back_up_and_restore(site):
    """A sentence about the copy; AssertionError where it differs from the original."""
    confirmed = list(site.confirmed)
    site.deploy("manage", "tick")  # draws the cards of the pages, which would else differ when it comes later
    site.deploy("manage", "backup", str(site.backups))
    (*_earlier, backup) = sorted(site.backups.glob("briefings-*"))
    site.primary.execute(f"CREATE DATABASE {COPY}", database="postgres")
    folder = site.folder / COPY
    settings = {"DATABASE_URL": site.primary.url_of(COPY), "DATA_DIR": str(folder), "DATABASE_REPLICA_URL": ""}
    copy = site.environment | settings
    for arguments in (["restore", str(backup)], ["verify"], ["restore", "--release"]):
        site.manage(*arguments, environment=copy)
    original, restored = _pages(site.environment), _pages(copy)
    differing = [
        address for address in original.keys() | restored.keys() if original.get(address) != restored.get(address)
    ]
    assert not differing, f"{len(differing)} addresses differ in the copy: {differing[:5]}"
    read = [status for status, _sha256 in original.values() if status == 200]
    assert len(read) > 50, f"only {len(read)} pages were found"
    with Worker(copy) as worker:
        lost = worker.do("benchmarks.rehearsal.people.lost", confirmed)
    assert not lost, f"{len(lost)} of {len(confirmed)} confirmed saves are not in the copy"
    return f"the copy has all {len(confirmed)} saves, and {len(original)} public addresses are equal"


def _pages(environment):
    with Worker(environment) as worker:
        return worker.do("benchmarks.rehearsal.people.pages")
