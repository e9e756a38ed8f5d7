"""Counting requests: summed over processes, cheap, and never an address in a label."""

import os
import subprocess
import sys
import timeit
from types import SimpleNamespace

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from briefings.lib import metrics
from briefings.lib.metrics import Counts, MetricsMiddleware, counted_by_all


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    settings.METRICS_DIR = tmp_path / "metrics"
    monkeypatch.setattr(metrics, "counts", Counts())
    return settings.METRICS_DIR


def request_to(path):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    return request


def test_nothing_is_counted_without_a_folder(settings):
    settings.METRICS_DIR = None
    with pytest.raises(MiddlewareNotUsed):
        MetricsMiddleware(HttpResponse)


def test_request_is_counted_by_view_and_status(folder):
    middleware = MetricsMiddleware(lambda request: HttpResponse(status=404))
    middleware(request_to("/en/shared/12-abc/"))
    middleware(SimpleNamespace(resolver_match=None))
    assert counted_by_all(folder).requests == {("shared-en", "404"): 1}, "written at the first request, then later"
    middleware.write()
    total = counted_by_all(folder)
    assert total.requests == {("shared-en", "404"): 1, ("-", "404"): 1}
    assert sum(total.buckets.values()) == 2
    assert "12-abc" not in middleware.path.read_text()


def test_counts_are_written_again_after_some_seconds(folder, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(metrics, "clock", lambda: now[0])
    middleware = MetricsMiddleware(lambda request: HttpResponse())
    for now[0] in (100.0, 101.0, 104.9):
        middleware(request_to("/en/"))
    assert counted_by_all(folder).requests["home-en", "200"] == 1
    now[0] = 105.0
    middleware(request_to("/en/"))
    assert counted_by_all(folder).requests["home-en", "200"] == 4


def test_time_of_a_request_falls_into_its_bucket():
    counts = Counts()
    for seconds in (0.005, 0.0051, 31):
        counts.count("home-en", 200, seconds)
    assert counts.buckets == {("home-en", 0): 1, ("home-en", 1): 1, ("home-en", len(metrics.BUCKETS)): 1}
    assert counts.seconds["home-en",] == pytest.approx(31.0101)


def written_by(folder, pid, requests):
    counts = Counts()
    for _time in range(requests):
        counts.count("home-en", 200, 0.01)
    folder.mkdir(exist_ok=True)
    (folder / f"{pid}-1.json").write_text(counts.as_json())


def test_processes_are_added_up_and_those_that_ended_stay_in_the_sum(folder):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    written_by(folder, os.getpid(), 3)
    written_by(folder, ended.pid, 4)
    for _time in range(2):
        assert counted_by_all(folder).requests["home-en", "200"] == 7
    assert {path.name for path in folder.iterdir()} == {f"{os.getpid()}-1.json", "ended.json"}


def test_folder_that_cannot_be_written_fails_no_request(folder, caplog):
    folder.parent.joinpath("metrics").write_text("a file, not a folder")
    middleware = MetricsMiddleware(lambda request: HttpResponse())
    assert middleware(request_to("/en/")).status_code == 200
    assert "cannot be written" in caplog.text


def test_counting_takes_a_small_part_of_a_tenth_of_a_millisecond(folder):
    """Measured 3 µs; the limit leaves room for a slow machine."""
    answer, request = HttpResponse(), request_to("/en/")
    middleware = MetricsMiddleware(lambda request: answer)
    middleware(request)
    times = 2000
    assert min(timeit.repeat(lambda: middleware(request), number=times, repeat=3)) / times < 0.0001


def test_store_counts_hits_and_misses(folder, reader, db, monkeypatch):
    monkeypatch.setattr("briefings.lib.public_pages.counts", metrics.counts)
    for _time in range(3):
        reader.get("/en/about/")
    assert metrics.counts.store == {("miss",): 1, ("hit",): 2}
