"""The log: one line for each event, without secrets, addresses of people or addresses of readers.

Every line passes `cut`, whoever wrote it: Django logs paths, and databases put rows into their errors.
"""

import json
import logging
import re
import secrets
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404

request_id = ContextVar("request_id", default="-")
user_id = ContextVar("user_id", default="-")  # of staff

CUTS = [
    (re.compile(r"(?i)(/(?:shared|compartido|invitation|password/+new)/)[^\s\"'<>]+"), r"\1…"),
    (re.compile(r"(/[^\s?\"'<>]*)\?[^\s\"'<>]+"), r"\1?…"),
    (re.compile(r"://[^\s/@\"']+@"), "://…@"),
    (re.compile(r"[^\s@<>\"'(),;:=/…]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"DETAIL:[^\n]*"), "DETAIL: …"),  # PostgreSQL shows the row
    # What looks like a key, wherever it was typed: a signature, a session, a digest.
    (re.compile(r"(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{40,}", re.ASCII), "…"),
    (re.compile(r"(?<![\w-])(?=\w*\d)[0-9a-z]{32,}", re.ASCII), "…"),
    (re.compile(r"(?i)(?<![\w-])(?:[0-9a-z]+-)?[0-9a-z]{6}-[0-9a-f]{32}", re.ASCII), "…"),
    (re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+"), " "),  # one line, whatever somebody has typed
]
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
REFUSALS = (PermissionDenied, SuspiciousOperation, Http404)  # of somebody's request, not errors: their path says it all
MOST_FRAMES, MOST_CAUSES = 15, 4


def cut(text: str) -> str:
    """The text on one line, without what nobody may read in the log."""
    for pattern, replacement in CUTS:
        text = pattern.sub(replacement, text)
    return text


def error_words(error: BaseException) -> str:
    """The error, where it came from, and what caused it; no values of variables."""
    words = []
    while error is not None and len(words) < MOST_CAUSES:
        frames = [
            f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
            for frame, line in traceback.walk_tb(error.__traceback__)
        ]
        words.append(f"{type(error).__name__}: {error} [{', '.join(frames[-MOST_FRAMES:])}]")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " caused by ".join(words)


def _short(path):
    return path.rpartition("/site-packages/")[2].removeprefix(f"{settings.BASE_DIR}/")


def event_of(record: logging.LogRecord) -> dict:
    event = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "request": request_id.get(),
        "user": user_id.get(),
        "logger": record.name,
        "message": cut(record.getMessage()),
    }
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and not isinstance(error, REFUSALS):
        event["error"] = cut(error_words(error))
    return event


class Lines(logging.Formatter):
    def format(self, record):
        event = event_of(record)
        error = f" | {event['error']}" if "error" in event else ""
        return "{time} {level} {request} {user} {logger}: {message}".format(**event) + error


class JsonLines(logging.Formatter):
    def format(self, record):
        return json.dumps(event_of(record), ensure_ascii=False)


class RequestIdMiddleware:
    """Gives each request an id for the log, or takes the one of the proxy in front.

    Nothing is reset at the end: Django logs a response after all middleware has returned.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
        request_id.set(given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8))
        user_id.set("-")
        response = self.get_response(request)
        if response.status_code >= 500:
            response.headers["X-Request-ID"] = request_id.get()
        return response
