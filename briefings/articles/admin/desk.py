"""What the first page of the administration holds ready for somebody: their drafts, and what waits for them."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ...history.models import Event
from ...history.words import act_words
from ...roles import may
from ...statistics.models import Batch, Observation, Vintage
from ..models import Article, Edition
from ..models.articles import Stage
from .stages import untouched

SHOWN = 8


@dataclass
class Section:
    """`rows` are (address, words, a note)."""

    title: str
    rows: list
    empty: str


def _when(moment):
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")


def _url(thing, model=""):
    return reverse(f"admin:briefings_{model or thing._meta.model_name}_change", args=[thing.pk])


def _articles(**conditions):
    return Article.objects.select_related("workflow__owner", "changed_by").filter(**conditions).order_by("-changed_at")


def _drafts(user):
    drafts = _articles(workflow__owner=user, workflow__stage=Stage.DRAFT).exclude(untouched())[:SHOWN]
    return Section(
        _("My drafts"), [(_url(draft), str(draft), _note(draft, user)) for draft in drafts], _("No draft of yours.")
    )


def _note(draft, user):
    if draft.workflow.returned_comment:
        return _("returned with a comment")
    if draft.changed_by_id != user.pk:
        return _("changed by %(who)s") % {"who": draft.changed_by}
    return _when(draft.changed_at)


def _waiting_for_editors(user):
    waiting = _articles(workflow__stage__in=[Stage.IN_REVIEW, Stage.APPROVED]).exclude(
        workflow__submitted_by=user, workflow__stage=Stage.IN_REVIEW
    )[:SHOWN]
    rows = [(_url(one), str(one), f"{one.workflow.get_stage_display()} · {one.workflow.owner}") for one in waiting]
    return Section(_("Waiting for me"), rows, _("Nothing waits for an editor."))


def _scheduled(user):
    editions = Edition.objects.waiting().select_related("article__workflow").defer("document").order_by("publish_at")
    if not may(user, "read_drafts"):
        editions = editions.filter(article__workflow__owner=user)
    rows = [
        (_url(edition.article), str(edition), _("held") if edition.held_at else _when(edition.publish_at))
        for edition in editions[:SHOWN]
    ]
    return Section(_("Scheduled"), rows, _("No edition is waiting for its date."))


def _revised(batch, observation):
    """The batch's first value, by series and period; whether it holds others."""
    if observation is None:
        return str(batch)
    words = {"series": observation.series, "period": observation.period.label()}
    if batch.last_value != batch.first_value:
        return _("%(period)s and others: %(series)s") % words
    return _("%(period)s: %(series)s") % words


def _figures(user):
    batches = Batch.objects.filter(stage=Batch.Stage.PROPOSED).exclude(by=user).order_by("-proposed_at")
    values = Vintage.objects.filter(batch=OuterRef("pk")).values("observation")
    batches = batches.annotate(
        first_value=Subquery(values.order_by("pk")[:1]), last_value=Subquery(values.order_by("-pk")[:1])
    )[:SHOWN]
    names = Observation.objects.select_related("series__indicator", "series__area", "series__source")
    first = names.in_bulk([batch.first_value for batch in batches if batch.first_value])
    rows = [
        (_url(batch), _revised(batch, first.get(batch.first_value)), f"{batch.reason} · {_when(batch.proposed_at)}")
        for batch in batches
    ]
    return Section(_("Figures to look at"), rows, _("No revision waits for a second person."))


def _acts(user):
    events = Event.objects.seen_by(user).exclude(act="save").defer("detail")[:SHOWN]
    rows = [
        (_url(event), f"{act_words(event.act)}: {event.target_label}", f"{event.by_name}, {_when(event.at)}")
        for event in events
    ]
    return Section(_("Recent acts"), rows, _("Nothing has been recorded yet."))


def sections(user):
    """What this person's roles make theirs to do, in the order in which it matters."""
    shown = []
    if may(user, "approve_article"):
        shown.append(_waiting_for_editors(user))
    if may(user, "write_article"):
        shown.append(_drafts(user))
    if may(user, "write_article") or may(user, "read_drafts"):
        shown.append(_scheduled(user))
    if may(user, "second_revision"):
        shown.append(_figures(user))
    if any(may(user, f"see_{realm}_history") for realm in ("article", "statistics", "user")):
        shown.append(_acts(user))
    return shown
