"""A migration changes a column while the site serves: nobody sees it."""

import psycopg.errors
import pytest
from django.db import NotSupportedError, connection

from briefings.lib.rows.prepared import is_old_plan
from briefings.topics.models import Topic
from briefings.upkeep.outage import is_outage
from tests import make
from tests.upkeep.test_outage import assert_is_outage_page, failing

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite prepares a statement anew by itself")
ALTER = f"ALTER TABLE {Topic._meta.db_table} ALTER COLUMN name_en TYPE varchar({{}})"
LENGTH = Topic._meta.get_field("name_en").max_length


@pytest.fixture
def altered(real_commits):
    """A function that changes a column, as `migrate` does: on another connection."""
    yield lambda: alter(LENGTH + 40)
    alter(LENGTH)


def alter(length):
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute(ALTER.format(length))


def test_readers_get_the_page(altered, reader, stored_pages):
    make.topic("Ports")
    for _time in range(7):
        stored_pages.clear()
        assert reader.get("/en/topics/").status_code == 200
    altered()
    stored_pages.clear()
    assert "Ports" in reader.get("/en/topics/").text


def old_plan():
    """The error of PostgreSQL for a statement that was prepared before."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute(f"PREPARE topics AS SELECT name_en FROM {Topic._meta.db_table}")
        alter(LENGTH + 40)
        try:
            other.execute("EXECUTE topics")
        except psycopg.errors.FeatureNotSupported as cause:
            error = NotSupportedError(str(cause))
            error.__cause__ = cause
            return error


def test_staff_who_sent_a_form_send_it_again(altered, editor, signed_in):
    client, error = signed_in(editor), old_plan()
    fields = {"name_en": "Quays", "name_es": "Muelles", "slug": "quays", "description_en": "Where ships lie."}
    with failing(error, only="INSERT"):
        answer = client.post("/admin/briefings/topic/add/", fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert_is_outage_page(answer)
    assert "Quays" in answer.text
    assert client.post("/admin/briefings/topic/add/", fields).status_code == 302
    assert Topic.objects.get().name_en == "Quays"


def test_what_middleware_reads_is_read_again_too(altered, editor, signed_in):
    client, error = signed_in(editor), old_plan()
    client.raise_request_exception = False
    failures = [error]

    def once(proceed, sql, *rest):
        if failures and "django_session" in sql:
            raise failures.pop()
        return proceed(sql, *rest)

    with connection.execute_wrapper(once):
        assert client.get("/admin/").status_code == 200
    assert not failures


def test_a_fault_of_the_code_with_the_same_number_is_no_old_plan(db):
    with pytest.raises(NotSupportedError) as raised, connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT name_en FROM {Topic._meta.db_table} FOR UPDATE")
    assert not is_old_plan(raised.value) and not is_outage(raised.value)
