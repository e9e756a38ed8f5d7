"""Signals to higher slices, sent inside the transaction of the act."""

from django.dispatch import Signal

# Sent with `article`, `person` (the author before), `by` and `now` when an article gets another author.
reassigned = Signal()
