from functools import lru_cache

import django_tables2 as tables
from django.db.models import BigIntegerField
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..lib.bases import with_lang
from ..lib.numbers import language_code
from ..lib.rows.prepared import prepared
from ..lib.tables import BaseTable, MissingLastColumn, OwnNameColumn
from ..statistics.models import Area
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
    return _status_label(initiative.status, language_code())


@lru_cache(50)
def _status_label(status, _language):
    css_class, label = STATUS_CLASSES[status], capfirst(str(Status(status).label))
    return format_html('<span class="status status--{}">{}</span>', css_class, label)


@prepared(keys=BigIntegerField())
def _area_names(keys, language):
    works_in = Initiative.areas.through.objects.filter(initiative__pk__in=keys).order_by(f"area__sort_{language}")
    return works_in.values_list("initiative", "area__name_en", "area__name_es")


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
        return mark_safe(", ".join(self._areas.get(record.pk, "–")))

    @cached_property
    def _areas(self):
        """{initiative: names of its areas} of the rows on this page: one query."""
        names, keys = {}, tuple(row.record.pk for row in self.paginated_rows)
        for key, *texts in _area_names(keys=keys, language=language_code()):
            area = Area(**dict(zip(("name_en", "name_es"), texts, strict=True)))
            names.setdefault(key, []).append(with_lang(area.name))
        return names

    def render_starts(self, value):
        return day(value)

    def order_status(self, queryset, is_descending):
        return queryset.ranked().order_by(
            "-status_rank" if is_descending else "status_rank", f"sort_{language_code()}"
        ), True
