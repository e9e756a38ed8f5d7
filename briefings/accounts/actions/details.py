"""Names, address and language of an account."""

from functools import partial

from allauth.account.models import EmailAddress
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from ...lib.acts import does, require_act
from ..access import locked, manager, record
from ..acts import CHANGE_PERSON, RESET_SECOND_FACTOR
from ..acts.conditions import Case, require_address_to_change
from ..mails import tell_former_address

FIELDS = ("username", "first_name", "last_name", "email", "language")


def tidy(name, most=150):
    """A name on one line with single blanks."""
    return " ".join(name.split())[:most]


def require_plain_user_name(username):
    """The record names people by their user names: letters that look alike must be the same letter."""
    try:
        ASCIIUsernameValidator()(username)
    except ValidationError as error:
        raise ValidationError({"username": error}) from error


@does(CHANGE_PERSON)
@transaction.atomic
def change_person(person, *, by, now=None, **details):
    """Change some of FIELDS. Another e-mail address is told to the former one; a link sent there works no longer."""
    by, person = manager(by), locked(person)
    case = Case(by, person, now)
    require_act(CHANGE_PERSON, case)
    before = {name: getattr(person, name) for name in FIELDS}
    for name in FIELDS:
        if name in details:
            setattr(person, name, details[name])
    person.email = person.email.strip().lower()
    changed = {name: [before[name], getattr(person, name)] for name in FIELDS if before[name] != getattr(person, name)}
    if not changed:
        return person
    if "email" in changed:
        require_address_to_change(RESET_SECOND_FACTOR, case)
    if "username" in changed:
        require_plain_user_name(person.username)
    person.full_clean(exclude=["password"])
    person.save(update_fields=FIELDS)
    record(by=by, act=CHANGE_PERSON, person=person, now=now, changed=changed)
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()  # allauth would go on finding the person by the former one
        transaction.on_commit(partial(tell_former_address, person, before["email"], CHANGE_PERSON.mail))
    return person
