"""Citations of pages, as files and for the section “Cite this”."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..addresses.models import at_slug, page_url
from ..addresses.redirects import follow_addresses
from ..articles.briefing_page import absent, find
from ..articles.models import Edition
from ..lib.http import UnknownValue
from ..lib.numbers import language_code
from ..pages.structured_data import as_json, breadcrumbs
from ..sources.models import Source
from ..statistics.filters import Choice, SeriesFilter, as_of_date
from ..statistics.indicator_page import IndicatorSeries, indicator_and_parts
from ..statistics.models import DataTable, Indicator
from .citations import Citation, in_words
from .datasets import absolute
from .figures import FigurePage
from .sending import file_response


def of_edition(edition, slug: str, *, as_of: datetime.date, withdrawn_at=None, reason: str = "") -> Citation:
    """`withdrawn_at` and `reason` are those of the briefing, where it has been withdrawn."""
    withdrawn = withdrawn_at and {"day": in_words(timezone.localdate(withdrawn_at)), "reason": reason}
    return Citation(
        key=f"ecuador-{edition.language}-{slug}-{edition.number}",
        title=edition.title,
        url=f"{settings.SITE_URL}{reverse(f'edition-{edition.language}', args=[slug, edition.number])}",
        language=edition.language,
        published=timezone.localdate(edition.publish_at),
        edition=edition.number,
        as_of=as_of,
        note=_("withdrawn on %(day)s: %(reason)s") % withdrawn if withdrawn else "",
    )


def of_thing(thing, as_of=None, chosen: Iterable[Choice] = ()) -> Citation:
    """Of an indicator, a table or a source: what it shows changes, so the day belongs to it.

    `chosen` is what the filter of the page selects."""
    as_of, is_dated = as_of or timezone.localdate(), not isinstance(thing, Source)
    query = urlencode({choice.name: choice.value for choice in chosen})
    address = thing.get_absolute_url()
    return Citation(
        key="-".join(
            [
                f"ecuador-{language_code()}-{thing.page_name}-{thing.slug}",
                *(choice.value for choice in chosen),
                as_of.isoformat(),
            ]
        ),
        title=", ".join([str(thing.name), *(str(choice.label) for choice in chosen)]),
        url=absolute(address, as_of, query) if is_dated else absolute(address),
        language=language_code(),
        as_of=as_of,
        is_dataset=True,
        by=thing.publisher if isinstance(thing, Source) else "",
    )


def _answer(request, citation: Citation, ending: str) -> HttpResponse:
    return file_response(
        request, citation.written(ending), name=citation.key, ending=ending, page_url=citation.url.partition("?")[0]
    )


def edition_citation(request, slug, number, ending):
    language = language_code()
    found = find(language, slug, number)
    if found is None:
        return absent(request, language, slug)
    row = found.row
    if row.slug != slug:
        return HttpResponsePermanentRedirect(page_url("edition-citation", language, row.slug, row.number, ending))
    withdrawal = {"withdrawn_at": row.withdrawn_at, "reason": row.withdrawal_reason}
    as_of = datetime.date.fromisoformat(Edition.objects.only("document").get(pk=row.id).data["as_of"])
    return _answer(request, of_edition(row, row.slug, as_of=as_of, **withdrawal), ending)


def _view_of(model):
    @follow_addresses(model)
    def citation(request, slug, ending):
        as_of = as_of_date(request)
        return _answer(request, of_thing(get_object_or_404(model.objects.public(), at_slug(slug)), as_of), ending)

    return citation


table_citation, source_citation = map(_view_of, (DataTable, Source))


@follow_addresses(Indicator)
def indicator_citation(request, slug, ending):
    """Of what the page shows with the same filter and day."""
    as_of = as_of_date(request)
    indicator, _parts = indicator_and_parts(slug)
    chosen = SeriesFilter(request, IndicatorSeries(indicator)).chosen if request.GET.keys() - {"as_of"} else ()
    return _answer(request, of_thing(indicator, as_of, chosen), ending)


def figure(request, key):
    page = FigurePage(key, as_of_date(request))
    context = {"page": page, "places": page.places(request), "as_of": page.as_of}
    context["citation"] = page.citation() if page.current else None
    indicator, language = page.series.indicator, language_code()
    above = (_("Statistics"), page_url("statistics", language)), (indicator.name, indicator.get_absolute_url())
    context["structured_data"] = [as_json(breadcrumbs(*above, (page.name, request.path)))]
    return render(request, "briefings/reuse/figure.html", context | {"today_url": request.path})


def figure_citation(request, key, ending):
    page = FigurePage(key, as_of_date(request))
    if page.current is None:
        raise UnknownValue(_("No figure was known on that day."))
    return _answer(request, page.citation(), ending)
