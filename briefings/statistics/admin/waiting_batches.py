"""The desk's lists of batches that wait for somebody else."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from ...lib.admin.desk import FETCHED, Row, Section, on_desk
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
def figures_to_look_at(user):
    if not may(user, "second_revision"):
        return []
    empty, url = _("No revision of others waits for a second person."), reverse("admin:briefings_batch_changelist")
    place = 1 if may(user, "enter_values") else 25  # an analyst's desk begins with it
    rows = _rows(proposed_by_others(user))
    return [Section(place, _("Figures to look at"), rows, empty, f"{url}?desk=figures", _("All figures to look at"))]


@on_desk
def own_figures_that_wait(user):
    """Only where there is one."""
    rows = _rows(_proposed().filter(by=user)) if may(user, "enter_values") else []
    url = reverse("admin:briefings_batch_changelist")
    return [Section(2, _("Your values that wait for a second person"), rows, "", url, _("All batches"))] if rows else []


def _rows(batches):
    values = Vintage.objects.filter(batch=OuterRef("pk")).values("observation")
    batches = (
        batches.select_related("shows__indicator", "shows__area", "shows__source")
        .order_by("-proposed_at")
        .annotate(first_value=Subquery(values.order_by("pk")[:1]), last_value=Subquery(values.order_by("-pk")[:1]))[
            :FETCHED
        ]
    )
    first = Observation.objects.with_names().in_bulk([batch.first_value for batch in batches if batch.first_value])
    return [
        Row(
            reverse("admin:briefings_batch_change", args=[batch.pk]),
            _row_label(batch, first.get(batch.first_value)),
            f"{batch.reason} · {day_and_time(batch.proposed_at)}",
        )
        for batch in batches
    ]


@on_desk
def batches_to_review(user):
    """Only where there is one."""
    if not may(user, "second_revision"):
        return []
    batches = Batch.objects.needing_review().exclude(by=user).select_related("by").order_by("proposed_at")[:FETCHED]
    rows = [
        Row(
            reverse("admin:briefings_batch_change", args=[batch.pk]),
            str(batch),
            _("applied by %(who)s without a second person: %(why)s")
            % {"who": batch.by, "why": batch.forced_reason[:100]},
        )
        for batch in batches
    ]
    title, url = _("Values that nobody else has reviewed"), reverse("admin:briefings_batch_changelist")
    return [Section(26, title, rows, "", url, _("All batches"))] if rows else []
