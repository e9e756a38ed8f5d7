"""What a process that answers requests does once, before the first of them."""

import gc

from django.urls import get_resolver


def leave_out_of_collections() -> None:
    """What a process has loaded stays, and full garbage collections need not go through it: each took 0.1 s, and every
    twelfth form of an article of thirty blocks waited for one."""
    get_resolver().url_patterns  # noqa: B018 - loads the views
    gc.collect()
    gc.freeze()
