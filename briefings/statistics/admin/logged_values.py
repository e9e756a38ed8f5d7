"""Values in the log: its events name batches, and this finds the batches that brought a number in or replaced it."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from ...history.log import Finding, finds
from ...history.models import Event
from ...lib.acts import names_of
from ...lib.numbers import format_number, parse_number
from ..acts import APPLY_BATCH, FORCE_APPLY, RECORD_VALUES, REJECT_BATCH, REVISE
from ..models import Vintage

MOST = 500  # observations and batches
OF_SERIES = names_of(RECORD_VALUES, REVISE)
OF_BATCH = names_of(APPLY_BATCH, FORCE_APPLY, REJECT_BATCH)
NAMES = ["observation__series__indicator", "observation__series__area", "observation__series__source"]


@finds
def values_in_log(text: str) -> Finding | None:
    """Of a number in either language's format: "47.2", "47,2", "4 886". "4.886" is searched for as both."""
    numbers = {number for mark in ".," if (number := _number(text, mark)) is not None}
    steps = _steps(numbers) if numbers else {}
    if not steps:
        return None
    keys = sorted(steps)
    of_batch = Q(act__in=OF_BATCH, target_type="batch", target_id__in=keys)
    return Finding(Q(act__in=OF_SERIES, detail__batch__in=keys) | of_batch, lambda event: steps.get(_batch(event), []))


def _number(text, mark) -> Decimal | None:
    try:
        return parse_number(text, mark, confirmed=True)
    except ValueError:
        return None


def _batch(event):
    if not isinstance(event, Event):
        return None
    if event.act in OF_BATCH:
        return event.target_id
    detail = event.short_detail if hasattr(event, "short_detail") else event.detail
    return detail.get("batch")


def _steps(numbers) -> dict[int, list[tuple[str, str, str]]]:
    """{batch: (what of, old value, new value) of each step from or to one of the numbers}. The old value is what was
    current when the batch was decided; there is none where the new one did not become current.
    """
    newest = Vintage.objects.filter(value__in=numbers).order_by("-pk").values_list("observation", flat=True)[:MOST]
    decided = Coalesce(OuterRef("batch__decided_at"), Value(timezone.now()))
    vintages = Vintage.objects.filter(observation__in=set(newest)).with_replaced(decided, replaced="pk")
    vintages = {vintage.pk: vintage for vintage in vintages.select_related(*NAMES)}
    steps = defaultdict(list)
    for vintage in sorted(vintages.values(), key=lambda each: (each.observation_id, each.recorded_at, each.pk)):
        old = vintages.get(vintage.replaced)
        if old and (old.known_on, old.recorded_at, old.pk) > (vintage.known_on, vintage.recorded_at, vintage.pk):
            old = None  # this one stays history
        if vintage.value in numbers or (old is not None and old.value in numbers):
            observation = vintage.observation
            label = f"{observation.series}, {observation.period.label()}"
            steps[vintage.batch_id].append((label, _text(old), _text(vintage)))
    return dict(sorted(steps.items(), reverse=True)[:MOST])


def _text(vintage):
    """With every digit on record."""
    if vintage is None:
        return ""
    if vintage.value is None:
        return "–"
    shown = vintage.observation.series.indicator.decimals
    return format_number(vintage.value, max(shown, -vintage.value.as_tuple().exponent))
