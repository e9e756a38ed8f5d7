"""Writing at scale: how long an act takes, its queries, and how long it keeps somebody else waiting.

`measure(name)` does one of the acts in NAMES and returns {"milliseconds", "processor", "queries", "waited", "rows"}.
A thread with a connection of its own takes, over and over, the lock that others need: on PostgreSQL that of rows which
the act changes, on SQLite the right to write. `waited` is the longest that it waited, in milliseconds; some of them are
those of Python's own lock between threads.
"""

import time
import uuid
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.accounts.models import User
from briefings.articles.actions import approve_and_publish, article_saved, restore_version, submit
from briefings.articles.actions.withdrawal import hide_byline
from briefings.articles.models import Article, Byline, Edition, EditionByline
from briefings.articles.resolving import resolve
from briefings.roles import ANALYST, EDITOR
from briefings.statistics.actions import apply_batch
from briefings.statistics.models import Batch, Observation, Vintage

VALUES = 50_000
EDITIONS = 1_000
PAUSE = 0.002  # seconds between two attempts to get the lock


class Contender(Thread):
    """Somebody else who wants to write some of these rows."""

    def __init__(self, rows):
        super().__init__(daemon=True)
        self.rows, self.ended, self.waited, self.error = rows, Event(), 0, None
        self.model, self.keys = rows.model, list(rows.values_list("pk", flat=True)[:3])

    def run(self):
        try:
            while not self.ended.is_set():
                begun = time.perf_counter()
                with transaction.atomic():  # BEGIN IMMEDIATE on SQLite
                    list(self.model.objects.select_for_update(no_key=True).filter(pk__in=self.keys).order_by("pk"))
                self.waited = max(self.waited, time.perf_counter() - begun)
                time.sleep(PAUSE)
        except Exception as error:
            self.error = error
        finally:
            connection.close()


@contextmanager
def _measured(rows):
    """Fill the yielded dict with the time and queries of the block, and the longest wait for the lock of `rows`."""
    measured, contender = {}, Contender(rows)
    with CaptureQueriesContext(connection) as queries:
        contender.start()
        begun, begun_cpu = time.perf_counter(), time.thread_time()
        yield measured
        seconds, processor = time.perf_counter() - begun, time.thread_time() - begun_cpu
    contender.ended.set()
    contender.join(timeout=60)
    if contender.error:
        raise contender.error
    measured |= {
        "milliseconds": seconds * 1000,
        "processor": processor * 1000,
        "queries": len(queries),
        "waited": contender.waited * 1000,
    }


def _article():
    return Article.objects.filter(language="en", workflow__address__isnull=False).earliest("pk")


def _editor(*, without):
    return User.objects.filter(groups__name=EDITOR).exclude(pk=without.pk).earliest("pk")


def _save(article):
    article.summary = f"Round {uuid.uuid4()}."
    with transaction.atomic():
        article.save()
        article_saved(article, by=article.workflow.owner)


def publish():
    """Approve and publish one article. Others want to revise the observations that it prints."""
    article = _article()
    author = article.workflow.owner
    _save(article)
    submit(article, by=author)
    document = resolve(Article.objects.get(pk=article.pk))
    printed = Observation.objects.filter(pk__in=document.observations).order_by("pk")
    with _measured(printed) as measured:
        approve_and_publish(
            article, by=_editor(without=author), seen=document.signed, change_kind="update", note="Another round."
        )
    return measured | {"rows": len(document.observations)}


def _proposed(number):
    """A proposed batch that revises the newest `number` observations, by SQL."""
    analyst = User.objects.filter(groups__name=ANALYST).earliest("pk")
    now = timezone.now()
    batch = Batch.objects.create(kind="update", by=analyst, proposed_at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Vintage._meta.db_table} (observation_id, batch_id, value, status, credibility, known_on, "
            f"recorded_at) SELECT id, %s, 5, 'A', 3, %s, %s FROM {Observation._meta.db_table} "
            "WHERE current_id IS NOT NULL ORDER BY id DESC LIMIT %s",
            [batch.pk, now.date(), now, number],
        )
    return batch


def apply_values(number=VALUES):
    """Apply a batch. Others want to publish what prints some of its observations."""
    batch = _proposed(number)
    keys = list(batch.vintages.order_by("observation_id").values_list("observation_id", flat=True))
    rows = Observation.objects.filter(pk__in=[keys[0], keys[len(keys) // 2], keys[-1]])
    with _measured(rows) as measured:
        apply_batch(batch, by=_editor(without=batch.by))
    return measured | {"rows": batch.vintages.count()}


def restore():
    """Restore the version before the last save. Others want to save the same article."""
    article = _article()
    _save(article)
    _save(article)
    with _measured(Article.objects.filter(pk=article.pk)) as measured:
        restore_version(article, version=article.version - 1, by=article.workflow.owner, seen_version=article.version)
    return measured | {"rows": 1}


def hide(number=EDITIONS):
    """Hide a byline that many editions name. Others want to publish with it."""
    byline = Byline.objects.create(name=f"Somebody {uuid.uuid4()}")
    keys = list(Edition.objects.order_by("pk").values_list("pk", flat=True)[:number])
    EditionByline.objects.bulk_create([EditionByline(edition_id=key, byline=byline) for key in keys], batch_size=500)
    editor = User.objects.filter(groups__name=EDITOR).earliest("pk")
    with _measured(Byline.objects.filter(pk=byline.pk)) as measured:
        hide_byline(byline, by=editor, reason="Asked for.")
    return measured | {"rows": len(keys)}


ACTS = {"publish": publish, "apply values": apply_values, "restore a version": restore, "hide a byline": hide}
NAMES = list(ACTS)


def measure(name):
    return ACTS[name]()
