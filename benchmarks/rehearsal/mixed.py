"""How many cached briefings nginx answers while others read the dearest page and an editor publishes."""

import contextlib
import threading
import time

from ..expectations import MIN_MIXED
from ..mixed import DEAR_READERS, one_act_a_second, publisher
from .people import HTTPS
from .speed import Pipeline, sources
from .traffic import FAILURES

TURNS = 3
PUBLISH = f"{__name__}.publish_next"
PAUSE = 0.01  # seconds between the requests of a reader: nginx lets an address ask 100 times a second


def dearest(pages):
    """Called inside the site: the page that takes longest when it is not stored."""
    from django.test import Client

    from briefings.lib.public_pages import store

    client, seconds = Client(**HTTPS), {}
    for page in pages * 2:  # the first time warms up
        store.clear()
        start = time.process_time()
        client.get(page)
        seconds[page] = time.process_time() - start
    return max(seconds, key=seconds.get)


def publish_next():
    """Called inside the site: the next edition of an article that no editor of the rehearsal has changed."""
    from briefings.articles.models import Article, Edition

    from ..publishing import publish

    publish(Article.objects.filter(language="en", editions__in=Edition.objects.public()).latest("pk"))


def briefing_beside_others(site, pages):
    """A sentence: the rate of a briefing under the mixed load, and alone."""
    briefing = next(page for page in pages if page.startswith("/es/informes/") and page.count("/") == 4)
    dear = site.inside("mixed.dearest", pages)
    pipeline, addresses = Pipeline(site, briefing), sources()
    alone = _rate(pipeline, addresses)
    with contextlib.ExitStack() as stack:
        publish = stack.enter_context(publisher(site.environment, PUBLISH))
        statuses = stack.enter_context(_readers(site, dear))
        published = stack.enter_context(one_act_a_second(publish))
        mixed = _rate(pipeline, addresses)
    share = mixed / alone
    return (
        f"{mixed:,.0f} cached briefings a second while {DEAR_READERS} readers make {len(statuses):,} requests for "
        f"{dear} ({sum(status != 200 for status in statuses)} failed) and {len(published)} editions are published; "
        f"{alone:,.0f} alone: {share:.0%} (expected at least {MIN_MIXED:.0%})"
    ), bool(published) and share >= MIN_MIXED and set(statuses) == {200}


def _rate(pipeline, addresses):
    return max(pipeline.rate(addresses) for _turn in range(TURNS))


@contextlib.contextmanager
def _readers(site, address):
    """Readers of the address, and the statuses that they met."""
    ended, statuses = threading.Event(), []

    def read(number):
        client = site.client(f"127.0.4.{number + 1}")
        while not ended.wait(PAUSE):
            status = 0
            with contextlib.suppress(*FAILURES):
                status = client.request("GET", address).status
            statuses.append(status)
        client.close()

    threads = [threading.Thread(target=read, args=(number,)) for number in range(DEAR_READERS)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        ended.set()
        for thread in threads:
            thread.join()
