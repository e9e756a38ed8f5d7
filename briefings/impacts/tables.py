import django_tables2 as tables
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..lib.said import marked
from ..lib.tables import BaseTable


class ImpactTable(BaseTable):
    """One row for each assessment; its name, its words and who says so stand together, so that a phone shows them."""

    caption = _("Impact assessments by level")
    caption_note = _("Severity is a judgement made by the editors of this site: low, moderate, serious or severe.")

    level = tables.Column(_("Level"), order_by=("level_rank", "-severity", "sort_en"))
    severity = tables.Column(_("Severity"), initial_sort_descending=True)
    description = tables.Column(_("What it consists of"), orderable=False, attrs={"td": {"class": "words"}})

    class Meta(BaseTable.Meta):
        order_by = "level"

    def render_severity(self, value):
        return capfirst(value)

    def render_description(self, value, record):
        return format_html(
            '<strong id="{}">{}</strong><br>{}<br><span class="tile-unit">{}</span>',
            record.slug,
            marked(record.name),
            marked(value),
            self._origin(record),
        )

    @staticmethod
    def _origin(impact):
        """Where, and who says so with which grade; or that nobody is named."""
        area = format_html("{} · ", marked(impact.area.name)) if impact.area else ""
        source = impact.source
        if not (source and source.is_public):
            return format_html("{}{}", area, gettext("No source is named"))
        link = format_html('<a href="{}">{}</a>', source.get_absolute_url(), marked(source.name))
        words = source.get_reliability_display()
        grade = format_html('<span class="grade" title="{}">{}</span>', words, source.reliability)
        return format_html("{}{} {} {}", area, gettext("Source:"), link, grade)
