"""The tables and charts of an edition as files. They are made from its document, so they never change."""

import datetime
import re
from itertools import zip_longest

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..articles.models import Citation, Edition
from ..documents.comparing import compare
from ..documents.kinds import Figure, figure_prefix
from ..documents.reading import figure_sources
from ..lib.clock import Day
from ..statistics.charts import chart_of
from ..statistics.models import Series
from .datasets import TABLE_FIELDS, Dataset, as_printed, table_rows, vintages_of
from .links import ENDINGS, PICTURES, links_line
from .values import FIELDS, Known, vintages_by_key

# A table of a block in a rendering, to its end and that of the box that may hold it.
TABLE = re.compile(r'<caption><span[^>]*id="f-([0-9a-f]{8})-title".*?</table>\s*</div>(?:\s*</details>)?', re.DOTALL)


def dataset_of(edition: Edition, slug: str, block: dict, table, page_url: str, withdrawal: str = "") -> Dataset:
    """`table` is what the block prints (documents/kinds/base.py), `withdrawal` why the briefing was withdrawn."""
    notes = [table.note, table.source and f"{_('Source:')} {table.source}"]
    if table.resolved:
        words = _("Figures as edition %(number)d printed them. Its page says which have been revised since.")
        notes.append(words % {"number": edition.number})
    notes.append(withdrawn_words(withdrawal))
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


def withdrawn_words(reason: str) -> str:
    return _("The briefing was withdrawn: %(reason)s") % {"reason": reason} if reason else ""


def _with_values(dataset, resolved, licences):
    values, language = vintages_by_key(vintages_of(resolved)), dataset.language
    series = Series.objects.with_names().in_bulk({known.series for known in values.values()})
    dataset.sources = [
        _source_names(each, licence, language) for each, licence in zip_longest(resolved["sources"], licences)
    ]
    dataset.fields = TABLE_FIELDS
    dataset.printed = as_printed(resolved)
    dataset.rows = lambda: table_rows(resolved, values, series, language, is_frozen=True)
    return dataset


def _source_names(source: dict, licence: str | None, language: str) -> dict:
    """As the edition printed them."""
    return {
        "source": source["slug"],
        "name": source["name"],
        "publisher": source["publisher"],
        "reliability": source["reliability"],
        "licence": licence or None,
        "url": source["url"],
        "page": f"{settings.SITE_URL}{reverse(f'source-{language}', args=[source['slug']])}",
    }


PRINTED = gettext_lazy("the same as that edition prints it; in CSV with an apostrophe before a plus sign")
STATUS = gettext_lazy("status of that value (A, P …: SDMX CL_OBS_STATUS); empty where it is calculated")
OF_CHANGES = {
    "table": ("string", gettext_lazy("what prints the figure: the title of a table, or the label of a key figure")),
    "figure": ("string", gettext_lazy("what the figure is of")),
    **{name: FIELDS[name] for name in ("unit", "area", "source", "source_name", "observation")},
    "before": ("number", gettext_lazy("exact value in the older edition; empty where it has none")),
    "before_printed": ("string", PRINTED),
    "before_status": ("string", STATUS),
    "before_known_on": ("string", gettext_lazy("since when that value is known")),
    "before_vintage": ("integer", gettext_lazy("number of that value of the figure")),
    "after": ("number", gettext_lazy("exact value in the newer edition; empty where it has none")),
    "after_printed": ("string", PRINTED),
    "after_status": ("string", STATUS),
    "after_known_on": ("string", gettext_lazy("since when that value is known")),
    "after_vintage": ("integer", gettext_lazy("number of that value of the figure")),
}


def dataset_of_changes(before: Edition, after: Edition, slug: str, page_url: str, withdrawal: str = "") -> Dataset:
    """The figures that differ between two editions, all of them: those that the page which compares them lists."""
    changes = [(piece, change) for piece in compare(before.data, after.data).blocks for change in piece.figures]
    keys = {piece.key for piece, _change in changes}
    sources = figure_sources(before.data, keys) | figure_sources(after.data, keys)
    cited = Citation.objects.filter(edition__in=[before, after], source__slug__in=sources).order_by("edition__number")
    licence_of = dict(cited.values_list("source__slug", "licence"))

    def rows():
        figures = [figure for _piece, change in changes for figure in (change.before, change.after) if figure]
        known = vintages_by_key({key for figure in figures for key in figure.vintages})
        series = Series.objects.filter(pk__in={value.series for value in known.values()})
        areas = dict(series.order_by().values_list("pk", "area__code"))
        for piece, change in changes:
            figure = change.after or change.before
            value = known[figure.vintage]
            row = {
                "table": piece.name or str(piece.heading),
                "figure": change.label,
                "unit": figure.unit or None,
                "area": areas[value.series],
                "source": figure.source,
                "source_name": sources[figure.source]["name"],
                "observation": None if figure.operands else value.observation,
            }
            for name, figure in (("before", change.before), ("after", change.after)):
                row |= _side(name, figure, figure.newest(known)) if figure else {}
            yield {name: row.get(name) for name in OF_CHANGES}

    numbers = {"before": before.number, "after": after.number}
    return Dataset(
        name=f"{slug}-{before.number}-{after.number}",
        title=_("%(title)s: editions %(before)s and %(after)s compared") % (numbers | {"title": after.title}),
        language=after.language,
        url=f"{settings.SITE_URL}{page_url}",
        note=withdrawn_words(withdrawal),
        edition=after.number,
        sources=[_source_names(each, licence_of.get(slug), after.language) for slug, each in sources.items()],
        fields=OF_CHANGES,
        rows=rows,
    )


def _side(name: str, figure: Figure, value: Known) -> dict:
    """The fields of one of the two editions."""
    return {
        name: figure.value,
        f"{name}_printed": figure.text,
        f"{name}_status": None if figure.operands else value.status,
        f"{name}_known_on": Day(value.known_on, value.known_precision).code,
        f"{name}_vintage": value.vintage,
    }


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
