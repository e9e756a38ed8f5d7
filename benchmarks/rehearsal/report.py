"""The table: one line for each fault."""

from collections import Counter
from typing import NamedTuple

from .traffic import READ, SAVE, UNREAD

MOST_RECOVERY = 5  # seconds
COLUMNS = [
    ("fault", 34), ("requests", 8), ("failed reads", 12), ("slowest", 7),
    ("unread: 503", 11), ("failed", 9), ("slowest", 7), ("editors met", 30), ("recovered", 9), ("lost", 4),
]  # fmt: skip


class Result(NamedTuple):
    """What was met from the begin of a fault until the rehearsal stopped watching."""

    name: str
    met: list
    restored: float  # when the fault ended
    lost: int
    remarks: list

    def of(self, kind):
        return [met for met in self.met if met.kind == kind]

    @property
    def failed_reads(self):
        return [met for met in self.of(READ) if met.is_failure]

    @property
    def recovery(self):
        """Seconds from the end of the fault to the end of the last request that failed; None when there is none."""
        late = [met.ended - self.restored for met in self.met if met.is_failure and met.ended > self.restored]
        return max(late, default=None)

    @property
    def serves_again(self):
        """Whether a page that nobody had read was served, and a text saved, after the end of the fault."""
        kinds = {met.kind for met in self.met if met.began > self.restored and not met.is_failure}
        return {UNREAD, SAVE} <= kinds

    @property
    def late(self):
        """What failed after the time that recovery may take, for whoever has to find out why."""
        return [
            f"{met.kind} {met.status} of {met.seconds:.1f} s at {met.ended - self.restored:.1f} s"
            for met in self.met
            if met.is_failure and met.ended > self.restored + MOST_RECOVERY
        ]

    def slowest(self, kind):
        return f"{max((met.seconds for met in self.of(kind)), default=0):.2f} s"

    def cells(self):
        refused = [met for met in self.of(UNREAD) if met.status == 503]
        others = Counter(met.status or "none" for met in self.of(UNREAD) if met.is_failure and met.status != 503)
        saves = Counter("saved" if met.status == 302 else str(met.status or "no answer") for met in self.of(SAVE))
        return [
            self.name,
            f"{len(self.met)}",
            f"{len(self.failed_reads)}",
            self.slowest(READ),
            f"{len(refused)}",
            " ".join(f"{count}×{status}" for status, count in others.items()) or "0",
            self.slowest(UNREAD),
            ", ".join(f"{count} {what}" for what, count in saves.most_common()),
            "at once" if self.recovery is None else f"{self.recovery:.1f} s",
            f"{self.lost}",
        ]


def line(cells):
    return " | ".join(cell.ljust(width) for cell, (_title, width) in zip(cells, COLUMNS, strict=True)).rstrip()


def heading():
    titles = line([title for title, _width in COLUMNS])
    return f"{titles}\n{'-|-'.join('-' * width for _title, width in COLUMNS)}"
