import datetime

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ...history.logged_models import Logged
from ...lib.append_only import AppendOnly
from ...lib.bases import Bilingual, bilingual
from ...lib.texts import text_field
from ...roles import Realm

# A second person has accepted the batch, its proposer applies it without one, or it needs none.
IS_ACCEPTED = models.Q(second__isnull=False) | ~models.Q(forced_reason="") | models.Q(needs_second=False)
LATELY = datetime.timedelta(minutes=15)
LONGEST_ENTERING = datetime.timedelta(minutes=15)


class BatchQuerySet(models.QuerySet):
    def being_applied(self):
        """Batches that somebody applies and whose values become current, some hundred at a time."""
        return self.filter(IS_ACCEPTED, stage=Batch.Stage.PROPOSED)

    def left_entering(self, now=None):
        """Batches whose values were not recorded to the end: the process died. What is there never counts."""
        begun = (now or timezone.now()) - LONGEST_ENTERING
        return self.filter(stage=Batch.Stage.ENTERING, proposed_at__lt=begun)

    def applied_lately(self):
        return self.filter(stage=Batch.Stage.APPLIED, decided_at__gte=timezone.now() - LATELY)

    def undoing(self, batch):
        """Those that wait and would undo the batch."""
        return self.filter(stage=Batch.Stage.PROPOSED, reverts=batch)

    def needing_review(self):
        """Batches that somebody applied without a second person and that nobody else has reviewed."""
        return self.filter(stage=Batch.Stage.APPLIED, review=None).exclude(forced_reason="")


class Batch(Bilingual):
    """Vintages that were recorded together. They count once the batch is applied, and then it is immutable."""

    read_by_public = True

    class Kind(models.TextChoices):
        FIRST = "first", _("first entry")
        UPDATE = "update", _("scheduled update")
        METHOD = "method", _("change of method")
        CORRECTION = "correction", _("correction by the source")
        ERROR = "error", _("our error")
        RETRACTION = "retraction", _("retraction")
        SHOWN = "shown", _("shown to readers")  # without values of its own: those on record become public or preferred

    class Stage(models.TextChoices):
        ENTERING = "entering", _("being recorded")
        PROPOSED = "proposed", _("waiting for a second person")
        APPLIED = "applied", _("applied")
        REJECTED = "rejected", _("rejected")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.PROPOSED)
    reason_en = text_field(_("reason in English"), blank=True)
    reason_es = text_field(_("reason in Spanish"), blank=True)
    reason = bilingual("reason")
    release = models.ForeignKey("Release", models.PROTECT, null=True, blank=True, verbose_name=_("release"))
    by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name=_("by"))
    second = models.ForeignKey(
        "User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("second person")
    )
    needs_second = models.BooleanField(default=True, db_default=True, editable=False)
    reverts = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("reverts"))
    shows = models.ForeignKey(
        "Series", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("becomes public")
    )  # with its indicator and source, once the batch is applied
    # The reasons by language; {} where it does not become the preferred one.
    preferred_because = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    # What is learnt from its file when the values count: the arguments of actions/learning.py's `_learn`.
    learns = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    forced_reason = models.TextField(
        _("applied without a second person because"), max_length=2000, blank=True, db_default=""
    )
    changes_printed = models.BooleanField(default=False, db_default=False, editable=False)  # set when it is applied
    proposed_at = models.DateTimeField(_("proposed on"))
    decided_at = models.DateTimeField(_("applied or rejected"), null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    logged = Logged(Realm.STATISTICS, follows_fields=False, label=lambda key: _("Batch %(number)s") % {"number": key})

    class Meta:
        verbose_name = _("batch of values")
        verbose_name_plural = _("batches of values")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=["entering", "proposed"], decided_at=None)
                | ~models.Q(stage__in=["entering", "proposed"]) & models.Q(decided_at__isnull=False),
                name="batch_decided_when_not_proposed",
            ),
            models.CheckConstraint(
                condition=models.Q(second=None) | ~models.Q(second=models.F("by")), name="batch_second_is_another"
            ),
            models.CheckConstraint(
                condition=models.Q(forced_reason="") | models.Q(second=None), name="batch_forced_without_second"
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "-proposed_at"], name="batch_by_stage"),
            models.Index(fields=["-proposed_at"], condition=~models.Q(forced_reason=""), name="batch_forced"),
            models.Index(
                fields=["-decided_at", "-id"], condition=models.Q(changes_printed=True), name="batch_changes_printed"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {date_format(timezone.localtime(self.proposed_at), 'DATE_FORMAT')}"

    def get_kind_display(self):
        """What a series is preferred with shows readers nothing that they did not see."""
        return str(_("preferred series") if self.only_prefers else self.Kind(self.kind).label)

    @property
    def only_prefers(self):
        return self.kind == Batch.Kind.SHOWN and bool(self.preferred_because)

    @property
    def is_decided(self):
        """Also while it is being recorded or applied: nobody can decide about it."""
        return self.stage != Batch.Stage.PROPOSED or bool(self.second_id or self.forced_reason or not self.needs_second)


class BatchReview(AppendOnly):
    """Somebody else has read a batch that was applied without a second person."""

    batch = models.OneToOneField("Batch", models.PROTECT, related_name="review")
    by = models.ForeignKey("User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(_("what you found"), max_length=2000, blank=True)

    def __str__(self):
        return f"{self.batch}: {self.by}"
