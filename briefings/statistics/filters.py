"""What the query string of a page of values asks for: a day, and the filters above the table of an indicator.

A missing value of a filter means the default. An unknown one is refused: a slip must not give another area.
"""

import datetime
from dataclasses import dataclass
from operator import attrgetter

from django.utils import timezone
from django.utils.translation import gettext as _

from ..lib.http import UnknownValue, require_known
from .models import Series

ALL = "all"


def as_of_date(request):
    """The date in `?as_of=2025-01-31`, None without one; UnknownValue where it is no date or in the future."""
    text = request.GET.get("as_of")
    return None if text is None else past_day(text)


def past_day(text: str) -> datetime.date:
    """The day, written as 2025-01-31; UnknownValue for anything else and for a day in the future."""
    try:
        day = datetime.date.fromisoformat(text) if len(text) == len("YYYY-MM-DD") else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or day > timezone.localdate():
        raise UnknownValue(_("as_of: “%(value)s” is no day up to today, such as 2025-01-31.") % {"value": text})
    return day


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_selected: bool


@dataclass(frozen=True)
class Choice:
    """What a reader has selected: a parameter of the query string and its value in words."""

    name: str
    value: str
    label: str


@dataclass(frozen=True)
class Select:
    """`choices` are (value, label) pairs, without the one for all."""

    name: str
    label: str
    selected: str
    all_label: str
    choices: list

    @property
    def options(self):
        choices = [(ALL, self.all_label), *self.choices]
        return [Option(value, label, value == self.selected) for value, label in choices]


class SeriesFilter:
    """Area, frequency and source. The default is the main area, or all where none is, yearly, all sources."""

    def __init__(self, request, series, *, every_frequency=False):
        """`series` are the `IndicatorSeries` of the page. With `every_frequency`, all of them are the default."""
        self.all = series.all
        areas = [(area.code, area.name) for area in series.areas]
        frequencies = [(code, Series.Frequency(code).label) for code in series.frequencies]
        sources = [(source.slug, source.name) for source in series.sources]

        def selected(name, choices, default):
            return require_known(name, request.GET.get(name, ""), [ALL, *dict(choices)]) or default

        self.area = selected("area", areas, series.area.code if series.area else ALL)
        self.source = selected("source", sources, ALL)
        in_area = {each.frequency for each in self.all if self.area in (ALL, each.area.code)}
        yearly = Series.Frequency.ANNUAL
        is_yearly = yearly in in_area and not every_frequency
        self.frequency = selected("frequency", frequencies, yearly if is_yearly else ALL)
        selects = [
            Select("area", _("Area"), self.area, _("All areas"), areas),
            Select("frequency", _("Frequency"), self.frequency, _("All frequencies"), frequencies),
            Select("source", _("Source"), self.source, _("All sources"), sources),
        ]
        self.selects = [select for select in selects if len(select.choices) > 1]
        self.chosen = [
            Choice(select.name, option.value, option.label)
            for select in selects
            for option in select.options
            if option.is_selected and request.GET.get(select.name)
        ]

    @property
    def frequency_words(self):
        return _("all frequencies") if self.frequency == ALL else Series.Frequency(self.frequency).label

    @property
    def series(self):
        filters = ((self.area, "area.code"), (self.frequency, "frequency"), (self.source, "source.slug"))
        wanted = [(value, attrgetter(path)) for value, path in filters if value != ALL]
        return [series for series in self.all if all(read(series) == value for value, read in wanted)]
