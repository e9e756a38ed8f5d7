"""A migration changes a column while the site serves: nobody sees it."""

import psycopg.errors
import pytest
from django.db import NotSupportedError, connection

from briefings.topics.models import Topic
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


def test_staff_who_sent_a_form_send_it_again(real_commits, editor, signed_in):
    client = signed_in(editor)
    fields = {"name_en": "Quays", "name_es": "Muelles", "slug": "quays", "description_en": "Where ships lie."}
    error = NotSupportedError("cached plan must not change result type")
    error.__cause__ = psycopg.errors.FeatureNotSupported()
    with failing(error, only="INSERT"):
        answer = client.post("/admin/briefings/topic/add/", fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert_is_outage_page(answer)
    assert "Quays" in answer.text
    assert client.post("/admin/briefings/topic/add/", fields).status_code == 302
    assert Topic.objects.get().name_en == "Quays"
