"""The register of corrections."""

from django.http import Http404
from django.utils import translation
from ninja import Schema

from ...recall.changed_figures import ChangedFigure as Figure
from ...recall.register import CHOICES, KINDS, ByMoment, Entry, entries
from .paging import After, BadCursor, Language, Limit, absolute, next_url, one_of
from .schemas import ObservedFigure, page_of
from .site import ERRORS, api
from .writing import observed

Kind = one_of(CHOICES, "`withdrawal`: what was taken down is among them.")


class PrintedIn(Schema):
    """An edition that prints a figure as it was before it was revised. One that had waited may have been `published`
    after the revision. `withdrawn` is the reason where the briefing was withdrawn."""

    title: str
    language: str
    number: int
    published: str
    withdrawn: str | None
    page: str


class ChangedFigure(ObservedFigure):
    """`before` is the value as `printed_in` printed it, `after` what the revision made of it, `now` what is on record
    now; null where there is none. `printed_in` are the first editions, those in the language asked for if there are
    any; `since` is when the first of them was published, `days` how long readers saw the value before, 0 where all of
    them were published after the revision."""

    before: str | None
    after: str | None
    now: str | None
    since: str
    days: int
    printed_in: list[PrintedIn]


class Correction(Schema):
    """`kind` is correction, withdrawal, take-down or revision; `revision_kind` is update (as scheduled), method,
    correction (by the source), error (ours) or retraction. `since` is when what was wrong was first published.
    `compare` is the page that compares a correction with the edition before. `figures` are 100 at most, one for each
    value that editions print; `more_figures` is how many there are beside them. `undone`: when a revision was undone;
    what had been revised since stays."""

    kind: str
    revision_kind: str | None
    at: str
    since: str | None
    undone: str | None
    days: int | None
    words: str
    title: str | None
    page: str | None
    compare: str | None
    figures: list[ChangedFigure]
    more_figures: int
    printed_in: list[PrintedIn]


Corrections = page_of("Corrections", Correction)


@api.get("/corrections", response={200: Corrections, **ERRORS}, operation_id="corrections", url_name="corrections")
def corrections(request, language: Language = "en", kind: Kind = "", limit: Limit = 50, after: After = ""):
    """The register: corrections, withdrawn and taken-down briefings, revised printed figures. Newest first."""
    try:
        place = ByMoment.parse(after) if after else {}
    except Http404 as error:
        raise BadCursor from error
    with translation.override(language):
        kinds = CHOICES[kind][1] if kind else KINDS
        found = entries(language, kinds=kinds, length=limit + 1, **place)
        more, found = len(found) > limit, found[:limit]
        return {
            "results": [_correction(entry) for entry in found if entry.figures or entry.batch is None],
            "next": next_url(request, ByMoment.cursor(found[-1])) if more else None,
        }


def _correction(entry: Entry) -> dict:
    return {
        "kind": str(entry.kind),
        "revision_kind": entry.batch.kind if entry.batch else None,
        "at": entry.at.isoformat(),
        "since": entry.since.isoformat() if entry.since else None,
        "undone": entry.undone_at.isoformat() if entry.undone_at else None,
        "days": entry.days,
        "words": str(entry.words),
        "title": entry.title or None,
        "page": absolute(entry.url) if entry.url else None,
        "compare": absolute(entry.compare_url) if entry.compare_url else None,
        "figures": [_figure(figure) for figure in entry.figures],
        "more_figures": entry.figures_not_read,
        "printed_in": [_printed_in(each) for each in entry.printed_in],
    }


def _figure(figure: Figure) -> dict:
    return {
        **observed(figure),
        "before": figure.before_plain or None,
        "after": figure.after_plain or None,
        "now": figure.now_plain or None,
        "since": figure.since.isoformat(),
        "days": figure.days or 0,
        "printed_in": [_printed_in(each) for each in figure.printed_in],
    }


def _printed_in(edition) -> dict:
    return {
        "title": edition.title,
        "language": edition.language,
        "number": edition.number,
        "published": edition.publish_at.isoformat(),
        "withdrawn": edition.withdrawal_reason if edition.withdrawn_at else None,
        "page": absolute(edition.url),
    }
