"""Things to test with: each function fills in what a test does not name."""

import datetime
import itertools
from decimal import Decimal

from django.utils import timezone

from briefings.impacts.models import Impact
from briefings.initiatives.models import Initiative
from briefings.lib.periods import Period
from briefings.sources.models import Release, Source
from briefings.statistics.models import Area, DataTable, Indicator, Series
from briefings.topics.models import Topic

_numbers = itertools.count(1)


def _since(public):
    return timezone.now() - datetime.timedelta(days=30) if public else None


def source(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"source-{number}", "reliability": "B"} | fields
    return Source.objects.create(name_en=name or f"Source {number}", public_since=_since(public), **fields)


def release(of=None, **fields):
    fields = {"title": f"Workbook {next(_numbers)}", "published": datetime.date(2024, 1, 31)} | fields
    return Release.objects.create(source=of or source(), **fields)


def topic(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"topic-{number}"} | fields
    return Topic.objects.create(name_en=name or f"Topic {number}", public_since=_since(public), **fields)


def area(code="EC", name="Ecuador", kind="country", **fields):
    found, _created = Area.objects.get_or_create(code=code, defaults={"name_en": name, "kind": kind} | fields)
    return found


def indicator(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {
        "slug": f"indicator-{number}",
        "kind": "count",
        "unit_en": "victims",
        "definition_en": "Deaths caused on purpose by another person.",
    } | fields
    return Indicator.objects.create(name_en=name or f"Indicator {number}", public_since=_since(public), **fields)


def series(*, of=None, where=None, by=None, public=True, **fields):
    return Series.objects.create(
        indicator=of or indicator(),
        area=where or area(),
        source=by or source(),
        public_since=_since(public),
        **fields,
    )


def impact(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"impact-{number}", "level": "national", "severity": 3, "description_en": "Trust falls."} | fields
    return Impact.objects.create(name_en=name or f"Impact {number}", public_since=_since(public), **fields)


def initiative(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"initiative-{number}", "kind": "programme", "description_en": "Roads and schools."} | fields
    return Initiative.objects.create(name_en=name or f"Initiative {number}", public_since=_since(public), **fields)


def data_table(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"table-{number}"} | fields
    return DataTable.objects.create(name_en=name or f"Table {number}", public_since=_since(public), **fields)


def period(text):
    return Period.parse(text)


def decimal(text):
    return Decimal(text)
