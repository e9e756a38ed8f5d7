"""What the desk adds to the admin site: its home page and the calendar."""

from . import calendar, home, own_history
