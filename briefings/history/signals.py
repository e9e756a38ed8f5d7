"""Signals to higher slices, sent inside the transaction of the act."""

from django.dispatch import Signal

# Arguments: `target`, and `now`, None for the present moment. Receivers may set fields: the target is saved afterwards.
made_public = Signal()
# Argument: `target`. Receivers may raise ValidationError.
asks_to_be_public = Signal()
