"""Begin a series: with its indicator, source and release where they are new, all public together."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...history.actions import record
from ...lib.acts import Attempt, does, require_act
from ...sources.models import Release, Source
from ..acts import START_SERIES
from ..models import Area, Indicator, Series
from .reasons import require_reason


@dataclass
class NewSeries:
    """What a series is begun with. Indicator, source and release are saved ones, or new ones without a key.

    `preferred_because`: reasons by language why it is the preferred series; {} where it is not.
    """

    indicator: Indicator
    area: Area
    frequency: str
    source: Source
    release: Release | None = None
    preferred_because: dict[str, str] = field(default_factory=dict)

    def existing(self) -> Series | None:
        if not (self.indicator.pk and self.source.pk):
            return None
        parts = {"indicator": self.indicator, "area": self.area, "source": self.source}
        return Series.objects.filter(frequency=self.frequency, **parts).first()


@does(START_SERIES)
@transaction.atomic
def start_series(new: NewSeries, *, by: User, now: datetime | None = None) -> Series:
    """Save what is new, all or nothing. It becomes public, and preferred where so asked, with its first values.

    They are recorded by `record_batch(…, shows=series)`, in the same transaction.
    """
    require_act(START_SERIES, Attempt(by, now))
    if new.existing():
        raise ValidationError(_("This series exists already. Enter its values on its own page."), code="exists")
    if new.preferred_because:
        require_reason(new.preferred_because)
    for part in (new.indicator, new.source):
        if part.pk is None:
            part.full_clean()
            part.save()
    if new.release and new.release.pk is None:
        new.release.source = new.source
        new.release.full_clean()
        new.release.save()
    series = Series(indicator=new.indicator, area=new.area, frequency=new.frequency, source=new.source)
    series.full_clean()
    series.save()
    record(by=by, act=START_SERIES, target=series, now=now)
    return Series.objects.with_names().get(pk=series.pk)
