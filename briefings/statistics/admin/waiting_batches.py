"""The desk's lists of batches that wait for somebody else."""

from operator import attrgetter

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from ...lib.admin.desk import Row, Section, first_keys, on_desk
from ...lib.texts import day_and_time
from ...roles import may
from ..models import Batch, Observation, Vintage


def _proposed():
    return Batch.objects.filter(stage=Batch.Stage.PROPOSED, second=None, needs_second=True)


def proposed_by_others(user):
    return _proposed().exclude(by=user)


def _row_label(batch, observation):
    """Series and period of the batch's first value, and whether there are others."""
    if observation is None:
        return str(batch.shows or batch)
    names = {"series": observation.series, "period": observation.period.label()}
    if batch.last_value != batch.first_value:
        return _("%(period)s and others: %(series)s") % names
    return _("%(period)s: %(series)s") % names


@on_desk
def batches_that_wait(user):
    """Their first keys are read in one query, the batches only where there is one."""
    lists = {}
    if may(user, "second_revision"):
        lists["figures"] = proposed_by_others(user).order_by("-proposed_at")
        lists["review"] = Batch.objects.needing_review().exclude(by=user).order_by("proposed_at")
    if may(user, "enter_values"):
        lists["own"] = _proposed().filter(by=user).order_by("-proposed_at")
    keys = first_keys(lists)
    found = _batches({key for of_list in keys.values() for key in of_list})
    url = reverse("admin:briefings_batch_changelist")
    if "figures" in lists:
        empty = _("No revision of others waits for a second person.")
        place = 1 if may(user, "enter_values") else 25  # an analyst's desk begins with it
        title, words = _("Figures to look at"), _("All figures to look at")
        yield Section(place, title, _rows(found, keys["figures"]), empty, f"{url}?desk=figures", words)
    if keys.get("own"):
        title = _("Your values that wait for a second person")
        yield Section(2, title, _rows(found, keys["own"]), "", url, _("All batches"))
    if keys.get("review"):
        title = _("Values that nobody else has reviewed")
        yield Section(26, title, _rows_to_review(found, keys["review"]), "", url, _("All batches"))


def _batches(keys):
    """{key: (batch, its first value or None)}"""
    if not keys:
        return {}
    values = Vintage.objects.filter(batch=OuterRef("pk")).values("observation")
    batches = Batch.objects.select_related("shows__indicator", "shows__area", "shows__source", "by").annotate(
        first_value=Subquery(values.order_by("pk")[:1]), last_value=Subquery(values.order_by("-pk")[:1])
    )
    batches = batches.in_bulk(keys)
    first = Observation.objects.with_names().in_bulk({each.first_value for each in batches.values()} - {None})
    return {key: (batch, first.get(batch.first_value)) for key, batch in batches.items()}


def _rows(found, keys):
    """The newest first."""
    batches = sorted((found[key] for key in keys), key=lambda each: each[0].proposed_at, reverse=True)
    return [
        Row(
            reverse("admin:briefings_batch_change", args=[batch.pk]),
            _row_label(batch, observation),
            f"{batch.reason} · {day_and_time(batch.proposed_at)}",
        )
        for batch, observation in batches
    ]


def _rows_to_review(found, keys):
    """The oldest first."""
    batches = sorted((found[key][0] for key in keys), key=attrgetter("proposed_at"))
    words = _("applied by %(who)s without a second person: %(why)s")
    return [
        Row(
            reverse("admin:briefings_batch_change", args=[batch.pk]),
            str(batch),
            words % {"who": batch.by, "why": batch.forced_reason[:100]},
        )
        for batch in batches
    ]
