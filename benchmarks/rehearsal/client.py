"""HTTPS requests to nginx under the site's name, from any loopback address, because nginx limits what one may do."""

import http.client
import re
import socket
import ssl
import time
from html import unescape
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlencode

HOST = "briefings.example"
TIMEOUT = 20  # seconds
# A connection that waited unused may have been closed by the server: a browser sends the request again.
CLOSED = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError, ssl.SSLEOFError)
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Response(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float


class _Connection(http.client.HTTPSConnection):
    """Connects to 127.0.0.1 with the certificate of HOST."""

    def __init__(self, port, source, certificate, timeout):
        context = ssl.create_default_context(cafile=certificate)
        super().__init__(HOST, port, timeout=timeout, context=context, source_address=(source, 0))

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), self.timeout, self.source_address)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = self._context.wrap_socket(plain, server_hostname=HOST)


class Client:
    """One browser: a connection that stays open, and cookies."""

    def __init__(self, port, certificate, source="127.0.0.1", timeout=TIMEOUT):
        self.connection = _Connection(port, source, certificate, timeout)
        self.cookies = SimpleCookie()
        self.form_token = ""

    def request(self, method, path, body=None, headers=None):
        """The response to one request, redirects not followed; OSError or HTTPException when there is none."""
        start = time.monotonic()
        sent = {"Host": HOST, "Accept-Encoding": "gzip, deflate, br", "Accept-Language": "en"} | (headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        was_open = self.connection.sock is not None
        try:
            response = self._send(method, path, body, sent)
        except CLOSED:
            if not was_open or method != "GET":
                raise
            response = self._send(method, path, body, sent)
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return response._replace(seconds=time.monotonic() - start)

    def _send(self, method, path, body, headers):
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            return Response(response.status, response.headers, response.read(), 0)
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise

    def get(self, path):
        """A page of the desk, uncompressed; the token of its form is kept for `post`."""
        response = self.request("GET", path, headers={"Accept-Encoding": "identity"})
        if match := CSRF.search(response.body.decode(errors="replace")):
            self.form_token = unescape(match[1])
        return response

    def post(self, path, fields):
        """Post a form with the token of the page that `get` read last."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.form_token}, doseq=True)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"https://{HOST}",
            "Referer": f"https://{HOST}{path}",
            "Accept-Encoding": "identity",
        }
        return self.request("POST", path, body, headers)

    def close(self):
        self.connection.close()
