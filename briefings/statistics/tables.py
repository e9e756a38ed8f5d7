from functools import lru_cache

import django_tables2 as tables
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..addresses.models import page_url
from ..lib.bases import with_lang
from ..lib.numbers import NO_BREAK_SPACE, format_number, language_code, number_range, signed_number
from ..lib.tables import BaseTable, NumberColumn, linked, number
from ..templatetags.briefings import day
from .entering.entries import origin_remarks
from .models import Batch
from .models.observations import Status

DASH = "–"
NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}
WORDS = {"td": {"class": "words"}}
SORTED = ("series__indicator__pk",)  # the same for all rows: a `ValuePage` has its order from the database


def sort_keys(newest) -> dict:
    """What an `IndicatorTable` is sorted by beside names, of a `NewestValue` or None. Plain values: 400 rows are
    compared 4,000 times, each time by what the name finds in both."""
    if newest is None:
        return dict.fromkeys(("period", "source", "known_on"))
    period = (newest.start, newest.months) if newest.start else None
    return {"period": period, "source": newest.source_sort, "known_on": newest.known_on}


class IndicatorTable(BaseTable):
    """Rows are {indicator, sort, current}, a `CurrentFigure` to show or None, and `sort_keys` where these are used."""

    caption = gettext_lazy("Indicators")
    caption_note = gettext_lazy("For Ecuador: the last whole period of the series that this site prefers")
    indicator = tables.Column(gettext_lazy("Indicator"), order_by="sort")
    value = tables.Column(gettext_lazy("Latest value"), accessor="current", orderable=False, default=DASH, attrs=NUMBER)
    period = tables.Column(gettext_lazy("Period"), accessor="current__latest__period", order_by="period", default=DASH)
    change = tables.Column(gettext_lazy("Change"), accessor="current__change", orderable=False, default=DASH)
    course = tables.Column(gettext_lazy("Trend"), accessor="current__spark", orderable=False, default="")
    source = tables.Column(
        gettext_lazy("Source"),
        accessor="current__series__source",
        order_by="source",
        attrs=WORDS,
    )
    known_on = tables.Column(
        gettext_lazy("Known since"),
        accessor="current__latest__day_known",
        order_by="known_on",
        default=DASH,
    )

    def render_indicator(self, value):
        return format_html('{}<br><span class="tile-unit">{}</span>', linked(value), with_lang(value.unit))

    def render_value(self, value):
        if not value.latest:
            return DASH
        shown = number(value.value, value.indicator.decimals)
        if not value.latest.range:
            return shown
        return format_html('{} <span class="tile-unit">{}</span>', shown, value.latest.range)

    def render_period(self, value, record):
        words = record["current"].latest.status_words
        return format_html('{} <span class="tile-unit">{}</span>', value.label(), words) if words else value.label()

    def render_source(self, value):
        return linked(value)

    def render_known_on(self, value):
        return day(value, NO_BREAK_SPACE)


class ObservationTable(BaseTable):
    """`KnownValue`s in the order of their `ValuePage`; `as_of` is the day of the page that looks back."""

    as_of = None
    is_asked = False  # whether a reader has asked for another order or page
    is_dense = True
    anchor = "#values"
    period = tables.Column(gettext_lazy("Period"), order_by=SORTED, initial_sort_descending=True)
    area = tables.Column(gettext_lazy("Area"), accessor="series__area", order_by=SORTED)
    value = NumberColumn(
        gettext_lazy("Value"),
        default=gettext_lazy("missing"),
        order_by=SORTED,
    )
    status = tables.Column(gettext_lazy("Status"), accessor="status_words", order_by=SORTED, default="")
    source = tables.Column(gettext_lazy("Source"), accessor="series__source", order_by=SORTED, attrs=WORDS)
    known_on = tables.Column(
        gettext_lazy("Known since"), accessor="day_known", order_by=SORTED, initial_sort_descending=True
    )
    release = tables.Column(gettext_lazy("Release"), orderable=False, default=DASH, attrs=WORDS)

    def render_period(self, value, record):
        return period_label(value, record.is_part)

    def render_area(self, value):
        return with_lang(value.name)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._links = {}  # to sources and releases: many values have the same

    def render_source(self, value):
        if value.pk not in self._links:
            self._links[value.pk] = linked(value)
        return self._links[value.pk]

    def render_value(self, record):
        """A link to the page of the figure, as it was known on the day of this page."""
        url = _figure_url(language_code(), get_script_prefix()).replace("/0/", f"/{record.key}/")
        if self.as_of:
            url += f"?as_of={self.as_of.isoformat()}"
        value = format_html(
            '<a class="figure" href="{}"><data value="{}">{}</data></a>', url, record.plain, record.text
        )
        return format_html('{} <span class="tile-unit">{}</span>', value, record.range) if record.range else value

    def render_release(self, value, record):
        if record.release_fields not in self._links:
            title = with_lang(value.title_with_language)
            title = format_html('<a href="{}" rel="external">{}</a>', value.link, title) if value.link else title
            self._links[record.release_fields] = title
        title = self._links[record.release_fields]
        return format_html("{}, {}", title, record.locator) if record.locator else title

    def render_known_on(self, value):
        return day(value, NO_BREAK_SPACE)


@lru_cache(8)
def _figure_url(language, _prefix):
    """Reversed once for all rows; no observation has the key 0."""
    return page_url("figure", language, 0)


def period_label(period, is_part):
    """The period's label with a note where it is part of a year."""
    if not is_part:
        return period.label()
    return format_html('{} <span class="tile-unit">{}</span>', period.label(), _("part of a year"))


class RevisionTable(BaseTable):
    """Vintages that replaced an earlier one, described by `with_replaced`."""

    is_dense = True
    anchor = "#revisions"
    period = tables.Column(gettext_lazy("Period"), accessor="observation__period", orderable=False)
    old = tables.Column(gettext_lazy("Before"), accessor="before", orderable=False, default=DASH, attrs=NUMBER)
    new = tables.Column(gettext_lazy("After"), accessor="value", orderable=False, default=DASH, attrs=NUMBER)
    difference = tables.Column(
        gettext_lazy("Difference"), accessor="value", orderable=False, default=DASH, attrs=NUMBER
    )
    known_on = tables.Column(gettext_lazy("Known since"), accessor="day_known", orderable=False)
    why = tables.Column(gettext_lazy("Why"), accessor="batch", orderable=False, attrs=WORDS)
    release = tables.Column(gettext_lazy("Release"), orderable=False, default=DASH, attrs=WORDS)

    def render_known_on(self, value):
        return day(value, NO_BREAK_SPACE)

    def render_period(self, value, record):
        return period_label(value, value.is_part(record.observation.series.frequency))

    def render_old(self, value, record):
        """With its range, and its status where the new one has another."""
        decimals = record.observation.series.indicator.decimals
        ends = number_range(record.before_low, record.before_high, decimals)
        return _with_notes(value, decimals, ends, self._status(record, record.before_status))

    def render_new(self, value, record):
        """Old and new value of a revision may be the same: then something else differs, which is said."""
        decimals = record.observation.series.indicator.decimals
        return _with_notes(value, decimals, _ends(record), self._status(record, record.status))

    def _status(self, record, status):
        """In words, where the revision has changed it. A normal value needs none."""
        return "" if record.status == record.before_status or status == Status.NORMAL else Status(status).label

    def render_difference(self, value, record):
        if record.before is None:
            return DASH
        decimals = record.observation.series.indicator.decimals
        return signed_number(value - record.before, decimals)

    def render_why(self, value, record):
        kind = capfirst(value.get_kind_display())
        if record.value is None and record.before is not None:
            decimals = record.observation.series.indicator.decimals
            words = _("%(kind)s of %(value)s") % {"kind": kind, "value": format_number(record.before, decimals)}
            kind = words if value.kind == Batch.Kind.RETRACTION else kind
        if value.forced_reason:
            kind = format_html('{} <span class="mark">{}</span>', kind, _("applied without a second person"))
        for remark in origin_remarks(*_origins(record)):
            kind = format_html('{} <span class="mark">{}</span>', kind, remark)
        return format_html("{}: {}", kind, with_lang(value.reason)) if value.reason else kind

    def render_release(self, value):
        title = with_lang(value.title_with_language)
        return format_html('<a href="{}">{}</a>', value.link, title) if value.link else title


def _origins(vintage):
    """Credibility and place in the release, of the value before and of this one; another release has its own column."""
    is_same = vintage.before_release == vintage.release_id
    places = (vintage.before_locator, vintage.locator) if is_same else ("", "")
    pairs = zip((vintage.before_credibility, vintage.credibility), places, strict=True)
    return [(credibility, None, place) for credibility, place in pairs]


def _ends(vintage):
    return number_range(vintage.low, vintage.high, vintage.observation.series.indicator.decimals)


def _with_notes(value, decimals, *notes):
    """The value with its range and status, those that are not empty, in small letters."""
    words, shown = ", ".join(str(note) for note in notes if note), number(value, decimals)
    return format_html('{} <span class="tile-unit">{}</span>', shown, words) if words else shown
