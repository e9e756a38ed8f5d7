"""Revisions that wait for a second person: on the desk, and as a filter of the list of batches."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.admin.desk import FETCHED, Row, Section, on_desk
from ...roles import may
from ..models import Batch, Observation, Vintage


def waiting_for(user):
    """Proposed by somebody else."""
    return Batch.objects.filter(stage=Batch.Stage.PROPOSED).exclude(by=user)


class WaitsForMe(admin.SimpleListFilter):
    title = gettext_lazy("second person")
    parameter_name = "desk"

    def lookups(self, request, model_admin):
        return [("figures", _("Waits for me"))] if may(request.user, "second_revision") else []

    def queryset(self, request, queryset):
        if self.value() == "figures":
            return queryset.filter(pk__in=waiting_for(request.user).values("pk"))
        return queryset


def _revised(batch, observation):
    """The batch's first value, by series and period; whether it holds others."""
    if observation is None:
        return str(batch)
    words = {"series": observation.series, "period": observation.period.label()}
    if batch.last_value != batch.first_value:
        return _("%(period)s and others: %(series)s") % words
    return _("%(period)s: %(series)s") % words


@on_desk
def figures_to_look_at(user):
    if not may(user, "second_revision"):
        return []
    values = Vintage.objects.filter(batch=OuterRef("pk")).values("observation")
    batches = (
        waiting_for(user)
        .order_by("-proposed_at")
        .annotate(first_value=Subquery(values.order_by("pk")[:1]), last_value=Subquery(values.order_by("-pk")[:1]))[
            :FETCHED
        ]
    )
    names = Observation.objects.select_related("series__indicator", "series__area", "series__source")
    first = names.in_bulk([batch.first_value for batch in batches if batch.first_value])
    rows = [
        Row(
            reverse("admin:briefings_batch_change", args=[batch.pk]),
            _revised(batch, first.get(batch.first_value)),
            f"{batch.reason} · {date_format(localtime(batch.proposed_at), 'SHORT_DATETIME_FORMAT')}",
        )
        for batch in batches
    ]
    empty, url = _("No revision waits for a second person."), reverse("admin:briefings_batch_changelist")
    return [Section(90, _("Figures to look at"), rows, empty, f"{url}?desk=figures", _("All figures to look at"))]
