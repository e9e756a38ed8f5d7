"""A small server on Unix sockets in place of the site: it answers every request with what it received."""

import http.server
import json
import socketserver
import threading
from collections import Counter

PUBLIC = "public, max-age=30, stale-while-revalidate=30, stale-if-error=3600"


class Site:
    """The upstream: it answers every request with what it received and `padding`, and counts.

    A request whose path has "long" in it is answered once `go_on` is set.
    """

    def __init__(self):
        self.received, self.headers, self.status, self.servers = [], {"Cache-Control": PUBLIC}, 200, []
        self.by_socket, self.padding, self.answered, self.go_on = Counter(), 0, 0, threading.Event()

    def listen(self, path):
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length", 0))
                site.received.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
                self.rfile.read(length)
                site.by_socket[path] += 1
                body = json.dumps(site.received[-1]).encode() + b" " * site.padding
                if "long" in self.path:
                    site.go_on.wait(60)
                self.send_response(site.status)
                for name, value in {**site.headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)
                site.answered += 1

            do_GET = do_HEAD = do_POST = answer

            def address_string(self):
                return ""

            def log_message(self, *arguments):
                pass

        server = socketserver.ThreadingUnixStreamServer(str(path), Handler)
        server.daemon_threads = True
        path.chmod(0o666)
        self.servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def close(self):
        self.go_on.set()
        for server in self.servers:
            server.shutdown()
            server.server_close()

    @property
    def last(self):
        return self.received[-1][2]
