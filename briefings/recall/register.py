"""The corrections register: corrections, withdrawals and revised figures that were printed, newest first.

`entries` serves the page, the feed and the API.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..addresses.models import page_url
from ..articles.models import Edition, Workflow
from ..statistics.models import Batch
from .changed_figures import ChangedFigure, changed_figures, days_between
from .first_printed import Printed

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
CURSOR = re.compile(r"([1-9][0-9]{0,16})-([0-3])-([1-9][0-9]{0,17})")
MOST_FIGURES = 100  # of each batch
SHOWN_FIGURES, SHOWN_BRIEFINGS = 10, 10  # of one entry


class Kind(models.TextChoices):
    """In the order of entries of the same moment, the last first."""

    REVISION = "revision", _("revised figures")
    WITHDRAWAL = "withdrawal", _("withdrawn")
    TAKE_DOWN = "take-down", _("taken down")
    CORRECTION = "correction", _("correction")


KINDS = list(Kind)
# What readers and the API choose one of: {name: (label, kinds)}
CHOICES = {
    "correction": (_("Corrections"), [Kind.CORRECTION]),
    "withdrawal": (_("Withdrawn briefings"), [Kind.WITHDRAWAL, Kind.TAKE_DOWN]),
    "revision": (_("Revised figures"), [Kind.REVISION]),
}


@dataclass
class Entry:
    """`title` and `url` are of the briefing, "" where readers cannot open it; `since` is when the text or figure was
    published first, `words` are the note or reason. A revision has the first of its `figures` that were printed, and
    more of which it is not read where they were printed. `undone_at`: when it was undone, apart from what had been
    revised since."""

    kind: Kind
    at: datetime.datetime
    pk: int
    words: str
    since: datetime.datetime | None = None
    title: str = ""
    url: str = ""
    compare_url: str = ""
    figures: list[ChangedFigure] = field(default_factory=list)
    figures_not_read: int = 0
    batch: Batch | None = None
    undone_at: datetime.datetime | None = None

    @property
    def label(self) -> str:
        """`Revised figures (our error)`."""
        label = capfirst(self.kind.label)
        return f"{label} ({self.batch.get_kind_display()})" if self.batch else label

    @property
    def key(self):
        return self.at, KINDS.index(self.kind), self.pk

    @property
    def days(self) -> int | None:
        """How long readers saw what has been put right."""
        return days_between(self.since, self.at) if self.since and self.since <= self.at else None

    @property
    def changed_at(self) -> datetime.datetime:
        """When what it says changed last: its figures may have been revised again, or printed later."""
        again = [figure.now_at for figure in self.figures if figure.is_revised_again]
        return max(filter(None, [self.at, self.undone_at, *again, *(each.publish_at for each in self.printed_in)]))

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.pk}"

    @property
    def register_query(self) -> str:
        """That of the register's page which begins with this entry, whatever is added later."""
        moment, kind, key = self.key
        return f"?before={ByMoment.code(moment, kind, key + 1)}#{self.anchor}"

    @property
    def printed_in(self) -> list[Printed]:
        """The editions that print what any of the figures was before."""
        editions = {each.pk: each for figure in self.figures for each in figure.printed_in}
        return list(editions.values())[:SHOWN_BRIEFINGS]

    @property
    def more_figures(self) -> int:
        return max(0, len(self.figures) - SHOWN_FIGURES) + self.figures_not_read

    @property
    def figures_by_editions(self) -> list[tuple[tuple[Printed, ...], list[ChangedFigure]]]:
        """The figures to show, those that the same editions printed together."""
        found = {}
        for figure in self.figures[:SHOWN_FIGURES]:
            found.setdefault(figure.printed_in, []).append(figure)
        return list(found.items())


class ByMoment:
    """The cursor of an entry: microseconds since 1970, kind, key."""

    @staticmethod
    def cursor(entry: Entry) -> str:
        return ByMoment.code(*entry.key)

    @staticmethod
    def code(moment: datetime.datetime, kind: int, key: int) -> str:
        return f"{(moment - EPOCH) // datetime.timedelta(microseconds=1)}-{kind}-{key}"

    @staticmethod
    def parse(text: str) -> dict:
        match = CURSOR.fullmatch(text)
        if not match:
            raise Http404("no such page")
        try:
            moment = EPOCH + datetime.timedelta(microseconds=int(match[1]))
        except OverflowError as error:
            raise Http404("no such page") from error
        return {"place": (moment, int(match[2]), int(match[3]))}


def entries(
    language: str, *, kinds: Iterable[Kind] = KINDS, length: int, place=None, backwards: bool = False
) -> list[Entry]:
    """The first `length` entries beyond `place`, the key of one, or the newest; backwards the oldest, oldest first.

    One query for each kind, and two more where figures have been revised.
    """
    found = []
    for kind in kinds:
        rows, moment = SOURCES[kind](language)
        if place:
            rows = rows.filter(_beyond(kind, moment, place, "gt" if backwards else "lt"))
        order = (moment, "pk") if backwards else (f"-{moment}", "-pk")
        found += [MAKE[kind](row) for row in rows.order_by(*order)[:length]]
    found = sorted(found, key=lambda entry: entry.key, reverse=not backwards)[:length]
    _add_figures([entry for entry in found if entry.kind == Kind.REVISION], language)
    return found


def _beyond(kind, name, place, direction):
    """Entries of one moment are sorted by kind, then by key."""
    moment, number, pk = place
    own = KINDS.index(kind)
    same = Q(**{name: moment}) & Q(**{f"pk__{direction}": pk})
    if own != number:
        same = Q(**{name: moment}) if (own > number) == (direction == "gt") else Q(pk__in=[])
    return Q(**{f"{name}__{direction}e": moment}) & (Q(**{f"{name}__{direction}": moment}) | same)


def _corrections(language):
    before = Edition.objects.has_appeared().filter(article=OuterRef("article"), number__lt=OuterRef("number"))
    corrections = Edition.objects.public().filter(language=language, change_kind="correction")
    before = before.order_by("-number")
    with_before = corrections.annotate(
        since=Subquery(before.values("publish_at")[:1]),
        corrected=Subquery(before.values("number")[:1]),
        slug=F("article__workflow__address__slug"),
    )
    return with_before.only("number", "language", "title", "note", "publish_at"), "publish_at"


def _correction(edition):
    page, numbers = f"edition-{edition.language}", [edition.slug, edition.number]
    compared = edition.corrected and [edition.slug, edition.corrected, edition.number]
    return Entry(
        Kind.CORRECTION,
        edition.publish_at,
        edition.pk,
        edition.note,
        edition.since,
        edition.title,
        reverse(page, args=numbers),
        page_url("edition-comparison", edition.language, *compared) if compared else "",
    )


def _withdrawn(language, moment, **state):
    editions = Edition.objects.has_appeared().filter(article=OuterRef("article"))
    workflows = Workflow.objects.filter(article__language=language, **{f"{moment}__isnull": False}, **state)
    return workflows.annotate(
        language=F("article__language"),
        slug=F("address__slug"),
        since=Subquery(editions.order_by("number").values("publish_at")[:1]),
        title=Subquery(editions.order_by("-number").values("title")[:1]),
    ).only("withdrawn_at", "taken_down_at", "withdrawal_reason")


def _withdrawals(language):
    return _withdrawn(language, "withdrawn_at", taken_down_at=None), "withdrawn_at"


def _withdrawal(workflow):
    url = page_url("briefing", workflow.language, workflow.slug)
    words = workflow.withdrawal_reason
    return Entry(Kind.WITHDRAWAL, workflow.withdrawn_at, workflow.pk, words, workflow.since, workflow.title or "", url)


def _take_downs(language):
    return _withdrawn(language, "taken_down_at"), "taken_down_at"


def _take_down(workflow):
    """Its title is not public any more."""
    return Entry(Kind.TAKE_DOWN, workflow.taken_down_at, workflow.pk, workflow.withdrawal_reason, workflow.since)


def _batches(language):
    batches = Batch.objects.filter(changes_printed=True, stage=Batch.Stage.APPLIED)
    undoing = Batch.objects.filter(reverts=OuterRef("pk"), stage=Batch.Stage.APPLIED)
    holding = undoing.exclude(Exists(undoing)).order_by("decided_at")  # not undone themselves
    batches = batches.annotate(undone_at=Subquery(holding.values("decided_at")[:1]))
    return batches.only("kind", "reason_en", "reason_es", "decided_at"), "decided_at"


def _batch(batch):
    return Entry(Kind.REVISION, batch.decided_at, batch.pk, batch.reason, batch=batch, undone_at=batch.undone_at)


SOURCES = dict(zip(KINDS, (_batches, _withdrawals, _take_downs, _corrections), strict=True))
MAKE = dict(zip(KINDS, (_batch, _withdrawal, _take_down, _correction), strict=True))


def _add_figures(entries, language):
    """The figures that each batch changed and that an edition had printed: two queries."""
    if not entries:
        return
    changed = changed_figures([entry.pk for entry in entries], language, most=MOST_FIGURES, briefings=SHOWN_BRIEFINGS)
    for entry in entries:
        entry.figures, entry.figures_not_read = changed.get(entry.pk, ([], 0))
        entry.since = min((figure.since for figure in entry.figures), default=None)
