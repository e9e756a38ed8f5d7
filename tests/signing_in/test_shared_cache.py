"""Where CACHE_URL names Redis or Valkey: all processes count there, and without it nobody is let through uncounted."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager, suppress

import pytest
from django.core.cache import InvalidCacheBackendError, cache, caches
from django.core.cache.backends.db import DatabaseCache as DjangosCache
from django.test import Client

from briefings.articles.models import Comment
from briefings.lib.shared_cache import CacheUnavailable
from briefings.sharing.actions import share
from ecuador_site.settings import shared_cache
from tests import make
from tests.sharing.test_shared_page import send, url_of

from .scenes import LOGIN, enter_code, enter_password, with_app, wrong_password

pytestmark = pytest.mark.django_db

needs_redis = pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed.")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def use(settings, port):
    settings.CACHES = settings.CACHES | {"default": shared_cache(f"redis://127.0.0.1:{port}/0")}


@pytest.fixture
def nothing_listens(settings):
    use(settings, free_port())


@contextmanager
def server(port):
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    environment = {"PATH": os.environ["PATH"]}  # a clock that was moved for Python stops this server
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
    try:
        until_it_answers(process)
        yield process
    finally:
        process.kill()
        process.wait()


def until_it_answers(process):
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(CacheUnavailable):
            return cache.set("ready", 1)
    raise AssertionError("redis-server does not start.")


@pytest.fixture
def redis(settings):
    port = free_port()
    use(settings, port)
    with server(port) as process:
        yield process


def test_sign_in_is_refused_while_the_cache_is_down(nothing_listens, editor, caplog):
    assert Client().get(LOGIN).status_code == 200
    answer = enter_password(editor)[1]
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "attempts cannot be counted" in answer.content.decode()
    assert "The shared cache that CACHE_URL names does not answer." in caplog.text
    assert "_auth_user_id" not in answer.client.session


def test_code_is_refused_while_the_cache_is_down(editor, settings):
    secret = with_app(editor)
    client = enter_password(editor)[0]
    use(settings, free_port())
    assert enter_code(client, secret).status_code == 503
    assert client.get("/admin/").status_code == 302


def test_open_sessions_work_while_the_cache_is_down(nothing_listens, author, signed_in):
    client = signed_in(author)
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/briefings/article/add/").status_code == 200
    assert client.post("/admin/account/logout/").status_code == 302


def test_public_pages_work_while_the_cache_is_down(nothing_listens, author, editor, reader):
    make.edition("Ports", by=author, approver=editor)
    for path in ("/en/", "/es/", "/en/briefings/", "/en/briefings/ports/", "/healthz", "/robots.txt"):
        assert reader.get(path).status_code == 200, path


def test_visitors_read_and_are_told_that_nothing_can_be_sent(nothing_listens, author, reader):
    link = share(make.article("Ports", by=author), by=author, for_whom="Ministry")
    assert "Three ports." in reader.get(url_of(link)).text
    answer = send(reader, link)
    assert answer.status_code == 503
    assert "Go back, where what you typed still is" in answer.content.decode()
    assert not Comment.objects.exists()


def test_other_errors_are_not_caught(settings):
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "nowhere.Cache"}}
    with pytest.raises(InvalidCacheBackendError):
        Client().post(LOGIN, {"login": "nadie", "password": wrong_password()})


def test_sign_in_is_not_called_too_many_where_the_database_cannot_be_written(editor, monkeypatch):
    """Django's cache in the database says that a key was there already."""
    monkeypatch.setattr(DjangosCache, "add", lambda *args, **options: False)
    answer = enter_password(editor)[1]
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "attempts cannot be counted" in answer.content.decode()


@needs_redis
def test_attempts_are_counted_there_under_no_name(redis, editor):
    for _try in range(5):
        Client().post(LOGIN, {"login": "elena@example.org", "password": wrong_password()})
    assert "Wait five minutes" in enter_password(editor)[1].content.decode()
    keys = caches["default"]._cache.get_client().keys("*")
    assert keys and not any(b"elena" in key for key in keys)
    caches["default"].clear()
    assert enter_password(editor)[1].status_code == 302


@needs_redis
def test_server_that_comes_back_is_used_again(editor, settings):
    port = free_port()
    use(settings, port)
    for _time in range(2):
        with server(port):
            assert enter_password(editor)[1].status_code == 302
        assert enter_password(editor)[1].status_code == 503


@needs_redis
def test_dead_cache_server_is_not_waited_for(redis, editor):
    redis.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    assert enter_password(editor)[1].status_code == 503
    assert time.monotonic() - begun < 10
