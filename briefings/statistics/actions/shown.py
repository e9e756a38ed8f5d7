"""What happens to a series that becomes public or preferred, once that is decided."""

from datetime import datetime

from ...history.actions import become_public, record
from ...history.public_token import public_changed
from ..acts import PREFER
from ..entering.showing import parts_of
from ..models import Batch, Series


def show_with(batch: Batch, *, now: datetime | None = None) -> None:
    """What becomes public or preferred with the batch that is applied now, as its proposer has asked for it."""
    series = locked(batch.shows)
    if not batch.only_prefers:
        for part in parts_of(series):
            become_public(part, by=batch.by, now=now)
    if batch.preferred_because:
        set_preferred(series, reason=batch.preferred_because, by=batch.by, now=now)


def locked(series):
    """With its sisters, in key order: two people who prefer one each would wait for one another."""
    list(Series.objects.select_for_update(of=("self",)).filter(series.sisters).order_by("pk"))
    return Series.objects.with_names().get(pk=series.pk)


def set_preferred(series, *, reason, by, now):
    """`series` is `locked`."""
    others = Series.objects.filter(series.sisters, preferred=True).exclude(pk=series.pk)
    preferred = list(others.order_by("pk").values_list("pk", flat=True))
    Series.objects.filter(pk__in=preferred).update(preferred=False, preferred_reason_en="", preferred_reason_es="")
    public_changed()
    series.refresh_from_db(fields=["public_since"])
    series.preferred = True
    series.preferred_reason_en, series.preferred_reason_es = reason["en"], reason["es"]
    series.save(update_fields=["preferred", "preferred_reason_en", "preferred_reason_es"])
    detail = {"instead_of": preferred, "reason": reason}
    record(by=by, act=PREFER, target=series, detail=detail, now=now)
    return series
