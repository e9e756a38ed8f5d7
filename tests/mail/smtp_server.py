"""A mail server for tests: takes mails, refuses addresses with “refused” in them, or never answers."""

import socketserver
import threading
from contextlib import contextmanager


class Conversation(socketserver.StreamRequestHandler):
    def answer(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.server.connections += 1
        if self.server.is_silent:
            self.server.over.wait(10)
            return
        self.answer("220 ready")
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            if command == "DATA":
                self.answer("354 go on")
                self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            if command == "QUIT":
                self.answer("221 bye")
                return
            self.answer("550 no such user" if command == "RCPT" and "refused" in line else "250 fine")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


@contextmanager
def mail_server(settings, *, is_silent=False):
    """The server, which the settings name while the block runs."""
    with Server(("127.0.0.1", 0), Conversation) as server:
        server.mails, server.connections, server.is_silent, server.over = [], 0, is_silent, threading.Event()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
