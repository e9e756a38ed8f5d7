from .applying import (
    apply_batch,
    check_current,
    finish_applying,
    finish_interrupted,
    force_apply_batch,
    reject_batch,
    review_batch,
)
from .newest import wrong_newest
from .recording import record_batch, record_values
from .showing import prefer, show_series
from .starting import NewSeries, start_series
