from .applying import (
    apply_batch,
    check_current,
    finish_applying,
    finish_interrupted,
    force_apply_batch,
    reject_batch,
    review_batch,
)
from .preferring import prefer
from .recording import record_batch, record_values
from .starting import NewSeries, start_series
