"""Fixtures for people: one for each role, a second author and editor, and a reader without an account."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from briefings.accounts.models import User
from briefings.roles import ADMINISTRATOR, ANALYST, AUDITOR, AUTHOR, EDITOR

PASSWORD = "correct horse battery"


def person(name, *roles, **fields):
    """An account with these roles; its password is PASSWORD."""
    user = User(username=name, first_name=name.title(), email=f"{name}@example.org", **fields)
    user.set_password(PASSWORD)
    user.save()
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


# The fixture's name: the person's name and roles.
CAST = {
    "author": ("amaya", AUTHOR),
    "other_author": ("andres", AUTHOR),
    "editor": ("elena", EDITOR),
    "other_editor": ("esteban", EDITOR),
    "analyst": ("nadia", ANALYST),
    "other_analyst": ("nicolas", ANALYST),
    "administrator": ("irene", ADMINISTRATOR),
    "auditor": ("ursula", AUDITOR),
}


def member(part):
    """The person of the cast in this part; a module's world may have created them already."""
    name, role = CAST[part]
    return User.objects.filter(username=name).first() or person(name, role, is_staff=True)


@pytest.fixture
def author(db):
    return member("author")


@pytest.fixture
def other_author(db):
    return member("other_author")


@pytest.fixture
def editor(db):
    return member("editor")


@pytest.fixture
def other_editor(db):
    return member("other_editor")


@pytest.fixture
def analyst(db):
    return member("analyst")


@pytest.fixture
def other_analyst(db):
    return member("other_analyst")


@pytest.fixture
def administrator(db):
    return member("administrator")


@pytest.fixture
def auditor(db):
    return member("auditor")


@pytest.fixture
def superuser(db):
    return person("root", is_staff=True, is_superuser=True)


@pytest.fixture
def reader():
    """A client that is not signed in."""
    return Client()


@pytest.fixture
def signed_in(db):
    """A function that returns a client in which the person is signed in."""

    def sign_in(user, **options):
        client = Client(**options)
        client.force_login(user)
        return client

    return sign_in
