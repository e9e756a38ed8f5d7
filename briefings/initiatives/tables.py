import django_tables2 as tables
from django.db.models import F
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..lib.bases import with_lang
from ..lib.tables import BaseTable
from ..templatetags.briefings import day
from .models import Initiative

Status = Initiative.Status
STATUS_CLASSES = {
    Status.PROPOSED: "planned",
    Status.ANNOUNCED: "planned",
    Status.UNDER_WAY: "active",
    Status.PAUSED: "stopped",
    Status.COMPLETED: "done",
    Status.ENDED: "stopped",
}


def status_label(initiative):
    css_class, label = STATUS_CLASSES[initiative.status], capfirst(initiative.get_status_display())
    return format_html('<span class="status status--{}">{}</span>', css_class, label)


class InitiativeTable(BaseTable):
    caption = _("Initiatives")

    name = tables.Column(_("Initiative"))
    status = tables.Column(_("Status"))
    kind = tables.Column(_("Kind"), orderable=False)
    lead = tables.Column(_("Lead"), orderable=False, default=_("not named"))
    areas = tables.Column(_("Areas"), orderable=False, empty_values=())
    starts = tables.Column(_("Start"), default=_("no date"))

    class Meta(BaseTable.Meta):
        order_by = "name"

    def __init__(self, data, *, language, **options):
        self.language = language  # set first: super().__init__ calls order_name
        super().__init__(data, **options)

    def render_name(self, value, record):
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), with_lang(value))

    def render_kind(self, value):
        return capfirst(value)

    def render_status(self, record):
        return status_label(record)

    def render_areas(self, record):
        return format_html_join(mark_safe(", "), "{}", ((with_lang(area.name),) for area in record.areas.all())) or "–"

    def render_starts(self, value):
        return day(value)

    def order_name(self, queryset, is_descending):
        return queryset.order_by(f"{'-' if is_descending else ''}sort_{self.language}"), True

    def order_status(self, queryset, is_descending):
        return queryset.ranked().order_by(
            "-status_rank" if is_descending else "status_rank", f"sort_{self.language}"
        ), True

    def order_starts(self, queryset, is_descending):
        start = F("starts")
        return queryset.order_by(start.desc(nulls_last=True) if is_descending else start.asc(nulls_last=True)), True
