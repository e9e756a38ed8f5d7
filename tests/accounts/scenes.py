"""What the tests of people share."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.accounts.actions.invitations import invite
from briefings.accounts.models import Invitation, User
from briefings.history.models import Event
from briefings.mail.sending import send_due
from briefings.roles import AUTHOR

LINK = re.compile(r"https?://\S+(/admin/invitation/\S+/)")


def queries(client, path, status=200):
    """How many a page costs that has been opened before."""
    assert client.get(path).status_code == status
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def invited(by, email="berta@example.org", name="Berta Ruiz", roles=(AUTHOR,), **more):
    return invite(email=email, name=name, roles=roles, language=more.pop("language", "en"), by=by, **more)


def link_in(message):
    """The path of the link in a mail."""
    return LINK.search(message.body)[1]


def last_link():
    send_due()
    return link_in(mail.outbox[-1])


def everything():
    """All rows about people that an act could change."""
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in (User, Invitation, Event)}
    return rows | {"roles": list(User.groups.through.objects.order_by("pk").values())}


class Refused:
    """The act inside is refused, and nothing at all has changed."""

    def __init__(self, error, says="", code=""):
        self.raised, self.says, self.code = pytest.raises(error), says, code

    def __enter__(self):
        self.before = everything()
        self.caught = self.raised.__enter__()
        return self.caught

    def __exit__(self, *happened):
        result = self.raised.__exit__(*happened)
        assert self.says in str(self.caught.value)
        if self.code:
            assert self.code in _codes(self.caught.value)
        assert everything() == self.before
        return result


def _codes(error):
    lists = [error.error_list] if hasattr(error, "error_list") else error.error_dict.values()
    return {one.code for several in lists for one in several}
