import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...lib.bases import with_lang
from ...lib.numbers import language_code
from ...lib.tables import BaseTable, linked
from ..tables import DASH, NUMBER
from .known import KnownPlace


class PlaceTable(BaseTable):
    """The `PlaceFigure`s of a place, with the recipes of their rates below."""

    indicator = tables.Column(gettext_lazy("Indicator"), accessor="figure__indicator", orderable=False)
    period = tables.Column(gettext_lazy("Period"), accessor="value__period", orderable=False)
    value = tables.Column(gettext_lazy("Value"), orderable=False, attrs=NUMBER)
    rate = tables.Column(gettext_lazy("Per 100,000 inhabitants"), orderable=False, attrs=NUMBER, default=DASH)
    rank = tables.Column(gettext_lazy("Place among the provinces"), orderable=False, default=DASH)
    change = tables.Column(gettext_lazy("Change"), orderable=False, default=DASH)

    anchor = "#figures"

    def __init__(self, known: KnownPlace, left_out: int):
        """`left_out`: how many further indicators no page of the place lists."""
        self.area = known.area
        caption = _("%(name)s: the latest figures of each indicator") % {"name": known.area.name}
        texts = {"caption": caption, "notes": _notes(known, left_out), "source_line": _source_line(known)}
        super().__init__(known.rows, prefix="known-", exclude=["change" if known.is_province else "rank"], **texts)

    def render_indicator(self, value):
        url, name, unit = value.url_in(language_code()), with_lang(value.name), with_lang(value.unit)
        words = '<a href="{}?area={}">{}</a> <span class="tile-unit">{}</span>'
        return format_html(words, url, self.area.code, name, unit)

    def render_period(self, value, record):
        return ", ".join(filter(None, (value.label(), record.value.status_words)))

    def render_value(self, value):
        shown = _number(value)
        return format_html('{} <span class="tile-unit">{}</span>', shown, value.range) if value.range else shown

    def render_rate(self, value):
        shown, year = _number(value), value.other_year
        return format_html('{} <span class="tile-unit">{}</span>', shown, year) if year else shown


def _number(each):
    return format_html('<data value="{}">{}</data>', each.plain, each.text)


def _notes(known, left_out):
    notes = (
        [_("1 is the highest, by the rate where there is one, otherwise by the value.")] if known.is_province else []
    )
    notes.append(
        _(
            "Of each indicator the latest whole period of the series that represents it here, and a part of a period "
            "after it."
        )
    )
    if left_out > 0:
        words = ngettext(
            "%(number)s further indicator is not listed.",
            "%(number)s further indicators are not listed.",
            left_out,
        )
        notes.append(words % {"number": left_out})
    rates = [row for row in known.rows if row.rate]
    return notes + [format_html("{}: {}.", with_lang(row.figure.indicator.name), row.rate.recipe) for row in rates]


def _source_line(known):
    sources = ((source.reliability, linked(source)) for source in known.sources)
    return format_html_join("; ", '<span class="grade">{}</span> {}', sources)
