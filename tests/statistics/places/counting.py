"""Values of provinces, and what a page says."""

import re

from tests import make


def counted(provinces, ministry, values, *, indicator=None, when="2023", **fields):
    """Values of an indicator by province code."""
    indicator = indicator or make.indicator("Homicides", slug="homicides")
    for code, value in values.items():
        make.recorded(make.series(of=indicator, where=provinces[code], by=ministry, **fields), {when: value})
    return indicator


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())
