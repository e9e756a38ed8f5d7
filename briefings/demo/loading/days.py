"""Moments of the story, by the clock of Guayaquil."""

import datetime
from zoneinfo import ZoneInfo

ECUADOR = ZoneInfo("America/Guayaquil")


def day(text):
    """The date in an ISO text; None where it is empty."""
    return datetime.date.fromisoformat(text) if text else None


def at(date, time):
    """`at("2026-07-06", "09:30")`; the date may be a date."""
    return datetime.datetime.fromisoformat(f"{date} {time}").replace(tzinfo=ECUADOR)


def minutes(number):
    return datetime.timedelta(minutes=number)
