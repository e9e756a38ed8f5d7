"""Dates and times in the time zone of Ecuador."""

import datetime
from zoneinfo import ZoneInfo

ECUADOR = ZoneInfo("America/Guayaquil")


def day(text):
    """The date of an ISO text; None for ""."""
    return datetime.date.fromisoformat(text) if text else None


def at(date, time):
    """`at("2026-07-06", "09:30")`; the first argument may also be a date."""
    return datetime.datetime.fromisoformat(f"{date} {time}").replace(tzinfo=ECUADOR)


def minutes(number):
    return datetime.timedelta(minutes=number)
