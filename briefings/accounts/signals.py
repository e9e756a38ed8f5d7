"""What accounts say to higher slices, inside the transaction of the act."""

from django.dispatch import Signal

# Sent with `person`, `by` (None: the system) and `now` (None: the present) when an account is shut.
person_left = Signal()
# Sent with `person` when an account has got another password, or none, by whatever way.
password_replaced = Signal()
# Sent as the first one when somebody has got other roles; `person` has them.
roles_changed = Signal()
