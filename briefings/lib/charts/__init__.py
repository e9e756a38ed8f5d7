"""Charts: functions from numbers to inline SVG, without models or requests. Colours come from CSS classes.

Classes for the stylesheet: `chart`, `spark`; `tone-0`, `tone-1`, …; `line`, `dots`, `dot`, `bar`, `part` (hollow),
`provisional` (open), `whisker` (low to high), `break`, `leader`; `grid`, `axis`, `axis-line`, `unit`, `value-label`,
`part-label`, `end-label`, `note`, `note-mark`; `map`, `map-dark`, `map-empty`; `wide` is shown on wide screens only.
"""

from .bar import bar_chart
from .line import line_chart, sparkline
from .map import Region, has_outline, province_map
from .marks import Line, Point, Row
