"""Key figures as plain dictionaries: one observation and its change since another period."""

from django.utils.translation import gettext as _

from .calculations import Comparison
from .lookups import release_date, source_entry, value_entry, vintages_by_period, visibility_problems
from .models.observations import Status


def key_figures(wanted, language):
    """A dictionary for each (series with its names, period, compare_with or None), or None without a value; one query
    for all."""
    periods = {period for _series, *pair in wanted for period in pair if period}
    series = {series.pk for series, *_periods in wanted}
    compared = {series.pk for series, _period, compare_with in wanted if compare_with}
    vintages = vintages_by_period(series, periods, None, breaks_of=compared)
    breaks = [(series, period.start) for (series, period), each in vintages.items() if each.status == Status.BREAK]
    return [
        _key_figure(series, vintage, vintages.get((series.pk, compare_with)), compare_with, language, breaks)
        if (vintage := vintages.get((series.pk, period)))
        else None
        for series, period, compare_with in wanted
    ]


def _key_figure(series, vintage, before, compare_with, language, breaks):
    period, indicator = vintage.observation.period, series.indicator
    starts = [start for of, start in breaks if of == series.pk]
    comparison = Comparison(series, vintage, before, language, starts) if before else None
    return {
        "label": str(indicator.text_in("name", language)),
        **value_entry(vintage, indicator, language),
        "unit": str(indicator.text_in("unit", language)),
        "period": period.code,
        "period_label": period.label(language),
        "is_part": period.is_part(series.frequency),
        "status": vintage.status,
        "vintage": vintage.pk,
        "observation": vintage.observation_id,
        "indicator": indicator.slug,
        "source": source_entry(series.source, language) | {"released": release_date(vintage)},
        "change": comparison.as_dict() if comparison else None,
        "problems": [*visibility_problems(series), *_comparison_problems(series, period, compare_with, comparison)],
    }


def _comparison_problems(series, period, compare_with, comparison):
    if compare_with and not (comparison and comparison.before.value is not None):
        yield (
            _("“%(series)s” has no value for %(period)s to compare with.")
            % {"series": series, "period": compare_with.label()}
        )
    elif comparison and not comparison.is_of_like_periods:
        yield (
            _("%(period)s and %(before)s are not of the same kind and cannot be compared.")
            % {"period": period.label(), "before": compare_with.label()}
        )
