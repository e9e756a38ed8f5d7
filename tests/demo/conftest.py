"""The demonstration, loaded once per module."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """The output of load_demo; its transaction is rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = io.StringIO()
        call_command("load_demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def demo(printed, db):
    """The loaded demonstration; each test runs in a savepoint. The value is the output of the command."""
    return printed
