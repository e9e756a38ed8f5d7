"""What Prometheus reads."""

import datetime
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from briefings.lib.metrics import Counts
from briefings.mail.models import Mail
from briefings.upkeep import metrics
from briefings.upkeep.models import Backup
from briefings.upkeep.readiness import Check, checks
from tests import make


@pytest.fixture(autouse=True)
def folder(tmp_path, settings, monkeypatch):
    settings.METRICS_DIR = tmp_path
    monkeypatch.setattr(metrics.connections, "close_all", lambda: None)  # the test's own connection
    monkeypatch.setattr(metrics.Probes, "checks", lambda probes: checks())  # not in a thread


def samples():
    """{(name, values of the labels in the order of their names): value}"""
    families = text_string_to_metric_families(metrics.as_text())
    return {
        (sample.name.removeprefix("briefings_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_requests_and_their_times(tmp_path, db):
    counts = Counts()
    for seconds in (0.001, 0.2, 60):
        counts.count("home-en", 200, seconds)
    counts.count("-", 404, 0.001)
    counts.store["hit",] = 5
    (tmp_path / "ended.json").write_text(counts.as_json())
    found = samples()
    assert found["requests_total", "200", "home-en"] == 3
    assert found["requests_total", "404", "-"] == 1
    assert found["request_seconds_bucket", "0.005", "home-en"] == 1
    assert found["request_seconds_bucket", "0.25", "home-en"] == 2
    assert found["request_seconds_bucket", "+Inf", "home-en"] == found["request_seconds_count", "home-en"] == 3
    assert found["request_seconds_sum", "home-en"] == pytest.approx(60.201)
    assert found["store_pages_total", "hit"] == 5


def test_queues(author, editor):
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    about = {"act": "submit", "person": author, "target_type": "article", "target_id": 1}
    make.edition(by=author, approver=editor, publish_at=timezone.now() + datetime.timedelta(days=1))
    Mail.objects.all().delete()  # about that edition
    for state in ("waiting", "waiting", "failed", "sent", "dropped"):
        Mail.objects.create(state=state, created_at=hour_ago, **about)
    found = samples()
    assert (found["mails", "waiting"], found["mails", "failed"]) == (2, 1)
    assert found["oldest_mail_seconds",] == pytest.approx(3600, abs=60)
    assert (found["editions_waiting", "scheduled"], found["editions_waiting", "held"]) == (1, 0)


def test_ages_and_checks(db):
    now = timezone.now()
    Backup.objects.create(started_at=now, finished_at=now - datetime.timedelta(hours=30), name="a", sha256="b", size=1)
    found = samples()
    assert found["check_ok", "database"] == 1
    assert found["check_ok", "backup"] == found["check_ok", "tick"] == 0
    assert found["check_seconds", "backup"] == pytest.approx(30 * 3600, abs=60)


def test_counts_are_there_without_the_database(tmp_path, monkeypatch):
    away = Check("database", False, "OperationalError", is_fatal=True)
    monkeypatch.setattr(metrics.Probes, "checks", lambda probes: [away])
    counts = Counts()
    counts.count("home-en", 503, 0.001)
    (tmp_path / "ended.json").write_text(counts.as_json())
    found = samples()
    assert found["requests_total", "503", "home-en"] == 1
    assert found["check_ok", "database"] == 0
    assert ("mails", "waiting") not in found


def test_command_needs_a_folder_and_an_address(settings):
    with pytest.raises(CommandError, match="host:port"):
        call_command("metrics", bind="9464")
    settings.METRICS_DIR = None
    with pytest.raises(CommandError, match="METRICS_DIR"):
        call_command("metrics")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.slow
def test_command_serves_them_on_a_port_of_its_own(tmp_path):
    port = free_port()
    environment = {"SITE_MODE": "local", "DATA_DIR": str(tmp_path), "METRICS_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "metrics", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=site.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline() == f"http://127.0.0.1:{port}/metrics\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
            text = answer.read().decode()
        assert 'briefings_check_ok{check="database"} 1.0' in text
        assert 'briefings_check_ok{check="migrations"} 0.0' in text  # the database has no tables yet
        assert "briefings_mails" not in text
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
