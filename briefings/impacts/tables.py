import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..lib.said import marked
from ..lib.tables import BaseTable


class ImpactTable(BaseTable):
    caption = _("Impact assessments by level")
    caption_note = _("Severity is a judgement made by the editors of this site: low, moderate, serious or severe.")
    row_headers = ("level", "name")

    level = tables.Column(_("Level"), order_by="level_rank")
    name = tables.Column(_("Assessment"), order_by="sort_en")
    severity = tables.Column(_("Severity"), initial_sort_descending=True)
    description = tables.Column(_("What it consists of"), orderable=False, attrs={"td": {"class": "words"}})
    source = tables.Column(_("Source"), orderable=False, default=_("No source is named"))

    def __init__(self, data, *, language, **options):
        super().__init__(data, **options)
        self.columns["name"].column.order_by = tables.utils.OrderByTuple([f"sort_{language}"])

    def render_name(self, value, record):
        name = format_html('<span id="{}">{}</span>', record.slug, marked(value))
        if not record.area:
            return name
        return format_html('{}<br><span class="tile-unit">{}</span>', name, marked(record.area.name))

    def render_severity(self, value):
        return format_html("<strong>{}</strong>", value)

    def render_description(self, value):
        return marked(value)

    def render_source(self, value, column):
        if not value.is_public:
            return column.default
        link = format_html('<a href="{}">{}</a>', value.get_absolute_url(), marked(value.name))
        return format_html(
            '{} <span class="grade" title="{}">{}</span>', link, value.get_reliability_display(), value.reliability
        )
