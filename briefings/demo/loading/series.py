"""Load the series that occur in the CSV files of figures."""

import csv

from django.db.models import F, Max

from briefings.sources.models import Source
from briefings.statistics.actions import apply_batch, prefer, show_series
from briefings.statistics.models import Area, Batch, Indicator, Series

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


def prefer_and_make_public(staff, *, now):
    """Set the preferred series; show all series half an hour later, those first that the home page will print."""
    stored = series_by_key()
    for indicator, area, frequency, source, reason_en, reason_es in content.PREFERRED:
        for key, series in stored.items():
            if key == (indicator, key[1] if area == "*" else area, frequency, source):
                prefer(series, reason={"en": reason_en, "es": reason_es}, by=staff.analyst, now=now)
    newest = Max("observations__vintages__known_on")
    for series in Series.objects.with_names().annotate(newest=newest).order_by(F("newest").desc(nulls_last=True), "pk"):
        shown = show_series(series, by=staff.analyst, now=now + minutes(30))
        if isinstance(shown, Batch):
            apply_batch(shown, by=staff.editor, now=now + minutes(80))
