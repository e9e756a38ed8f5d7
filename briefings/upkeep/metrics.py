"""What Prometheus reads: requests of all processes, and what waits."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connections
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from ..articles.models import Edition
from ..lib.metrics import BUCKETS, Counts, counted_by_all
from ..mail.models import Mail
from .probes import Probes
from .readiness import Check


class SiteCollector(Collector):
    """The counts need no database; what waits is left out where it is away."""

    def __init__(self):
        self.probes = Probes(get_response=None)

    def describe(self):
        return []  # names are not asked for before the first reading

    def collect(self) -> Iterator:
        yield from requests(counted_by_all(settings.METRICS_DIR))
        checks = self.probes.checks()
        yield from readiness(checks)
        if all(check.is_ok for check in checks if check.is_fatal):
            try:
                yield from queues()
            finally:
                connections.close_all()  # each reading has a thread of its own


def requests(counts: Counts) -> Iterator:
    total = CounterMetricFamily("briefings_requests", "Requests.", labels=["view", "status"])
    for (view, status), count in sorted(counts.requests.items()):
        total.add_metric([view, status], count)
    yield total
    times = HistogramMetricFamily("briefings_request_seconds", "Time of requests in the site.", labels=["view"])
    for (view,), seconds in sorted(counts.seconds.items()):
        times.add_metric([view], buckets_of(view, counts), seconds)
    yield times
    store = CounterMetricFamily("briefings_store_pages", "Public pages asked of the store.", labels=["result"])
    for (result,), count in sorted(counts.store.items()):
        store.add_metric([result], count)
    yield store


def buckets_of(view: str, counts: Counts) -> list[tuple[str, int]]:
    """Cumulative, as Prometheus wants them."""
    buckets, sum_so_far = [], 0
    for index, limit in enumerate([*map(str, BUCKETS), "+Inf"]):
        sum_so_far += counts.buckets[view, index]
        buckets.append((limit, sum_so_far))
    return buckets


def queues() -> Iterator:
    now = timezone.now()
    mails = GaugeMetricFamily("briefings_mails", "Mails in the outbox.", labels=["state"])
    for state in (Mail.State.WAITING, Mail.State.FAILED):
        mails.add_metric([state.value], Mail.objects.filter(state=state).count())
    yield mails
    oldest = Mail.objects.waiting().order_by("created_at").values_list("created_at", flat=True).first()
    age = (now - oldest).total_seconds() if oldest else 0
    yield GaugeMetricFamily("briefings_oldest_mail_seconds", "Age of the oldest mail that waits.", value=age)
    editions = GaugeMetricFamily("briefings_editions_waiting", "Editions that wait for their date.", labels=["state"])
    waiting = Edition.objects.waiting(now)
    editions.add_metric(["held"], waiting.exclude(held_at=None).count())
    editions.add_metric(["scheduled"], waiting.filter(held_at=None).count())
    yield editions


def readiness(checks: list[Check]) -> Iterator:
    fine = GaugeMetricFamily("briefings_check_ok", "1 where a check of /readyz passes.", labels=["check"])
    ages = GaugeMetricFamily(
        "briefings_check_seconds", "Age of the newest tick and backup, difference of the clocks.", labels=["check"]
    )
    for check in checks:
        fine.add_metric([check.name], int(check.is_ok))
        if check.seconds is not None:
            ages.add_metric([check.name], check.seconds)
    yield from (fine, ages)


def registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(SiteCollector())
    return registry


def as_text() -> str:
    return generate_latest(registry()).decode()
