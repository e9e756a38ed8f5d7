"""The tables and charts of an edition as files. They are made from its document, so they never change."""

import datetime
import re
from itertools import zip_longest

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ..articles.models import Citation, Edition
from ..documents.kinds import figure_prefix
from ..statistics.charts import chart_of
from ..statistics.models import Series
from .datasets import TABLE_FIELDS, Dataset, as_printed, table_rows, vintages_of
from .links import ENDINGS, PICTURES, links_line
from .values import vintages_by_key

# A table of a block in a rendering, to its end and that of the box that may hold it.
TABLE = re.compile(r'<caption><span[^>]*id="f-([0-9a-f]{8})-title".*?</table>\s*</div>(?:\s*</details>)?', re.DOTALL)


def dataset_of(edition: Edition, slug: str, block: dict, table, page_url: str, withdrawal: str = "") -> Dataset:
    """`table` is what the block prints (documents/kinds/base.py), `withdrawal` why the briefing was withdrawn."""
    notes = [table.note, table.source and f"{_('Source:')} {table.source}"]
    if table.resolved:
        words = _("Figures as edition %(number)d printed them. Its page says which have been revised since.")
        notes.append(words % {"number": edition.number})
    notes.append(withdrawal and _("The briefing was withdrawn: %(reason)s") % {"reason": withdrawal})
    dataset = Dataset(
        name=f"{slug}-{edition.number}-{block['key'][:8]}",
        title=table.title,
        language=edition.language,
        url=f"{settings.SITE_URL}{page_url}#{figure_prefix(block)}-title",
        note="\n".join(filter(None, notes)),
        as_of=datetime.date.fromisoformat(edition.data["as_of"]),
        edition=edition.number,
        fields={},
        printed=[table.headings, *table.rows],
    )
    if not table.resolved:
        return dataset
    # A block's citations are in the order of its sources.
    cited = Citation.objects.filter(edition=edition, block_key=block["key"]).order_by("pk")
    return _with_values(dataset, table.resolved, licences=cited.values_list("licence", flat=True))


def _with_values(dataset, resolved, licences):
    values, language = vintages_by_key(vintages_of(resolved)), dataset.language
    series = Series.objects.with_names().in_bulk({known.series for known in values.values()})
    dataset.sources = [
        {
            "source": each["slug"],
            "name": each["name"],
            "publisher": each["publisher"],
            "reliability": each["reliability"],
            "licence": licence or None,
            "url": each["url"],
            "page": f"{settings.SITE_URL}{reverse(f'source-{language}', args=[each['slug']])}",
        }
        for each, licence in zip_longest(resolved["sources"], licences)
    ]
    dataset.fields = TABLE_FIELDS
    dataset.printed = as_printed(resolved)
    dataset.rows = lambda: table_rows(resolved, values, series, language, is_frozen=True)
    return dataset


def chart_in(block: dict, resolved: dict, language: str) -> str:
    """The SVG of a block's chart; "" where it shows none."""
    if resolved["show"] == "table":
        return ""
    return chart_of(resolved, language, id_prefix=f"{figure_prefix(block)}-chart")


def with_file_links(html: str, page_url: str) -> str:
    """The HTML of an edition with a line of links under each table. What is stored stays as it is."""

    def with_line(match):
        key = match[1]
        pictures = PICTURES if f'id="f-{key}-chart-title"' in html else ()
        return match[0] + links_line(f"{page_url}{key}/", (*ENDINGS, *pictures))

    return mark_safe(TABLE.sub(with_line, html))
