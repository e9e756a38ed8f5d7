"""Signals to higher slices, sent inside the transaction of the act."""

from django.dispatch import Signal

# Arguments: `batch`, `observations` (keys of those with a value in the applied batch), `by` and `now`.
values_applied = Signal()
