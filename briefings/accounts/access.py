"""Locks and permissions of acts on accounts: one act at a time, and somebody who can manage people always remains."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..history.actions import record as record_event
from ..roles import ADMINISTRATOR, may, require
from .models import User


def take_turns():
    """Acts on people wait here for each other; always the first lock, so that two never wait crosswise."""
    list(Group.objects.select_for_update(no_key=True).filter(name=ADMINISTRATOR))


def manager(by):
    """`by` as the database has them now, whose turn it is; refused unless they may manage people."""
    require(by, "manage_users")
    take_turns()
    by = User.objects.get(pk=by.pk)
    require(by, "manage_users")
    return by


def locked(person):
    """The account, locked after the turn was taken and before anything else.

    `no_key`: articles, comments and links may go on referring to it, so that no act on an article, which locks the
    article first, waits for an account while an act on the account waits for what the other has locked.
    """
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def may_act_on(person, by):
    """Whether `by` may do to the person what only somebody else may."""
    return may(by, "manage_users") and person.pk != by.pk and (by.is_superuser or not person.is_superuser)


def require_manager_left(was_manager):
    """After the change, still inside the turn: somebody can manage people, if somebody could before."""
    if was_manager and not User.objects.managers().exists():
        raise ValidationError(
            _("Nobody would be left who can manage people. Make somebody else an administrator first."), code="last"
        )


def is_manager(person):
    return User.objects.managers().filter(pk=person.pk).exists()


def record(*, by, act, person, now=None, **detail):
    return record_event(by=by, act=act, target=person, detail=detail, now=now)
