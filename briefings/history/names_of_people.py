"""What the people in the record are called. It keeps their user names as they were; pages add their full names."""

from django.contrib.auth import get_user_model
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from ..lib.acts import ACTS
from ..roles import may
from .log_words import names_people


class Names:
    """The full names of accounts, by key and by user name; found in one query."""

    def __init__(self, accounts):
        accounts = list(accounts.only("username", "first_name", "last_name"))
        self.by_key = {account.pk: str(account) for account in accounts}
        self.by_user_name = {account.get_username(): str(account) for account in accounts}

    def who(self, entry):
        """Who did it: the full name now, or the user name as it was where the account has neither or is gone."""
        if entry.by_id is None:
            act = ACTS.get(entry.act)
            return _("a visitor") if act and act.by_visitor else _("the site itself")
        return self.by_key.get(entry.by_id) or entry.by_name

    def user_name(self, entry):
        """The user name on record, where it says more than `who`."""
        return entry.by_name if entry.by_id is not None and entry.by_name != self.who(entry) else ""

    def called(self, user_name):
        return self.by_user_name.get(user_name, user_name)


def may_open(entry, user):
    """Whether the person may open the page of the thing that the entry is about: accounts are for those who manage
    people."""
    return entry.target_type != get_user_model()._meta.model_name or may(user, "manage_users")


def names_in(entries):
    """The names of everybody whom these entries of the log name; `entries` is a list."""
    user_names = set()
    for entry in entries:
        if naming := names_people(entry):
            detail = entry.told if hasattr(entry, "told") else entry.detail
            user_names |= {detail.get(name) for name in naming} - {None}
    return names_of_doers(entries, user_names)


def names_of_doers(entries, user_names=()):
    """The names of those who did what these entries tell."""
    keys = {entry.by_id for entry in entries} - {None}
    accounts = get_user_model()._base_manager
    return Names(
        accounts.filter(Q(pk__in=keys) | Q(username__in=user_names)) if keys or user_names else accounts.none()
    )


def names_of_all():
    return Names(get_user_model()._base_manager.all())


def called(text):
    """Keys of the accounts with the text in their full name."""
    named = get_user_model()._base_manager.annotate(full=Concat("first_name", Value(" "), "last_name"))
    return named.filter(full__icontains=text).values("pk")
