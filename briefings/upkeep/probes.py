"""/healthz: this process answers. /readyz: what it needs answers too; warnings are in its body."""

import threading

from django.http import HttpResponse

from .readiness import Check, checks_of_own_connection

TIME = 1.7  # seconds


class Probes:
    """Answers before the host name is compared: who watches a site may ask by IP address."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.probe = None

    def __call__(self, request):
        if request.path_info == "/healthz":
            return plain("ok\n")
        if request.path_info == "/readyz":
            return ready(self.checks())
        return self.get_response(request)

    def checks(self) -> list[Check]:
        """In a thread, because nothing else ends the wait for a server that accepts connections and says nothing."""
        if self.probe is None or not self.probe.is_alive():
            self.found = []
            self.probe = threading.Thread(target=lambda: self.found.extend(checks_of_own_connection()), daemon=True)
            self.probe.start()
        self.probe.join(TIME)
        if self.probe.is_alive():
            return [Check("database", False, f"no answer within {TIME} seconds", is_fatal=True)]
        return self.found


def ready(checks: list[Check]) -> HttpResponse:
    failed = [check for check in checks if check.is_fatal and not check.is_ok]
    lines = [f"{check.name}: {check.word}{f' ({check.note})' if check.note else ''}\n" for check in checks]
    return plain("".join(["not ready\n" if failed else "ready\n", *lines]), status=503 if failed else 200)


def plain(content: str, status: int = 200) -> HttpResponse:
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow, noarchive"}
    return HttpResponse(content, status=status, content_type="text/plain", headers=headers)
