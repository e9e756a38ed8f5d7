"""How many requests per second nginx answers, and how few of those of 1,000 readers reach the site."""

import contextlib
import itertools
import json
import shutil
import socket
import ssl
import threading
import time
from collections import Counter

from .client import HOST
from .traffic import FAILURES

READERS = 1000
READING = 70  # seconds
HOT_PAGES = 10
THREADS = 8
SECONDS, TURNS = 2, 5
BATCH, BATCHES = 48, 4  # requests sent at once, and batches on one connection: an address may do 200 at once


def sources():
    """Loopback addresses, each used by one connection only, because nginx limits what an address may do."""
    return (f"127.{a}.{b}.{c}" for a in range(30, 250) for b in range(256) for c in range(1, 255))


# --- a cached page beside a static file ---


class Pipeline:
    """Sends many requests for one address at once and counts bytes: the client must cost less than nginx."""

    def __init__(self, site, address):
        self.site, self.context = site, ssl.create_default_context(cafile=site.certificate)
        lines = [f"GET {address} HTTP/1.1", f"Host: {HOST}", "Accept-Encoding: br"]
        self.request = "\r\n".join([*lines, "", ""]).encode()
        self.size = len(self._first())

    def _connect(self, source):
        plain = socket.create_connection(("127.0.0.1", self.site.https_port), 10, (source, 0))
        return self.context.wrap_socket(plain, server_hostname=HOST)

    def _first(self):
        """The whole response; all others have as many bytes."""
        with self._connect("127.0.3.1") as connection:
            connection.sendall(self.request)
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(65536)
            assert head.startswith(b"HTTP/1.1 200"), head[:40]
            start = head.index(b"\r\n\r\n") + 4
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            while len(head) < start + length:
                head += connection.recv(65536)
            return head

    def rate(self, addresses):
        """Responses per second."""
        start, responses = time.perf_counter(), 0
        while time.perf_counter() < start + SECONDS:
            with self._connect(next(addresses)) as connection:
                for _batch in range(BATCHES):
                    connection.sendall(self.request * BATCH)
                    left = self.size * BATCH
                    while left > 0:
                        received = len(connection.recv(262144))
                        assert received, "nginx closed a connection"
                        left -= received
                    responses += BATCH
        return responses / (time.perf_counter() - start)


def cached_beside_static(site):
    """A sentence: the rate of a cached page and of a static file of the same size, in turns."""
    folder = site.home / "static" / "rehearsal"
    folder.mkdir(exist_ok=True)
    page = site.client("127.0.3.2").request("GET", "/en/", headers={"Accept-Encoding": "br"})
    (folder / "page.html").write_bytes(page.body)
    (folder / "page.html.br").write_bytes(page.body)
    addresses = sources()
    pipelines = {"page": Pipeline(site, "/en/"), "file": Pipeline(site, "/static/rehearsal/page.html")}
    rates = {name: [] for name in pipelines}
    for _turn in range(TURNS):
        for name, pipeline in pipelines.items():
            rates[name].append(pipeline.rate(addresses))
    shutil.rmtree(folder)
    best = {name: max(measured) for name, measured in rates.items()}
    share = best["page"] / best["file"]
    return (
        f"{best['page']:,.0f} cached pages a second and {best['file']:,.0f} static files of the same size: {share:.0%} "
        f"(one connection, {len(page.body):,} bytes, best of {TURNS} turns; expected at least 90 %)"
    ), share >= 0.9


# --- a thousand readers ---


def many_readers(site, pages):
    """A sentence: how often each hot page was asked of the site while 1,000 readers, each connected, read them."""
    hot = pages[:HOT_PAGES]
    reader = site.client("127.0.3.3")
    for page in hot * 2:  # hot is what was read within the last minute
        reader.request("GET", page)
    reader.close()
    time.sleep(1)
    log = site.logs / "access.log"
    before = log.stat().st_size
    counts = Counter()
    end = time.monotonic() + READING
    numbers = [range(first, READERS, THREADS) for first in range(THREADS)]
    threads = [threading.Thread(target=_read, args=(site, hot, some, end, counts)) for some in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(0.5)
    with log.open() as file:
        file.seek(before)
        lines = [json.loads(line) for line in file]
    asked = Counter(line["path"] for line in lines if line["cache"] in ("MISS", "EXPIRED", "STALE", "REVALIDATED"))
    allowed = READING // 30 + 1
    most = max(asked[page] for page in hot)
    return (
        f"{READERS} readers made {counts[200]:,} requests for {len(hot)} pages in {READING} s "
        f"({sum(counts.values()) - counts[200]} failed); the site was asked {most} times at most for a page "
        f"(expected at most {allowed})"
    ), most <= allowed and counts[200] == sum(counts.values())


def _read(site, hot, numbers, end, counts):
    """Readers in turn, each on a connection that stays open."""
    clients = [site.client(f"127.0.{40 + number // 250}.{number % 250 + 1}") for number in numbers]
    addresses = itertools.cycle(hot)
    while time.monotonic() < end:
        for client in clients:
            if time.monotonic() > end:
                break
            status = 0
            with contextlib.suppress(*FAILURES):
                status = client.request("GET", next(addresses)).status
            counts[status] += 1
            time.sleep(0.005)
    for client in clients:
        client.close()
