"""Putting mails into the outbox, inside the transaction of the act that they are about; sending.py sends them."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from ..history.actions import record
from ..lib.acts import Act, does, require_act
from .acts import TRY_AGAIN, Attempt
from .models import Mail, SwitchedOff


def queue(act: Act, people: Iterable[int | None], *, target: Model, email: str = "", **detail: str) -> None:
    """One mail about the act to each person, by their keys; `detail` is what its text needs beside the rows.

    The key None stands for nobody: a row that is never sent, where writing none would tell that there is no account.

    Without a mail server nothing is stored: a mail that nobody sent must not go out when there is one at last.
    """
    if settings.SENDS_MAIL:
        about = {"target_type": target._meta.model_name, "target_id": target.pk, "email": email, "detail": detail}
        states = {True: Mail.State.WAITING, False: Mail.State.DROPPED}
        Mail.objects.bulk_create(Mail(act=act.name, person_id=key, state=states[bool(key)], **about) for key in people)


@transaction.atomic
def switch_off(person: Model, kinds: Iterable[str]) -> None:
    """`person` gets no mails of these kinds any more, and those of every other kind."""
    SwitchedOff.objects.filter(person=person).delete()
    SwitchedOff.objects.bulk_create([SwitchedOff(person=person, kind=kind) for kind in kinds], ignore_conflicts=True)


def drop_mails_about(target: Model) -> None:
    """Replace mails about it that are not sent yet by something newer."""
    Mail.objects.about(target).filter(state__in=[Mail.State.WAITING, Mail.State.FAILED]).update(
        state=Mail.State.DROPPED, detail={}
    )


@does(TRY_AGAIN)
@transaction.atomic
def try_again(mail: Mail, *, by, now: datetime | None = None) -> Mail:
    """Due at once, with as many attempts as a new mail."""
    mail = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    require_act(TRY_AGAIN, Attempt(by, mail, now))
    mail.state, mail.attempts, mail.next_attempt_at = Mail.State.WAITING, 0, now or timezone.now()
    mail.save(update_fields=["state", "attempts", "next_attempt_at"])
    record(by=by, act=TRY_AGAIN, target=mail, now=now)
    return mail
