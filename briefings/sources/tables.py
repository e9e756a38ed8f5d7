import django_tables2 as tables
from django.db.models import F
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..lib.bases import with_lang
from ..lib.numbers import NO_BREAK_SPACE
from ..lib.tables import BaseTable, NumberColumn
from ..templatetags.briefings import day

DASH = "–"


class SourceTable(BaseTable):
    """Rows are sources with `series_count` and `last_release` annotated."""

    caption = _("Sources")
    caption_note = _("Graded by how far each has been right before")
    name = tables.Column(_("Source"))
    grade = tables.Column(_("Reliability"), accessor="reliability", attrs={"td": {"class": "words"}})
    publisher = tables.Column(_("Publisher"), default=DASH)
    series_count = NumberColumn(_("Series"))
    last_release = tables.Column(_("Newest release"), default=DASH, initial_sort_descending=True)

    def render_name(self, value, record):
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), with_lang(value))

    def render_grade(self, record):
        label = record.get_reliability_display().partition(" – ")[2]
        return format_html('<span class="grade">{}</span> {}', record.reliability, label)

    def render_last_release(self, value):
        return day(value, NO_BREAK_SPACE)

    def order_name(self, queryset, is_descending):
        key = f"sort_{(get_language() or 'en')[:2]}"
        return queryset.order_by(f"-{key}" if is_descending else key), True

    def order_last_release(self, queryset, is_descending):
        key = F("last_release")
        return queryset.order_by(key.desc(nulls_last=True) if is_descending else key.asc(nulls_last=True)), True
