"""The filters above the table of an indicator's values. What an address does not name, or misnames, has a default."""

from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext as _

from .models import Series

ALL = "all"


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """One select: `values` are (value, label) pairs, without the one that stands for all."""

    name: str
    label: str
    chosen: str
    all_label: str
    values: list

    @property
    def options(self):
        pairs = [(ALL, self.all_label), *self.values]
        return [Option(value, label, value == self.chosen) for value, label in pairs]


class Choices:
    """Area, frequency and source, each offered only where there is a choice. Unnamed: the main area, yearly, all."""

    def __init__(self, request, sisters):
        self.sisters = sisters
        areas = [(area.code, area.name) for area in sisters.areas]
        frequencies = [(code, Series.Frequency(code).label) for code in sisters.frequencies]
        sources = [(source.slug, source.name) for source in sisters.sources]
        asked = request.GET.get

        def chosen(name, pairs, default):
            value = asked(name, "")
            return value if value == ALL or value in dict(pairs) else default

        self.area = chosen("area", areas, areas[0][0] if areas else ALL)
        self.source = chosen("source", sources, ALL)
        offered = {one.frequency for one in sisters.all if self.area in (ALL, one.area.code)}
        yearly = Series.Frequency.ANNUAL
        self.frequency = chosen("frequency", frequencies, yearly if yearly in offered else ALL)
        every = [
            Choice("area", _("Area"), self.area, _("All areas"), areas),
            Choice("frequency", _("Frequency"), self.frequency, _("All frequencies"), frequencies),
            Choice("source", _("Source"), self.source, _("All sources"), sources),
        ]
        self.offered = [choice for choice in every if len(choice.values) > 1]

    @property
    def series(self):
        """The series that were asked for."""
        asked = ((self.area, "area.code"), (self.frequency, "frequency"), (self.source, "source.slug"))
        wanted = [(value, attrgetter(path)) for value, path in asked if value != ALL]
        return [one for one in self.sisters.all if all(of(one) == value for value, of in wanted)]
