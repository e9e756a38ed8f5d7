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


def working_day(now, number):
    """The date of the `number`th working day after `now`; before it where negative."""
    found, left = now.astimezone(ECUADOR).date(), abs(number)
    step = datetime.timedelta(days=1 if number > 0 else -1)
    while left:
        found += step
        left -= found.weekday() < 5
    return found


def minutes(number):
    return datetime.timedelta(minutes=number)
