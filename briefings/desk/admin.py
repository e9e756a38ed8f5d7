from . import calendar, home, own_history
