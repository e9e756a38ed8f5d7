"""The Atom feed of an indicator: its values are the entries."""

import datetime
import re

from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from ..addresses.models import page_url
from ..lib.numbers import format_number, language_code
from ..lib.rows.keyset import stretch
from ..statistics.indicator_page import IndicatorSeries, indicator_and_parts
from ..statistics.models import Observation, Vintage
from ..statistics.models.observations import Status
from .atom import AtomFeed, absolute, permanent_id

CURSOR = re.compile(r"([1-9][0-9]{0,16})-([1-9][0-9]{0,6})-([1-9][0-9]{0,17})")
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)
OF_VALUE = "current__batch", "current__release"


# Since when readers can see the value: a batch that is being applied has no moment yet, and a series, its indicator or
# its source may have become public later.
COUNTS_SINCE = Greatest(
    Coalesce("current__batch__decided_at", "current__recorded_at"),
    *("series__public_since", "series__indicator__public_since", "series__source__public_since"),
)


class ByCounting:
    """The values that began to count last first; of those of one moment the newest period first."""

    fields = ("counts_since", "start", "pk")

    @staticmethod
    def cursor(observation) -> str:
        moment = observation.counts_since - EPOCH
        return f"{moment // MICROSECOND}-{observation.start.toordinal()}-{observation.pk}"

    @staticmethod
    def parse(text) -> dict:
        match = CURSOR.fullmatch(text)
        if not match:
            raise Http404("no such page")
        try:
            since, start = EPOCH + int(match[1]) * MICROSECOND, datetime.date.fromordinal(int(match[2]))
        except (OverflowError, ValueError) as error:
            raise Http404("no such page") from error
        return {"since": since, "start": start, "pk": int(match[3])}

    @staticmethod
    def beyond(direction, *, since, start, pk) -> Q:
        same = Q(**{f"start__{direction}": start}) | Q(start=start, **{f"pk__{direction}": pk})
        return Q(**{f"counts_since__{direction}": since}) | Q(counts_since=since) & same


class Indicator(AtomFeed):
    """The values of the indicator's main area as they are now; a value that is revised becomes a new entry."""

    name, key, per_page = "indicator", ByCounting, 40

    def get_object(self, request, slug):
        indicator, _parts = indicator_and_parts(slug)
        return indicator

    def title(self, indicator):
        return str(indicator.name)

    def feed_url(self, indicator):
        return absolute(page_url("indicator-feed", language_code(), indicator.slug_in()))

    def link(self, indicator):
        return absolute(indicator.get_absolute_url())

    def subtitle(self, indicator):
        words = _("The values of the country, or else of the provinces, as they are now, the newest first.")
        more = _("The files and the API have those of all places, the API the earlier ones too.")
        return f"{indicator.definition} {words} {more}"

    def read(self, indicator, **place):
        found = IndicatorSeries(indicator)
        main = [series.pk for series in found.main or found.provincial]
        observations = Observation.objects.current().filter(series__in=main).with_names()
        observations = observations.annotate(counts_since=COUNTS_SINCE)
        return stretch(observations.select_related(*OF_VALUE), self.key, self.per_page + 1, **place)

    def items(self, indicator):
        """Each with the value that it had before as `replaced`, and its status."""
        observations = super().items(indicator)
        vintages = Vintage.objects.filter(pk__in=[each.current_id for each in observations]).with_replaced(
            status_before="status"
        )
        before = {pk: row for pk, *row in vintages.order_by().values_list("pk", "before", "status_before")}
        for observation in observations:
            observation.replaced, observation.replaced_status = before[observation.current_id]
        return observations

    def item_title(self, observation):
        series, vintage = observation.series, observation.current
        value = _("no value") if vintage.value is None else _value(vintage.value, series.indicator)
        return f"{series.indicator.name}, {series.area.name}, {observation.period.label()}: {value}"

    def item_link(self, observation):
        return absolute(page_url("figure", language_code(), observation.pk))

    def item_guid(self, observation):
        return permanent_id("value", observation.current_id)

    def item_pubdate(self, observation):
        return observation.counts_since

    item_updateddate = item_pubdate

    def item_description(self, observation):
        """No summary: the content is short."""

    def item_content(self, observation):
        vintage, replaced, status = observation.current, "", ""
        if observation.replaced_status not in (None, vintage.status):
            status = Status(observation.replaced_status).label
        if observation.replaced is not None and (status or observation.replaced != vintage.value):
            replaced = _value(observation.replaced, observation.series.indicator)
        context = {"vintage": vintage, "series": observation.series, "replaced": replaced, "replaced_status": status}
        return escape(render_to_string("briefings/reuse/feed_value.txt", context).strip())


def _value(value, indicator):
    return f"{format_number(value, indicator.decimals)} {indicator.unit}"
