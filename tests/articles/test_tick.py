import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from briefings.articles.actions import hold, note_appearances, publish, take_down
from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.search.models import SearchDocument

from .. import make
from .scenes import everything, seen

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def due(author, editor):
    """Scheduled yesterday for an hour ago, while everything was stopped."""
    article = make.approved("Ports", by=author, approver=editor)
    now = timezone.now()
    return publish(
        article, by=editor, seen=seen(article), change_kind="first", now=now - 24 * HOUR, publish_at=now - HOUR
    )


def test_readers_see_what_is_due_though_nothing_ran(due, reader):
    assert reader.get("/en/briefings/ports/").status_code == 200
    assert b"Ports" in reader.get("/en/briefings/").content
    assert SearchDocument.objects.get().public_from == due.publish_at


def test_appearance_is_recorded_once_with_its_own_time(due):
    assert note_appearances() == 1
    event = Event.objects.get(act="appear")
    assert (event.at, event.by_id, event.by_name, event.target_id) == (due.publish_at, None, "system", due.pk)
    before = everything()
    assert note_appearances() == 0
    assert everything() == before


def test_command_says_what_it_did(due):
    for wanted in ("1 scheduled edition(s) became public.", "Nothing was due."):
        out = StringIO()
        call_command("tick", stdout=out)
        assert wanted in out.getvalue()


def test_editions_published_at_once_are_not_told_twice(author, editor):
    make.edition(by=author, approver=editor)
    assert note_appearances() == 0


def test_held_and_taken_down_editions_do_not_appear(author, editor):
    later = timezone.now() + HOUR
    held = make.edition("Held", by=author, approver=editor, publish_at=later)
    hold(held, by=editor)
    gone = make.edition("Gone", by=author, approver=editor)
    make.edition(article=gone.article, by=author, approver=editor, publish_at=later)
    take_down(gone.article, by=editor, reason="Wrong.")
    assert note_appearances(now=later + HOUR) == 0


def test_edition_that_appears_takes_the_place_of_the_earlier_one_in_the_search(author, editor):
    first = make.edition("Ports", by=author, approver=editor)
    later = timezone.now() + HOUR
    second = make.edition(article=first.article, by=author, approver=editor, publish_at=later)
    assert set(SearchDocument.objects.values_list("target_id", flat=True)) == {first.pk, second.pk}
    assert note_appearances(now=later) == 1
    assert SearchDocument.objects.get().target_id == second.pk
    assert Edition.objects.latest(later).get() == second
