"""Datetimes relative to the database's clock, so that no test depends on today's date."""

import datetime

from briefings.lib.clock import database_now as now

__all__ = ["DAY", "HOUR", "MINUTE", "now"]

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
