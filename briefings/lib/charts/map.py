"""A map of the provinces in classes of their values. Drawn from outlines.json (outlines.py says how that is made)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .marks import (
    LINE_HEIGHT,
    WIDTH,
    drawing,
    element,
    is_provisional,
    nothing_to_draw,
    remark,
    text,
    titled,
    width_of,
)
from .outlines import FRAME

MOST_CLASSES = 5
BOTTOM = 512  # of the mainland
SHADES = {1: (0.6,), 2: (0.25, 0.8), 3: (0.15, 0.5, 1.0), 4: (0.1, 0.35, 0.65, 1.0), 5: (0.08, 0.28, 0.5, 0.75, 1.0)}
DARK = 0.5  # the shade from which borders are drawn in the colour of the page
SWATCH = 16


@dataclass(frozen=True)
class Region:
    """A province by our code; `value` is None where it is not known."""

    code: str
    label: str
    value: Decimal | None
    text: str
    status: str = "A"


@dataclass(frozen=True)
class Class:
    """The provinces between two values, both included; `label` says from which to which."""

    regions: tuple[Region, ...]
    shade: float

    @property
    def label(self) -> str:
        first, last = self.regions[0].text, self.regions[-1].text
        return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


@cache
def _outlines() -> dict[str, str]:
    return json.loads((Path(__file__).parent / "outlines.json").read_text(encoding="utf-8"))


def has_outline(code: str) -> bool:
    return code in _outlines()


def classes_of(regions: Iterable[Region]) -> list[Class]:
    """Up to five classes, the lowest first, with about as many different values in each.

    Values that read alike are together.
    """
    known = sorted((region for region in regions if region.value is not None), key=lambda region: region.value)
    values = [list(same) for _text, same in groupby(known, key=lambda region: region.text)]
    number = min(MOST_CLASSES, len(values))
    parts = [values[len(values) * at // number : len(values) * (at + 1) // number] for at in range(number)]
    return [
        Class(tuple(region for same in part for region in same), shade)
        for part, shade in zip(parts, SHADES.get(number, ()), strict=True)
    ]


def province_map(
    regions: Sequence[Region], *, title: str, description: str = "", unit: str = "", id_prefix: str = "map"
) -> SafeString:
    """The provinces, darker the higher their value, with hatching over provisional ones; below them a legend.

    Without a value they stay empty.
    """
    drawn = [region for region in regions if has_outline(region.code)]
    classes = classes_of(drawn)
    if not classes:
        return nothing_to_draw(title=title, description=description, id_prefix=id_prefix)
    known = {region.code for each in classes for region in each.regions}
    names = {region.code: region.label for region in drawn}
    empty = [code for code in _outlines() if code not in known]
    # The lightest last: the borders of dark ones, in the colour of the page, would cover half of theirs.
    shaded = "".join(_class(each) for each in reversed(classes))
    pieces = [element("g", shaded, class_="tone-0 map", stroke="currentColor")]
    pieces.append(element("g", "".join(_empty(code, names) for code in empty), class_="map-empty", **EMPTY))
    hatch = ""
    if provisional := [region.code for region in drawn if is_provisional(region)]:
        hatch = f"url(#{id_prefix}-hatch)"
        pieces += [
            _hatching(f"{id_prefix}-hatch"),
            *(element("path", d=_outlines()[c], fill=hatch) for c in provisional),
        ]
    x, y, width, height = FRAME
    frame = {"fill": "none", "stroke": "currentColor", "stroke_opacity": 0.4}
    pieces.append(element("rect", x=x + 1, y=y + 1, width=width, height=height, class_="axis-line", **frame))
    legend, height = _legend(classes, unit, hatch=hatch, has_empty=bool(empty))
    return drawing([*pieces, legend], title=title, description=description, id_prefix=id_prefix, height=height)


EMPTY = {"fill": "none", "stroke": "currentColor", "stroke_opacity": 0.5, "stroke_dasharray": "3 3"}


def _class(each):
    paths = "".join(
        element("path", titled(f"{region.label}: {region.text}{remark(region)}"), d=_outlines()[region.code])
        for region in each.regions
    )
    borders = {"class_": "map-dark"} if each.shade >= DARK else {}
    return element("g", paths, fill="currentColor", fill_opacity=str(each.shade), **borders)


def _empty(code, names):
    name = titled(_("%(place)s: no value") % {"place": names[code]}) if code in names else ""
    return element("path", name, d=_outlines()[code])


def _hatching(id):
    line = element("path", d="M0 0v7", stroke="currentColor", stroke_width=2, stroke_opacity=0.75)
    return element(
        "pattern", line, id=id, width=7, height=7, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )


def _legend(classes, unit, *, hatch, has_empty):
    """Below the map, in two columns where the labels are short enough; with the height of the whole drawing."""
    looks = [
        {"fill": "currentColor", "fill_opacity": str(each.shade), "stroke": "currentColor", "class_": "tone-0"}
        for each in classes
    ]
    labels = [each.label for each in classes]
    if hatch:
        labels, looks = [*labels, _("provisional")], [*looks, {"fill": hatch, "stroke": "currentColor"}]
    if has_empty:
        labels, looks = [*labels, _("no value")], [*looks, EMPTY]
    widest = max(map(width_of, labels)) + SWATCH + 8
    columns = 2 if widest < WIDTH / 2 else 1
    rows = -(-len(labels) // columns)
    top = BOTTOM + LINE_HEIGHT * (2 if unit else 1)
    entries = []
    for number, (label, look) in enumerate(zip(labels, looks, strict=True)):
        x, y = (number // rows) * WIDTH / columns, top + LINE_HEIGHT * (number % rows)
        box = {"x": x + 1, "y": y - SWATCH + 3, "width": SWATCH, "height": SWATCH}
        entries.append(element("rect", **look, **box))
        entries.append(text(label, x=x + SWATCH + 8, y=y, class_="axis"))
    heading = text(unit, x=0, y=BOTTOM + LINE_HEIGHT - 2, class_="unit")
    return heading + element("g", "".join(entries), class_="axis"), top + LINE_HEIGHT * (rows - 1) + 8
