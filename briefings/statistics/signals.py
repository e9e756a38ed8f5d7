"""Signals to higher slices, sent inside the transaction of the act."""

from django.dispatch import Signal

# Arguments: `batch`, `observations` (keys of those with a value in the batch), `by` and `now`. Sent for each part of a
# batch that is applied in several transactions, and again for a part if the process dies.
values_applied = Signal()
