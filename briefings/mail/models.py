"""The outbox: one row for each mail to one person. It has no text and no links: both are made when the mail is sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..history.logged_models import Logged
from ..lib.acts import ACTS, Act, act_words
from ..roles import Realm


class SwitchedOff(models.Model):
    """A kind of mail that somebody does not want. What declares no kind, as mails about an account, always comes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="mail_switched_off_once")]

    def __str__(self):
        return f"{self.person}: {self.kind}"


def is_switched_off(person: models.Model, kind: str) -> bool:
    return SwitchedOff.objects.filter(person=person, kind=kind).exists()


class MailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Mail.State.WAITING)

    def due(self, now=None):
        return self.waiting().filter(next_attempt_at__lte=now or timezone.now())

    def unsent(self):
        """Given up, or tried at least once without success. Whoever has been deactivated gets no mail any more."""
        troubled = Q(state=Mail.State.FAILED) | Q(state=Mail.State.WAITING, attempts__gt=0)
        return self.filter(troubled).exclude(person__is_active=False, email="")

    def about(self, target):
        return self.filter(target_type=target._meta.model_name, target_id=target.pk)


class Mail(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("will be tried again")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")
        DROPPED = "dropped", _("not needed any more")

    class Problem(models.TextChoices):
        UNREACHABLE = "unreachable", _("The mail server does not answer.")
        SIGN_IN = "sign_in", _("The mail server does not accept the user name and password of the settings.")
        RECIPIENT = "recipient", _("The mail server refuses the address.")
        REFUSED = "refused", _("The mail server refuses the mail.")
        STOPPED = "stopped", _("The site stopped while it was sending.")
        FAULT = "fault", _("A fault of the site; its log says which.")

    act = models.CharField(_("act"), max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name=_("person")
    )
    # Only where it is not the person's own, such as their former one.
    email = models.EmailField(_("e-mail address"), blank=True)
    target_type = models.CharField(_("kind of thing"), max_length=60)
    target_id = models.BigIntegerField(_("its number"))
    detail = models.JSONField(_("detail"), default=dict, blank=True)  # emptied once the mail is sent
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem.choices, blank=True)
    code = models.PositiveSmallIntegerField(_("answer of the mail server"), null=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = MailQuerySet.as_manager()

    logged = Logged(Realm.USERS, follows_fields=False)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails that could not be sent")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="waiting"), name="mail_waiting"),
            models.Index(fields=["created_at"], condition=Q(state="failed"), name="mail_failed"),
            models.Index(fields=["target_type", "target_id"], name="mail_of_target"),
        ]

    def __str__(self):
        return f"{act_words(self.act)} → {self.person or self.email}"

    @property
    def declaration(self) -> Act:
        return ACTS[self.act]

    @property
    def recipient(self) -> str:
        return self.email or (self.person.email if self.person else "")

    @property
    def problem_words(self) -> str:
        return f"{self.get_problem_display()} ({self.code})" if self.code else self.get_problem_display()
