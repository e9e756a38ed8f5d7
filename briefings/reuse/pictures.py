"""Charts as files: an SVG that needs no stylesheet, and the same as PNG.

Title, source, day and address are printed in."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

import resvg_py

from ..lib.charts.marks import NOT_XML, element, escaped

FONTS = Path(__file__).parent / "fonts"
FONT_FILES = [str(FONTS / name) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")]
FONT = "DejaVu Sans, Verdana, sans-serif"
PAPER, INK, MUTED, RED = "#ffffff", "#14213d", "#535c69", "#b3121d"
TONES = ["#034ea2", "#b25900", "#14213d", "#6b7480", "#0b5248"]  # those of the stylesheet in light mode
LOOKS = {
    **{f"tone-{number}": f'color="{colour}"' for number, colour in enumerate(TONES)},
    **dict.fromkeys(("unit", "note", "note-mark"), f'color="{MUTED}"'),
    "axis": f'color="{MUTED}" font-size="11"',  # the font of files is wider than those of pages
    **dict.fromkeys(("end-label", "value-label"), 'font-weight="700"'),
    "break": f'color="{RED}"',
    "map-dark": f'stroke="{PAPER}"',
    **dict.fromkeys(("grid", "axis-line", "leader"), 'stroke-width="1"'),
}
MARGIN, PNG_WIDTH = 24, 1400
WIDE_LETTER = 0.56  # of the size of the letters
VIEW_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
CLASS = re.compile(r' class="([^"]*)"')


@dataclass(frozen=True)
class Words:
    """What is printed around a chart. `foot`: source, day and address, a line each."""

    title: str
    subtitle: str
    foot: list[str]


def as_svg(chart: str, words: Words) -> str:
    """The chart of a page, which has classes instead of colours, with its words, as an SVG of its own."""
    width, height = (float(size) for size in VIEW_BOX.search(chart).groups())
    inner = CLASS.sub(_with_looks, chart).replace("<text", '<text fill="currentColor"')
    head, y = [], MARGIN + 12.0
    for text, size, weight, colour in (
        *((line, 17, "700", INK) for line in _lines(words.title, width, 17)),
        *((line, 12, "400", MUTED) for line in _lines(words.subtitle, width, 12)),
    ):
        head.append(_text(text, y, size, weight, colour))
        y += size * 1.4
    inner = inner.replace("<svg", f'<svg x="{MARGIN}" y="{y:.0f}" width="{width:g}" height="{height:g}"', 1)
    y += height + 24
    foot = []
    for line in (part for text in words.foot for part in _lines(text, width, 11)):
        foot.append(_text(line, y, _fitting(line, width, 11), "400", MUTED))
        y += 16
    full_width, full_height = width + 2 * MARGIN, y + MARGIN - 12
    ground = element("rect", width=full_width, height=full_height, fill=PAPER)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{full_width:g}" height="{full_height:g}" '
        f'viewBox="0 0 {full_width:g} {full_height:g}" font-family="{FONT}" color="{INK}">'
        f"{element('title', escaped(words.title))}{ground}{''.join(head)}{inner}{''.join(foot)}</svg>"
    )


def _with_looks(match):
    looks = (LOOKS.get(name, "") for name in match[1].split())
    return "".join(f" {look}" for look in looks if look)


def _lines(text, width, size):
    per_line = int(width / (size * WIDE_LETTER))
    return textwrap.wrap(NOT_XML.sub("", text), per_line, break_on_hyphens=False, break_long_words=False)


def _fitting(line, width, size):
    """A smaller size for a line that is too long, such as an address, which is never cut in two."""
    return min(size, width / (len(line) * WIDE_LETTER))


def _text(text, y, size, weight, colour):
    return element("text", escaped(text), x=MARGIN, y=y, font_size=size, font_weight=weight, fill=colour)


def as_png(svg: str, width: int = PNG_WIDTH) -> bytes:
    options = {"skip_system_fonts": True, "font_files": FONT_FILES, "sans_serif_family": "DejaVu Sans"}
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, font_family="DejaVu Sans", **options))
