"""Signals to higher slices, sent inside the transaction of the act."""

from django.dispatch import Signal

# An account was deactivated. Arguments: `person`, `by` (None: the site itself), `now`.
person_left = Signal()
# The password was changed or removed, in whatever way. Argument: `person`.
password_replaced = Signal()
# The roles of `person` were changed. Arguments as for `person_left`.
roles_changed = Signal()
