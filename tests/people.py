"""The cast: one person for each role, another author and editor, and a reader who has no account."""

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


@pytest.fixture
def author(db):
    return person("amaya", AUTHOR, is_staff=True)


@pytest.fixture
def other_author(db):
    return person("andres", AUTHOR, is_staff=True)


@pytest.fixture
def editor(db):
    return person("elena", EDITOR, is_staff=True)


@pytest.fixture
def other_editor(db):
    return person("esteban", EDITOR, is_staff=True)


@pytest.fixture
def analyst(db):
    return person("nadia", ANALYST, is_staff=True)


@pytest.fixture
def other_analyst(db):
    return person("nicolas", ANALYST, is_staff=True)


@pytest.fixture
def administrator(db):
    return person("irene", ADMINISTRATOR, is_staff=True)


@pytest.fixture
def auditor(db):
    return person("ursula", AUDITOR, is_staff=True)


@pytest.fixture
def superuser(db):
    return person("root", is_staff=True, is_superuser=True)


@pytest.fixture
def reader():
    """A browser that nobody has signed in with."""
    return Client()


@pytest.fixture
def signed_in(db):
    """A function that gives a browser in which the person is signed in."""

    def sign_in(user, **options):
        client = Client(**options)
        client.force_login(user)
        return client

    return sign_in
