"""The outlines of the provinces as SVG paths, made once from a GeoJSON file:

    python -m briefings.lib.charts.outlines provinces.geojson > briefings/lib/charts/outlines.json

The mainland is drawn as it lies, Galápagos in a frame of its own at a smaller scale. Every corner is moved to the next
whole pixel, which neighbours share, so no gap opens between them; corners in one line with those beside them go.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

# Degrees to pixels: (the longitude at x = 0, the latitude at y = 0, pixels for one degree). At the equator a degree of
# longitude is as long as one of latitude.
MAINLAND = (-82.38, 1.52, 78)
GALAPAGOS = (-92.13, 1.0, 42)
IN_FRAME = "EC-W"
UNDELIMITED = "EC-ZND"
FRAME = (0, 0, 132, 112)  # x, y, width and height around Galápagos


def outlines(geojson: dict) -> dict[str, str]:
    """{our code of the area: the `d` of its path}"""
    return {
        feature["properties"]["iso"] or UNDELIMITED: path(feature)
        for feature in sorted(geojson["features"], key=lambda feature: feature["properties"]["dpa"])
    }


def path(feature: dict) -> str:
    shape = feature["geometry"]
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    placed = GALAPAGOS if feature["properties"]["iso"] == IN_FRAME else MAINLAND
    rings = [_simplified(_pixels(ring, placed)) for polygon in polygons for ring in polygon]
    inside = [ring for ring in rings if len(ring) > 2 and all(y >= 0 for _x, y in ring)]
    return "".join(map(_written, inside))


def _pixels(ring: Iterable, placed: tuple) -> list[tuple[int, int]]:
    west, north, scale = placed
    return [(round((longitude - west) * scale), round((north - latitude) * scale)) for longitude, latitude, *_z in ring]


def _simplified(corners: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without the last corner, which repeats the first, and without those between two in one line with them."""
    kept = []
    for corner in corners[:-1]:
        if kept and corner == kept[-1]:
            continue
        while len(kept) > 1 and _are_in_line(kept[-2], kept[-1], corner):
            kept.pop()
        kept.append(corner)
    return kept


def _are_in_line(first, second, third):
    (ax, ay), (bx, by), (cx, cy) = first, second, third
    return (bx - ax) * (cy - by) == (by - ay) * (cx - bx)


def _written(corners):
    """`M12 30l4 5-2 7z`: the first corner, then the way from each to the next."""
    (x, y), ways = corners[0], []
    for left, top in corners[1:]:
        ways.append(f"{left - x} {top - y}")
        x, y = left, top
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(ways)}z".replace(" -", "-")


if __name__ == "__main__":
    geojson = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.write(json.dumps(outlines(geojson), indent=0) + "\n")
