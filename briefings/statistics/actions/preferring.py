from datetime import datetime

from django.db import transaction

from ...accounts.models import User
from ...history.actions import record
from ...history.public_token import public_changed
from ...lib.acts import Attempt, does, require_act
from ..acts import PREFER
from ..models import Series
from .reasons import require_reason


@does(PREFER)
@transaction.atomic
def prefer(series: Series, *, reason: dict[str, str], by: User, now: datetime | None = None) -> Series:
    """Make this the preferred series of its indicator, area and frequency instead of any other."""
    require_act(PREFER, Attempt(by, now))
    reason = require_reason(reason)
    series = Series.objects.with_names().get(pk=series.pk)
    sisters = Series.objects.select_for_update(of=("self",)).filter(
        indicator=series.indicator_id, area=series.area_id, frequency=series.frequency
    )
    preferred = [sister.pk for sister in sisters.order_by("pk") if sister.preferred and sister.pk != series.pk]
    Series.objects.filter(pk__in=preferred).update(preferred=False, preferred_reason_en="", preferred_reason_es="")
    public_changed()
    series.preferred = True
    series.preferred_reason_en, series.preferred_reason_es = reason["en"], reason["es"]
    series.save(update_fields=["preferred", "preferred_reason_en", "preferred_reason_es"])
    detail = {"instead_of": preferred, "reason": reason}
    record(by=by, act=PREFER, target=series, detail=detail, now=now)
    return series
