"""Locks and permissions of acts on accounts. One act runs at a time; one account that can manage people must remain."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..history.actions import record as record_event
from ..roles import ADMINISTRATOR, may, require
from .models import User


def lock_accounts() -> None:
    """The lock that every act on an account takes first, so that two acts never deadlock."""
    list(Group.objects.select_for_update(no_key=True).filter(name=ADMINISTRATOR))


def locked_manager(by: User) -> User:
    """`by` read again after the lock; PermissionDenied unless they may manage people."""
    require(by, "manage_users")
    lock_accounts()
    by = User.objects.get(pk=by.pk)
    require(by, "manage_users")
    return by


def locked(person: User) -> User:
    """The account, locked after `lock_accounts` and before anything else.

    FOR NO KEY UPDATE, so that foreign keys to it do not wait: an act on an article, which locks the article first,
    would deadlock with an act on its author's account.
    """
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def may_act_on(person: User, by: User) -> bool:
    """Nobody acts on their own account, and only superusers on that of a superuser."""
    return may(by, "manage_users") and person.pk != by.pk and (by.is_superuser or not person.is_superuser)


def require_manager_left(was_manager: bool) -> None:
    """Refuse the change just made, before the lock ends, if nobody can manage people any more."""
    if was_manager and not User.objects.managers().exists():
        raise ValidationError(
            _("Nobody would be left who can manage people. Make somebody else an administrator first."), code="last"
        )


def is_manager(person: User) -> bool:
    return User.objects.managers().filter(pk=person.pk).exists()


def record(*, by, act, person, now=None, **detail):
    return record_event(by=by, act=act, target=person, detail=detail, now=now)
