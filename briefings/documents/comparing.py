"""Two documents compared: block by block by key, words as words, figures as figures. One comparison for every page."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..lib.differences import Budget, Paragraph, paragraphs_between
from ..statistics.models import Vintage
from .document import ArticleKind
from .kinds import Figure, Kind, kind_of

SHOWN_FIGURES = 60


@dataclass(frozen=True)
class Part:
    """One text of a block, or of the head of the document."""

    label: str
    paragraphs: Sequence[Paragraph]
    changed_by: str = ""  # for staff: who changed a name or text in it that is kept elsewhere

    @property
    def before(self):
        return "\n".join(paragraph.before for paragraph in self.paragraphs)

    @property
    def after(self):
        return "\n".join(paragraph.after for paragraph in self.paragraphs)

    def rows(self):
        """(paragraph, 0) where it differs, (None, how many) for those in between that are the same."""
        same = 0
        for paragraph in self.paragraphs:
            if not paragraph.differs:
                same += 1
                continue
            if same:
                yield None, same
            yield paragraph, 0
            same = 0
        if same:
            yield None, same


@dataclass
class Change:
    """A number and what it was before; None where it was added or removed."""

    before: Figure | None
    after: Figure | None
    known_before: object = None
    known_after: object = None
    revised_by: str = ""  # for staff

    @property
    def label(self):
        return (self.after or self.before).label

    @property
    def differs(self):
        """False where the same number is printed: its vintage is newer, or it differs only behind the rounding."""
        return (self.before and self.before.text) != (self.after and self.after.text)


@dataclass
class Piece:
    """The changes in one block, or in a text beside the blocks. Places count from 1; None where it is absent."""

    heading: str
    key: str
    name: str = ""
    place_before: int | None = None
    place_after: int | None = None
    moved: bool = False
    parts: list = field(default_factory=list)
    figures: list = field(default_factory=list)
    remark: str = ""

    @property
    def added(self):
        return self.place_before is None

    @property
    def removed(self):
        return self.place_after is None

    @property
    def rewritten(self):
        return bool(self.parts or self.figures or self.remark)

    @property
    def differs(self):
        return self.rewritten or self.moved or self.added or self.removed

    @property
    def figures_shown(self):
        return self.figures[:SHOWN_FIGURES]

    @property
    def figures_more(self):
        return len(self.figures[SHOWN_FIGURES:])


@dataclass
class Comparison:
    """`facts` are title, summary and the like; `blocks` are in the order of the newer document."""

    facts: list
    blocks: list

    @property
    def pieces(self):
        return [piece for piece in [*self.facts, *self.blocks] if piece.differs]

    @property
    def differs(self):
        return bool(self.pieces)

    @property
    def same(self):
        """The number of unchanged blocks."""
        return sum(not piece.differs for piece in self.blocks)

    @property
    def figures(self):
        return [change for piece in self.blocks for change in piece.figures if change.differs]

    @property
    def sums(self):
        """The number of differences of each sort, in words."""
        added = sum(piece.added for piece in self.blocks)
        removed = sum(piece.removed for piece in self.blocks)
        both = [piece for piece in self.blocks if not (piece.added or piece.removed)]
        moved, rewritten = sum(piece.moved for piece in both), sum(piece.rewritten for piece in both)
        figures = len(self.figures)
        unseen = sum(len(piece.figures) for piece in self.blocks) - figures
        sums = [
            (rewritten, ngettext("%(n)d block rewritten", "%(n)d blocks rewritten", rewritten)),
            (added, ngettext("%(n)d added", "%(n)d added", added)),
            (removed, ngettext("%(n)d removed", "%(n)d removed", removed)),
            (moved, ngettext("%(n)d moved", "%(n)d moved", moved)),
            (figures, ngettext("%(n)d figure differs", "%(n)d figures differ", figures)),
            (unseen, ngettext("%(n)d figure printed as before", "%(n)d figures printed as before", unseen)),
            (self.same, ngettext("%(n)d block unchanged", "%(n)d blocks unchanged", self.same)),
        ]
        return [words % {"n": n} for n, words in sums if n]

    def changes(self):
        """Every change of a figure that is shown, also where only its vintage is newer."""
        return [change for piece in self.blocks for change in piece.figures_shown]


def _parts(before: dict | None, after: dict | None, budget: Budget) -> Iterator[Part]:
    """The texts that differ; None for a block that is not there."""
    labels = dict.fromkeys([*(after or {}), *(before or {})])
    for label in labels:
        old, new = (before or {}).get(label, ""), (after or {}).get(label, "")
        if old != new:
            yield Part(label, paragraphs_between(old, new, budget))


def _figures(before: dict, after: dict) -> Iterator[Change]:
    for place in dict.fromkeys([*after, *before]):
        old, new = before.get(place), after.get(place)
        if old is None or new is None or (old.text, old.value, old.vintage) != (new.text, new.value, new.vintage):
            yield Change(old, new)


def _staying(places: list[int]) -> set[int]:
    """The longest rising subsequence of the places, given in their new order: these blocks did not move."""
    ends, chains = [], []
    for place in places:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        chains[length : length + 1] = [(place, chains[length - 1] if length else None)]
    chain, staying = chains[-1] if chains else None, set()
    while chain:
        staying.add(chain[0])
        chain = chain[1]
    return staying


def parts_of(block: dict) -> dict[str, str]:
    """{label: text} of everything that the block says in words."""
    return kind_of(block).parts(block)


def _figures_of(block: dict) -> dict[Hashable, Figure]:
    return kind_of(block).figures(block)


def _invisible(before: dict, after: dict) -> str:
    kind = kind_of(after) if kind_of(before) is kind_of(after) else Kind()
    return kind.invisible_change(before, after)


def _compared(before: dict | None, after: dict | None, budget: Budget) -> Piece:
    """The piece of one block; `before` or `after` is None where there is none."""
    block = after or before
    kind = kind_of(block)
    piece = Piece(str(kind.verbose_name), block["key"], kind.name(block))
    if before == after:
        return piece
    piece.parts = list(_parts(before and parts_of(before), after and parts_of(after), budget))
    piece.figures = list(_figures(_figures_of(before) if before else {}, _figures_of(after) if after else {}))
    if before and after and not piece.parts and not piece.figures:
        piece.remark = _invisible(before, after)
    return piece


def _blocks(before: list[dict], after: list[dict], budget: Budget) -> list[Piece]:
    """Pieces in the order of the newer document; a removed block follows the one that it followed."""
    old = {(block["type"], block["key"]): (place, block) for place, block in enumerate(before, 1)}
    new = {(block["type"], block["key"]): (place, block) for place, block in enumerate(after, 1)}
    staying = _staying([old[name][0] for name in new if name in old])
    pieces, follows = {}, {}
    for name, (place, block) in new.items():
        was, earlier = old.get(name, (None, None))
        piece = pieces[name] = _compared(earlier, block, budget)
        piece.place_before, piece.place_after = was, place
        piece.moved = was is not None and was not in staying
    last = None
    for name, (place, block) in old.items():
        if name not in new:
            pieces[name] = _compared(block, None, budget)
            pieces[name].place_before = place
            follows.setdefault(last, []).append(name)
        else:
            last = name
    order = list(follows.get(None, []))
    for name in new:
        order += [name, *follows.get(name, [])]
    return [pieces[name] for name in order]


def facts_of(data: dict) -> dict[str, str]:
    """{label: text} of the document's texts beside its blocks."""
    kinds = dict(ArticleKind.choices)
    return {
        _("title"): data["title"],
        _("summary"): data["summary"],
        _("kind"): str(kinds.get(data["kind"], data["kind"])),
        _("topics"): "\n".join(topic["name"]["text"] for topic in data["topics"]),
    }


def compare(before: dict, after: dict, *, extra_facts: Iterable[tuple[str, str, str]] = ()) -> Comparison:
    """The `Comparison` of two documents. `extra_facts` are (label, text before, text after) of what is shown with
    them but not part of them: bylines, related briefings."""
    budget = Budget()
    texts = [(label, text, facts_of(after)[label]) for label, text in facts_of(before).items()]
    facts = []
    for label, old, new in [*texts, *extra_facts]:
        parts = list(_parts({label: old}, {label: new}, budget))
        facts.append(Piece(label, "", place_before=0, place_after=0, parts=parts))
    return Comparison(facts, _blocks(before["blocks"], after["blocks"], budget))


def dated_comparison(
    before: dict, after: dict, *, extra_facts: Iterable[tuple[str, str, str]] = (), names_people: bool = False
) -> Comparison:
    """The same, its figures with the days on which their values became known; one query. With `names_people`, for
    staff, also with who revised them."""
    comparison = compare(before, after, extra_facts=extra_facts)
    changes = comparison.changes()
    figures = [figure for change in changes for figure in (change.before, change.after) if figure]
    keys = {key for figure in figures for key in figure.vintages}
    vintages = Vintage.objects.filter(pk__in=keys).order_by()
    vintages = vintages.select_related("batch__by").in_bulk() if names_people else vintages.in_bulk()
    for change in changes:
        old, new = (figure and figure.newest(vintages) for figure in (change.before, change.after))
        change.known_before, change.known_after = old and old.day_known, new and new.day_known
        if names_people and old and new and old != new:
            change.revised_by = str(new.batch.by)
    return comparison
