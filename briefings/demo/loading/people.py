"""The staff of the demonstration: one invented person for each role, and a second author and editor."""

import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group

from briefings.accounts.models import User
from briefings.roles import ADMINISTRATOR, ANALYST, AUDITOR, AUTHOR, EDITOR

from .saving import saved

DOMAIN = "@demo.invalid"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without i, l, o, 0 and 1, which look alike

# Field of Staff, user name, first name, last name, role, language of the admin.
STAFF = (
    ("author", "lucia", "Lucía", "Andrade", AUTHOR, "en"),
    ("other_author", "tomas", "Tomás", "Villacís", AUTHOR, "es"),
    ("editor", "marta", "Marta", "Cevallos", EDITOR, "en"),
    ("other_editor", "pablo", "Pablo", "Quishpe", EDITOR, "es"),
    ("analyst", "diana", "Diana", "Zambrano", ANALYST, "en"),
    ("administrator", "rosa", "Rosa", "Guamán", ADMINISTRATOR, "en"),
    ("auditor", "julio", "Julio", "Carrera", AUDITOR, "en"),
)


@dataclass(frozen=True)
class Staff:
    author: User
    other_author: User
    editor: User
    other_editor: User
    analyst: User
    administrator: User
    auditor: User


def hire(now):
    """Make the accounts with their roles and without passwords: `give_password` sets one."""
    groups = {group.name: group for group in Group.objects.all()}
    people = {}
    for field, username, first, last, role, language in STAFF:
        user = User(
            username=username,
            first_name=first,
            last_name=last,
            email=f"{username}{DOMAIN}",
            language=language,
            is_staff=True,
            date_joined=now,
        )
        user.set_unusable_password()
        people[field] = saved(user)
        user.groups.set([groups[role]])
    return Staff(**people)


def demo_staff():
    return User.objects.filter(email__endswith=DOMAIN, is_active=True).order_by("pk")


def give_password(user):
    """Set and return a new password of four groups of five characters."""
    password = "-".join("".join(secrets.choice(LETTERS) for _letter in range(5)) for _group in range(4))
    user.set_password(password)
    user.save(update_fields=["password"])
    return password
