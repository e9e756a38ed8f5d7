import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..lib.bases import with_lang
from ..lib.numbers import language_code
from ..lib.tables import BaseTable, MissingLastColumn, OwnNameColumn
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
    css_class, label = STATUS_CLASSES[initiative.status], capfirst(str(Status(initiative.status).label))
    return format_html('<span class="status status--{}">{}</span>', css_class, label)


class InitiativeTable(BaseTable):
    caption = _("Initiatives")

    name = OwnNameColumn(_("Initiative"))
    status = tables.Column(_("Status"))
    kind = tables.Column(_("Kind"), orderable=False)
    lead = tables.Column(_("Lead"), orderable=False, default=_("not named"))
    areas = tables.Column(_("Areas"), orderable=False, empty_values=())
    starts = MissingLastColumn(_("Start"), default=_("no date"))

    class Meta(BaseTable.Meta):
        order_by = "name"

    def render_kind(self, value):
        return capfirst(value)

    def render_status(self, record):
        return status_label(record)

    def render_areas(self, record):
        return format_html_join(mark_safe(", "), "{}", ((with_lang(area.name),) for area in record.areas.all())) or "–"

    def render_starts(self, value):
        return day(value)

    def order_status(self, queryset, is_descending):
        return queryset.ranked().order_by(
            "-status_rank" if is_descending else "status_rank", f"sort_{language_code()}"
        ), True
