"""Readers and editors in threads; each notes what every request of theirs met."""

import base64
import contextlib
import hashlib
import hmac
import http.client
import re
import struct
import threading
import time
import uuid
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from ..forms import fields_of

READERS = 8
READ_EVERY = 0.05  # seconds, each reader
UNREAD_EVERY = 5  # every fifth page is one that nobody has read
SHARED_EVERY = 43  # page is a shared draft
SAVE_EVERY = 1  # seconds, each editor
MOST_PAGES = 60
LINK = re.compile(rb'(?:href|src)="(/(?:en|es|pictures)/[^"#?]*)"')
SIGNED_OUT = 401
FAILURES = (OSError, http.client.HTTPException)

READ, UNREAD, SAVE = "read", "unread", "save"


class Met(NamedTuple):
    """One request: when it began and ended on the monotonic clock, and its status; 0 when there was no response."""

    kind: str
    address: str
    began: float
    ended: float
    status: int

    @property
    def seconds(self):
        return self.ended - self.began

    @property
    def is_failure(self):
        return self.status not in ((302,) if self.kind == SAVE else (200,))


class Traffic:
    """Readers of known pages and of pages that nobody has read, and editors who save drafts."""

    def __init__(self, site, staff):
        self.site = site
        self.met, self.confirmed = [], site.confirmed
        self.ended = threading.Event()
        self.token = site.inside("people.share_link")
        self.pages = self._warm()
        self.threads = [threading.Thread(target=self._read, args=(number,)) for number in range(READERS)]
        self.editors = [Editor(site, f"127.0.2.{number + 1}", *person) for number, person in enumerate(staff)]
        self.threads += [threading.Thread(target=self._edit, args=(editor,)) for editor in self.editors]

    def start(self):
        for editor in self.editors:
            editor.sign_in()
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            if thread.ident:
                thread.join()

    def _warm(self):
        """Addresses of public pages, found by following links, each read once."""
        client = self.site.client("127.0.1.250")
        queue, found = ["/en/", "/es/"], []
        while queue and len(found) < MOST_PAGES:
            address = queue.pop(0)
            response = client.request("GET", address, headers={"Accept-Encoding": "identity"})
            if response.status != 200:
                continue
            assert client.request("GET", address).status == 200
            found.append(address)
            targets = (urlsplit(urljoin(address, match.decode())).path for match in LINK.findall(response.body))
            queue += [target for target in dict.fromkeys(targets) if target not in found and target not in queue]
        client.close()
        return found

    def _note(self, kind, address, began, status):
        self.met.append(Met(kind, address, began, time.monotonic(), status))

    def _read(self, number):
        client = self.site.client(f"127.0.1.{number + 1}")
        turn = number * 7
        while not self.ended.wait(READ_EVERY):
            turn += 1
            address, kind = self.pages[turn % len(self.pages)], READ
            if turn % SHARED_EVERY == 0:
                address, kind = f"/en/shared/{self.token}/", UNREAD
            elif turn % UNREAD_EVERY == 0:
                address, kind = f"{address}?unread={number}-{turn}", UNREAD
            began, status = time.monotonic(), 0
            with contextlib.suppress(FAILURES):
                status = client.request("GET", address).status
            self._note(kind, address, began, status)
        client.close()

    def _edit(self, editor):
        while not self.ended.wait(SAVE_EVERY):
            began = time.monotonic()
            summary = f"Round {uuid.uuid4()}."
            try:
                status = editor.save(summary)
            except FAILURES:
                status = 0
            if status == 302:
                self.confirmed.append(summary)
            self._note(SAVE, editor.path, began, status)
        editor.client.close()


def code_of(secret):
    """What an authenticator app with this secret shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


class Editor:
    """Signs in with password and second factor; saves one article again and again."""

    def __init__(self, site, source, name, password, secret, article):
        self.client = site.client(source)
        self.name, self.password, self.secret = name, password, secret
        self.path = f"/admin/briefings/article/{article}/change/"
        self.unsaved = None

    def sign_in(self):
        self.client.get("/admin/account/login/")
        response = self.client.post("/admin/account/login/", {"login": self.name, "password": self.password})
        assert response.status == 302, f"signing in: {response.status}"
        code = response.headers["Location"]
        self.client.get(code)
        response = self.client.post(code, {"code": code_of(self.secret)})
        assert response.status == 302, f"the second factor: {response.status}"
        assert self.client.get("/admin/").status == 200

    def save(self, summary):
        """The status of saving the article with this summary; 302 is success. A form that failed is sent again."""
        if self.unsaved is None:
            response = self.client.get(self.path)
            if response.status != 200:
                return response.status
            self.unsaved = fields_of(response.body.decode(), "article_form") or {}
        response = self.client.post(self.path, self.unsaved | {"summary": [summary], "_continue": ["1"]})
        is_saved = response.status == 302 and response.headers["Location"].startswith(self.path)
        if response.status < 500:  # saved, or changed by a save whose answer was lost: the form is opened again
            self.unsaved = None
        return response.status if is_saved or response.status != 302 else SIGNED_OUT
