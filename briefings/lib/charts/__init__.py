"""Charts: functions from numbers to inline SVG. They know no model and no request, and colour by class only.

Classes for the stylesheet: `chart`, `spark`; `tone-0`, `tone-1`, …; `line`, `dots`, `dot`, `bar`, `part` (hollow),
`break`, `leader`; `grid`, `axis`, `axis-line`, `unit`, `value-label`, `part-label`, `end-label`, `note`,
`note-mark`; `wide` is what only a wide screen has room for.
"""

from .bar import bar_chart
from .line import line_chart, sparkline
from .marks import Line, Point, Row

__all__ = ["Line", "Point", "Row", "bar_chart", "line_chart", "sparkline"]
