import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..lib.clock import Day
from ..lib.numbers import NO_BREAK_SPACE
from ..lib.tables import BaseTable, MissingLastColumn, NumberColumn, OwnNameColumn
from ..templatetags.briefings import day

DASH = "–"


class SourceTable(BaseTable):
    """Rows are sources with `series_count` and `last_release` annotated."""

    caption = _("Sources")
    caption_note = _("Graded by how far each has been right before")
    name = OwnNameColumn(_("Source"))
    grade = tables.Column(_("Reliability"), accessor="reliability", attrs={"td": {"class": "words"}})
    publisher = tables.Column(_("Publisher"), default=DASH)
    series_count = NumberColumn(_("Series"))
    last_release = MissingLastColumn(_("Newest release"), default=DASH, initial_sort_descending=True)

    def render_grade(self, record):
        label = record.get_reliability_display().partition(" – ")[2]
        return format_html('<span class="grade">{}</span> {}', record.reliability, label)

    def render_last_release(self, value, record):
        return day(Day(value, record.last_precision), NO_BREAK_SPACE)
