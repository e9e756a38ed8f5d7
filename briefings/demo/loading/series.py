"""Load the series that occur in the CSV files of figures."""

import csv

from briefings.history.actions import make_public
from briefings.sources.models import Source
from briefings.statistics.actions import prefer
from briefings.statistics.models import Area, Indicator, Series

from .. import reference as content
from .days import minutes
from .saving import saved

KEY = ("indicator", "area", "frequency", "source")


def rows():
    """Every line of the CSV files of figures as a dict, in the order of the files."""
    for path in content.DATA_FILES:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def key_of(entry):
    return tuple(entry[name] for name in KEY)


def enter_series():
    indicators = Indicator.objects.in_bulk(field_name="slug")
    areas = Area.objects.in_bulk(field_name="code")
    sources = Source.objects.in_bulk(field_name="slug")
    for indicator, area, frequency, source in dict.fromkeys(map(key_of, rows())):
        note_en, note_es = content.SERIES_NOTES.get((indicator, source), ("", ""))
        saved(
            Series(
                indicator=indicators[indicator],
                area=areas[area],
                frequency=frequency,
                source=sources[source],
                note_en=note_en,
                note_es=note_es,
                origin=content.ORIGINS.get(source, ""),
            )
        )


def series_by_key():
    """{(indicator, area, frequency, source): Series}."""
    return {
        (series.indicator.slug, series.area.code, series.frequency, series.source.slug): series
        for series in Series.objects.with_names().order_by("pk")
    }


def prefer_and_make_public(analyst, *, now):
    """Set the preferred series; make all series public half an hour later."""
    stored = series_by_key()
    for indicator, area, frequency, source, reason_en, reason_es in content.PREFERRED:
        for key, series in stored.items():
            if key == (indicator, key[1] if area == "*" else area, frequency, source):
                prefer(series, reason={"en": reason_en, "es": reason_es}, by=analyst, now=now)
    for series in stored.values():
        make_public(series, by=analyst, now=now + minutes(30))
