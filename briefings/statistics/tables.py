import django_tables2 as tables
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lib.bases import with_lang
from ..lib.numbers import NO_BREAK_SPACE, language_code
from ..lib.tables import BaseTable, NumberColumn, linked, number
from ..templatetags.briefings import day

DASH = "–"
NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}
WORDS = {"td": {"class": "words"}}


class NameColumn(tables.Column):
    """The name of a related object in the page's language, sorted by its stored key."""

    def __init__(self, *args, has_page=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.has_page = has_page

    def render(self, value):
        return linked(value) if self.has_page else with_lang(value.name)

    def value(self, value):
        return str(value.name)

    def order(self, queryset, is_descending):
        key = f"{self.accessor}__sort_{language_code()}"
        prefix = self.accessor.rpartition("series__")[0]  # from the row to its observation
        return queryset.order_by(f"-{key}" if is_descending else key, f"-{prefix}start", f"-{prefix}months"), True


class IndicatorTable(BaseTable):
    """Rows are {indicator, sort, newest, current}: a `NewestValue` to sort by, a `CurrentFigure` to show, or None."""

    caption = gettext_lazy("Indicators")
    caption_note = gettext_lazy("For Ecuador: the last whole period of the series that this site prefers")
    indicator = tables.Column(gettext_lazy("Indicator"), order_by="sort")
    value = tables.Column(gettext_lazy("Latest value"), accessor="current", orderable=False, default=DASH, attrs=NUMBER)
    period = tables.Column(
        gettext_lazy("Period"), accessor="current__latest__period", order_by="newest__period", default=DASH
    )
    change = tables.Column(gettext_lazy("Change"), accessor="current__change", orderable=False, default=DASH)
    course = tables.Column(gettext_lazy("Trend"), accessor="current__spark", orderable=False, default="")
    source = tables.Column(
        gettext_lazy("Source"),
        accessor="current__series__source",
        order_by="newest__source_sort",
        attrs=WORDS,
    )
    known_on = tables.Column(
        gettext_lazy("Last update"),
        accessor="current__latest__current__known_on",
        order_by="newest__known_on",
        default=DASH,
    )

    def render_indicator(self, value):
        return format_html('{}<br><span class="tile-unit">{}</span>', linked(value), with_lang(value.unit))

    def render_value(self, value):
        return number(value.value, value.indicator.decimals) if value.latest else DASH

    def render_period(self, value):
        return value.label()

    def render_source(self, value):
        return linked(value)

    def render_known_on(self, value):
        return day(value, NO_BREAK_SPACE)


class ObservationTable(BaseTable):
    """Current observations with their series, area, source and current vintage."""

    anchor = "#values"
    period = tables.Column(gettext_lazy("Period"), order_by=("start", "months"), initial_sort_descending=True)
    area = NameColumn(gettext_lazy("Area"), accessor="series__area")
    value = NumberColumn(
        gettext_lazy("Value"),
        accessor="current_value",
        decimals="series__indicator__decimals",
        default=gettext_lazy("missing"),
    )
    status = tables.Column(gettext_lazy("Status"), accessor="current_status", order_by=("current_status", "-start"))
    source = NameColumn(gettext_lazy("Source"), accessor="series__source", has_page=True, attrs=WORDS)
    known_on = tables.Column(
        gettext_lazy("Known on"),
        accessor="current__known_on",
        order_by=("current__known_on", "start"),
        initial_sort_descending=True,
    )

    def render_period(self, value, record):
        return period_label(value, record.series.frequency)

    def render_status(self, record):
        return record.get_current_status_display()

    def render_known_on(self, value):
        return day(value, NO_BREAK_SPACE)


class VintageTable(ObservationTable):
    """The same columns from vintages, for the values as known on a day."""

    period = tables.Column(
        gettext_lazy("Period"),
        accessor="observation__period",
        order_by=("observation__start", "observation__months"),
        initial_sort_descending=True,
    )
    area = NameColumn(gettext_lazy("Area"), accessor="observation__series__area")
    value = NumberColumn(
        gettext_lazy("Value"), decimals="observation__series__indicator__decimals", default=gettext_lazy("missing")
    )
    status = tables.Column(gettext_lazy("Status"), order_by=("status", "-observation__start"))
    source = NameColumn(gettext_lazy("Source"), accessor="observation__series__source", has_page=True, attrs=WORDS)
    known_on = tables.Column(
        gettext_lazy("Known on"), order_by=("known_on", "observation__start"), initial_sort_descending=True
    )

    def render_period(self, value, record):
        return period_label(value, record.observation.series.frequency)

    def render_status(self, record):
        return record.get_status_display()


def period_label(period, frequency):
    """The period's label with a note where it is part of a year."""
    if not period.is_part(frequency):
        return period.label()
    return format_html('{} <span class="tile-unit">{}</span>', period.label(), _("part of a year"))


class RevisionTable(BaseTable):
    """Vintages that replaced an earlier one, whose value is annotated as `old`."""

    period = tables.Column(gettext_lazy("Period"), accessor="observation__period", orderable=False)
    old = tables.Column(gettext_lazy("Before"), orderable=False, default=DASH, attrs=NUMBER)
    new = tables.Column(gettext_lazy("After"), accessor="value", orderable=False, default=DASH, attrs=NUMBER)
    known_on = tables.Column(gettext_lazy("Known on"), orderable=False)
    why = tables.Column(gettext_lazy("Why"), accessor="batch", orderable=False, attrs=WORDS)
    release = tables.Column(gettext_lazy("Release"), orderable=False, default=DASH, attrs=WORDS)

    def render_known_on(self, value):
        return day(value, NO_BREAK_SPACE)

    def render_period(self, value, record):
        return period_label(value, record.observation.series.frequency)

    def render_old(self, value, record):
        return number(value, record.observation.series.indicator.decimals)

    render_new = render_old

    def render_why(self, value):
        kind = capfirst(value.get_kind_display())
        return format_html("{}: {}", kind, with_lang(value.reason)) if value.reason else kind

    def render_release(self, value):
        title = with_lang(value.title_with_language)
        return format_html('<a href="{}">{}</a>', value.url, title) if value.url else title
