"""The demonstration, loaded once for each module that asks for it."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """What the command printed; its one transaction is undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = io.StringIO()
        call_command("load_demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(said, db):
    """The demonstration, each test in a transaction of its own within the module's; what the command printed."""
    return said
