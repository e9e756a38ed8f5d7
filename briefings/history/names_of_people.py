"""Full names of the people in the log, whose rows hold only user names."""

from django.contrib.auth import get_user_model
from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from ..lib.acts import ACTS
from ..roles import may
from .log_words import names_people


class Names:
    """Full names by key and by user name, read in one query."""

    def __init__(self, accounts):
        accounts = list(accounts.only("username", "first_name", "last_name"))
        self.by_key = {account.pk: str(account) for account in accounts}
        self.by_user_name = {account.get_username(): str(account) for account in accounts}

    def who(self, entry):
        """The present full name; the user name on record if the account is gone."""
        if entry.by_id is None:
            act = ACTS.get(entry.act)
            return _("a visitor") if act and act.by_visitor else _("the site itself")
        return self.by_key.get(entry.by_id) or entry.by_name

    def user_name(self, entry):
        """The user name on record if it differs from `who`."""
        return entry.by_name if entry.by_id is not None and entry.by_name != self.who(entry) else ""

    def full_name(self, user_name):
        return self.by_user_name.get(user_name, user_name)


def target_url(entry, user):
    """The admin page of the entry's target, "" if there is none. Accounts are for those who manage people."""
    if entry.target_type == get_user_model()._meta.model_name and not may(user, "manage_users"):
        return ""
    try:
        return reverse(f"admin:briefings_{entry.target_type}_change", args=[entry.target_id])
    except NoReverseMatch:
        return ""


def names_in(entries):
    """Names of all people in this list of entries, those in their details included."""
    user_names = set()
    for entry in entries:
        if naming := names_people(entry):
            detail = entry.short_detail if hasattr(entry, "short_detail") else entry.detail
            user_names |= {detail.get(name) for name in naming} - {None}
    return names_of_doers(entries, user_names)


def names_of_doers(entries, user_names=()):
    keys = {entry.by_id for entry in entries} - {None}
    accounts = get_user_model()._base_manager
    return Names(
        accounts.filter(Q(pk__in=keys) | Q(username__in=user_names)) if keys or user_names else accounts.none()
    )


def names_of_all():
    return Names(get_user_model()._base_manager.all())


def accounts_named(text):
    """Keys of the accounts whose full name contains the text."""
    named = get_user_model()._base_manager.annotate(
        full=Concat("first_name", Value(" "), "last_name", output_field=CharField())
    )
    return named.filter(full__contains_folded=text).values("pk")
