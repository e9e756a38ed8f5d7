import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..addresses.models import page_url
from ..lib.bases import label_of, with_lang
from ..lib.numbers import language_code
from ..lib.tables import BaseTable, linked
from ..recall.revisions import revised_words

MOST_BRIEFINGS = 5  # named of each


class ImpactTable(BaseTable):
    """Two columns, because the second has all the words. On phones a row is a card nevertheless."""

    is_cards = True
    caption = _("Impact assessments by level")
    caption_note = _("Severity is a judgement made by the editors of this site: low, moderate, serious or severe.")

    level = tables.Column(_("Level and severity"), orderable=False)
    description = tables.Column(
        _("What it consists of"), orderable=False, attrs={"td": {"class": "words", "data-label": ""}}
    )

    def __init__(self, rows, editions, revised):
        """`editions`: {slug of an impact: the briefings that show it}; `revised`: {briefing: how many of its figures
        have been revised since}."""
        super().__init__(rows)
        self.editions, self.revised = editions, revised

    def render_level(self, value, record):
        severity = gettext("Severity: %(words)s") % {"words": label_of(record, "severity")}
        return format_html('{}<br><span class="tile-unit">{}</span>', value, severity)

    def render_description(self, value, record):
        return format_html(
            '<strong id="{}">{}</strong><br>{}<br><span class="tile-unit">{}{}</span>',
            record.slug,
            self._name(record),
            with_lang(value),
            self._origin(record),
            self._briefings(record),
        )

    @staticmethod
    def _name(impact):
        """With the anchor of the page's language, where it is another than the address."""
        name, anchor = with_lang(impact.name), impact.anchor(language_code())
        return name if anchor == impact.slug else format_html('<span id="{}">{}</span>', anchor, name)

    def _briefings(self, impact):
        editions = self.editions.get(impact.slug)
        if not editions:
            return ""
        links = format_html_join(
            "; ",
            '<a href="{}">{}</a>{}',
            (
                (
                    page_url("briefing", edition.language, edition.article.workflow.address.slug),
                    edition.title,
                    self._revised(edition),
                )
                for edition in editions
            ),
        )
        more = gettext("… and more") if editions.ends_after else ""
        return format_html(" · {} {} {}", gettext("In briefings:"), links, more)

    def _revised(self, edition):
        number = self.revised.get(edition.pk)
        return format_html(' (<span class="revised-number">{}</span>)', revised_words(number)) if number else ""

    @staticmethod
    def _origin(impact):
        area = format_html("{} · ", with_lang(impact.area.name)) if impact.area else ""
        source = impact.source
        if not (source and source.is_public):
            return format_html("{}{}", area, gettext("No source is named"))
        label = label_of(source, "reliability")
        grade = format_html('<span class="grade" title="{}">{}</span>', label, source.reliability)
        return format_html("{}{} {} {}", area, gettext("Source:"), linked(source), grade)
