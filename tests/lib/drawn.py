"""Points for charts, and functions that read the SVG of a chart."""

import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal

from briefings.lib.charts import Line, Point, line_chart
from briefings.lib.numbers import format_number
from briefings.lib.periods import Period

SVG = "{http://www.w3.org/2000/svg}"
HOMICIDES = {2014: 1310, 2015: 1050, 2016: 959, 2017: 970, 2018: 996, 2019: 1189, 2020: 1372, 2021: 2495, 2022: 4886}
HOMICIDES |= {2023: 8237, 2024: 7063, 2025: 9281}


def point(code, value, **kwargs):
    value = None if value is None else Decimal(value)
    return Point(Period.parse(code), value, "–" if value is None else format_number(value), **kwargs)


def years(values):
    return [point(str(year), value) for year, value in values.items()]


def line(points, **kwargs):
    kwargs = {"title": "Homicides", "description": "By year", "unit": "homicides", "frequency": "A"} | kwargs
    return line_chart([Line("Ministry", points)], **kwargs)


def parsed(svg):
    root = ElementTree.fromstring(svg)
    assert not re.search(r"nan|inf(?!o)", re.sub(r"<(title|desc|text|tspan)[^>]*>[^<]*", "", svg), re.IGNORECASE)
    assert "style=" not in svg and "<script" not in svg
    return root


def classed(root, name):
    return [element for element in root.iter() if name in element.get("class", "").split()]


def titles(root):
    return [title.text for title in root.iter(f"{SVG}title")][1:]


def path_of(root):
    return " ".join(element.get("d") for element in classed(root, "line"))


def texts(root):
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
