"""What the statistics say to higher slices, inside the transaction of the act."""

from django.dispatch import Signal

# Sent with `batch`, `observations` (keys of those whose batch now counts), `by` and `now`.
values_applied = Signal()
