"""The API keeps to its description: schemathesis calls each operation with what the description allows, and more."""

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from tests import make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
EXAMPLES = 8
# Not that of ecuador_site.wsgi: it limits the statements of its process, which runs all other tests too.
application = get_wsgi_application()
OPERATIONS = 20  # at least so many; the test would pass if it found none


@pytest.fixture
def open_connection():
    """Requests must not close the connection, which is in the test's transaction; django.test.Client does the same."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world(author, editor):
    release = make.release()
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=release.source)
    make.recorded(series, {"2020": "1372", "2021": "2495"}, release=release)
    make.edition("Ports", by=author, approver=editor, slug="ports")
    make.data_table("By year")
    make.topic("Ports")
    make.impact("Trust")
    make.initiative("Plan")


def test_description_is_valid_openapi(world, open_connection):
    schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).validate()


def test_answers_are_as_described(world, open_connection):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) >= OPERATIONS
    problems = {}
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def call(case):
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        try:
            call()
        except (Exception, BaseExceptionGroup) as error:  # each operation is reported
            problems[operation.label] = [str(error), *map(str, getattr(error, "exceptions", []))]
    assert not problems, problems
