"""Python imports this by itself. libfaketime 0.9 breaks the absolute sleep of Python 3.11; select sleeps as well."""

import select
import time


def sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select([], [], [], seconds)


time.sleep = sleep
