"""Atom feeds, one per language: all briefings, one briefing, the values of an indicator, corrections."""

import datetime
import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..addresses.models import at_slug
from ..articles.briefing_page import absent, find
from ..articles.finding import newest_editions
from ..articles.models import Edition, Rendering
from ..documents.rendering import cut
from ..lib.numbers import format_number, language_code
from ..recall.register import entries as register_entries
from ..statistics import models as statistics
from ..statistics.indicator_page import IndicatorSeries, indicator_and_parts
from ..topics import models as topics

MOST = 20
NEVER = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
MOST_SERIES = 30  # of an indicator's main area
LOCAL = re.compile(r'(?<=[\s"])(href|src)="/(?!/)')
ANCHOR = re.compile(r'(?<=[\s"])href="#')


class FullText(Atom1Feed):
    """With the whole text of each entry, beside its summary. An empty feed has the same bytes each time."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class AtomFeed(Feed):
    """Addresses are those of SITE_URL, ids stay the same when an address moves, and no person is named."""

    feed_type = FullText

    def author_name(self, _thing=None):
        return _("Ecuador security briefings")

    def item_extra_kwargs(self, item):
        return {"content": self.item_content(item)}


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def with_whole_addresses(html: str, page_url: str) -> str:
    """The HTML with addresses that work outside the page."""
    return ANCHOR.sub(f'href="{page_url}#', LOCAL.sub(rf'\1="{settings.SITE_URL}/', html))


def entry_id(name: str, key) -> str:
    return f"{settings.SITE_URL}/id/{name}/{key}"


class Briefings(AtomFeed):
    """The newest edition of each of the newest briefings, with its text."""

    def get_object(self, request):
        return language_code()

    def title(self, _language):
        return _("Ecuador security briefings")

    def feed_url(self, language):
        return absolute(reverse(f"briefings-feed-{language}"))

    def link(self, language):
        return absolute(reverse(f"briefings-{language}"))

    def subtitle(self, _language):
        return _("New and revised briefings.")

    def items(self, language):
        editions = Edition.objects.latest().filter(language=language).order_by("-publish_at", "-pk")
        return with_text(editions[:MOST])

    def item_title(self, edition):
        return f"{_('Withdrawn')}: {edition.title}" if edition.article.workflow.withdrawn_at else edition.title

    def item_link(self, edition):
        slug = edition.article.workflow.address.slug
        return absolute(reverse(f"edition-{edition.language}", args=[slug, edition.number]))

    def item_guid(self, edition):
        return entry_id("edition", edition.pk)

    def item_description(self, edition):
        return edition.summary

    def item_pubdate(self, edition):
        return edition.publish_at

    def item_updateddate(self, edition):
        return max(filter(None, [edition.publish_at, edition.article.workflow.withdrawn_at]))

    def item_content(self, edition):
        context = {"edition": edition, "workflow": edition.article.workflow, "body": edition.text}
        html = render_to_string("briefings/reuse/feed_entry.html", context)
        return with_whole_addresses(html, self.item_link(edition))


def with_text(editions) -> list[Edition]:
    """The editions, each with the body of its newest rendering as `text`: two queries."""
    editions = list(editions.with_briefing().defer("document"))
    renderings = Rendering.objects.filter(edition__in=editions).order_by("pk")
    bodies = dict(renderings.values_list("edition", "html"))  # of several of an edition the last
    for edition in editions:
        edition.text = cut(bodies[edition.pk])["body"]
    return editions


class Briefing(Briefings):
    """All editions of one briefing, the newest first."""

    def __call__(self, request, *args, **kwargs):
        found = find(language_code(), kwargs["slug"], None)
        if found is None:
            return absent(request, language_code(), kwargs["slug"])
        if found.row.slug != kwargs["slug"]:
            return HttpResponsePermanentRedirect(self.feed_url(found.row))
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request, slug):
        return find(language_code(), slug, None).row

    def feed_url(self, row):
        return absolute(reverse(f"briefing-feed-{row.language}", args=[row.slug]))

    def title(self, row):
        return row.title

    def link(self, row):
        return absolute(reverse(f"briefing-{row.language}", args=[row.slug]))

    def subtitle(self, row):
        return row.summary

    def items(self, row):
        editions = Edition.objects.public().filter(article=row.article_id).order_by("-number")
        return with_text(editions[:MOST])

    def item_title(self, edition):
        title = super().item_title(edition)
        return f"{title} ({_('edition %(number)s') % {'number': edition.number}})"

    def item_description(self, edition):
        kind = capfirst(edition.get_change_kind_display())
        return f"{kind}: {edition.note}" if edition.note else edition.summary


class Topic(Briefings):
    """The newest briefings about a topic."""

    model, name = topics.Topic, "topic"

    def get_object(self, request, slug):
        return get_object_or_404(self.model.to_be_found(), at_slug(slug))

    def title(self, thing):
        return f"{thing.name} – {_('Ecuador security briefings')}"

    def link(self, thing):
        return absolute(thing.get_absolute_url())

    def feed_url(self, thing):
        return absolute(reverse(f"{self.name}-feed-{language_code()}", args=[thing.slug_in()]))

    def items(self, thing):
        newest = newest_editions(language_code(), *self.facets(thing), most=MOST)
        editions = Edition.objects.filter(pk__in=[edition.pk for edition in newest])
        return with_text(editions.order_by("-publish_at", "-pk"))

    def facets(self, topic):
        return [("t", topic.slug)]


class Place(Topic):
    """The newest briefings that name a place; nearly every one names the country."""

    model, name = statistics.Area, "place"

    def facets(self, area):
        return [] if area.kind == statistics.Area.Kind.COUNTRY else [("p", area.code)]


class Indicator(AtomFeed):
    """The newest values of the indicator's main area; a revised value is another entry."""

    def get_object(self, request, slug):
        indicator, _parts = indicator_and_parts(slug)
        return indicator

    def title(self, indicator):
        return str(indicator.name)

    def feed_url(self, indicator):
        return absolute(reverse(f"indicator-feed-{language_code()}", args=[indicator.slug_in()]))

    def link(self, indicator):
        return absolute(indicator.get_absolute_url())

    def subtitle(self, indicator):
        bound = _("Here are the newest %(most)d periods of each series; the files and the API have all of them.")
        return f"{indicator.definition} {bound % {'most': MOST}}"

    def items(self, indicator):
        newest = []
        for series in IndicatorSeries(indicator).main[:MOST_SERIES]:
            rows = statistics.Observation.objects.current().filter(series=series).order_by("-start", "-months")
            newest += rows.values_list("current", flat=True)[:MOST]
        names = ("indicator", "area", "source")
        vintages = statistics.Vintage.objects.filter(pk__in=newest).select_related(
            "batch", "release", *(f"observation__series__{name}" for name in names)
        )
        return list(vintages.order_by("-recorded_at", "-observation__start", "-pk")[: 2 * MOST])

    def item_title(self, vintage):
        series, period = vintage.observation.series, vintage.observation.period.label()
        value = _("no value") if vintage.value is None else _value(vintage)
        return f"{series.indicator.name}, {series.area.name}, {period}: {value}"

    def item_link(self, vintage):
        series = vintage.observation.series
        return f"{absolute(series.indicator.get_absolute_url())}?area={series.area.code}#values"

    def item_guid(self, vintage):
        return entry_id("value", vintage.pk)

    def item_pubdate(self, vintage):
        return vintage.recorded_at

    item_updateddate = item_pubdate

    def item_description(self, vintage):
        return render_to_string("briefings/reuse/feed_value.txt", {"vintage": vintage}).strip()

    item_content = item_description


def _value(vintage):
    indicator = vintage.observation.series.indicator
    return f"{format_number(vintage.value, indicator.decimals)} {indicator.unit}"


class Corrections(AtomFeed):
    """The corrections register."""

    def get_object(self, request):
        return language_code()

    def title(self, _language):
        return f"{_('Corrections')} – {_('Ecuador security briefings')}"

    def feed_url(self, language):
        return absolute(reverse(f"corrections-feed-{language}"))

    def link(self, language):
        return absolute(reverse(f"corrections-{language}"))

    def items(self, language):
        found = register_entries(language, length=2 * MOST)
        return [entry for entry in found if entry.figures or entry.batch is None]

    def item_title(self, entry):
        kind = capfirst(entry.kind.label)
        return f"{kind}: {entry.title}" if entry.title else kind

    def item_link(self, entry):
        return absolute(entry.url) if entry.url else self.link(language_code())

    def item_guid(self, entry):
        return entry_id(f"correction/{entry.kind}", f"{entry.pk}-{entry.at:%Y%m%d%H%M%S}")

    def item_pubdate(self, entry):
        return entry.at

    item_updateddate = item_pubdate

    def item_description(self, entry):
        return str(entry.words)

    def item_content(self, entry):
        html = render_to_string("briefings/reuse/feed_correction.html", {"entry": entry})
        return with_whole_addresses(html, self.item_link(entry))
