from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from briefings.articles import finding
from briefings.articles.actions import hold, publish, take_down
from briefings.articles.actions.waiting_editions import note_appearances
from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.search.models import SearchDocument

from .. import make, moments
from ..moments import HOUR
from ..upkeep.damage import past_triggers
from .scenes import every_block, everything, let_come, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(author, editor):
    """Scheduled yesterday for an hour ago, while everything was stopped."""
    article = make.approved("Ports", by=author, approver=editor)
    now = moments.now()
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


def test_it_is_then_the_newest_about_its_topic(author, editor, reader):
    topic = make.topic("Sea", slug="sea")

    def about_the_sea(title, **options):
        article = make.article(title, by=author)
        article.topics.add(topic)
        return make.edition(article=article, by=author, approver=editor, **options)

    scheduled = about_the_sea("Scheduled", publish_at=moments.now() + HOUR)
    for number in range(21):
        about_the_sea(f"Briefing {number}")
    let_come(scheduled)
    note_appearances()
    newest = finding.briefings_about("en", ("t", "sea")).newest
    assert newest[0] == scheduled and len(newest) == 10
    assert SearchDocument.objects.filter(target_id=scheduled.pk).count() == 1


def test_command_says_what_it_did(due):
    for wanted in ("1 scheduled edition(s) became public.", "Nothing was due."):
        out = StringIO()
        call_command("tick", stdout=out)
        assert wanted in out.getvalue()


def test_editions_published_at_once_are_not_told_twice(author, editor):
    make.edition(by=author, approver=editor)
    assert note_appearances() == 0


def test_held_and_taken_down_editions_do_not_appear(author, editor):
    later = moments.now() + HOUR
    held = make.edition("Held", by=author, approver=editor, publish_at=later)
    hold(held, by=editor)
    gone = make.edition("Gone", by=author, approver=editor)
    waiting = make.edition(article=gone.article, by=author, approver=editor, publish_at=later)
    take_down(gone.article, by=editor, reason="Wrong.", waiting_edition="keep", shown_waiting=waiting)
    let_come(held)
    let_come(waiting)
    assert note_appearances() == 0


def test_edition_that_appears_takes_the_place_of_the_earlier_one_in_the_search(author, editor):
    first = make.edition("Ports", by=author, approver=editor)
    second = make.edition(article=first.article, by=author, approver=editor, publish_at=moments.now() + HOUR)
    assert set(SearchDocument.objects.values_list("target_id", flat=True)) == {first.pk, second.pk}
    let_come(second)
    assert note_appearances() == 1
    assert SearchDocument.objects.get().target_id == second.pk
    assert Edition.objects.latest().get() == second
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.superseded_at, second.superseded_at) == (second.publish_at, None)


def test_an_edition_notes_on_the_earlier_ones_that_it_has_appeared(author, editor):
    tomorrow = moments.now() + 24 * HOUR
    first = make.edition("Ports", by=author, approver=editor)
    second = make.edition(article=first.article, by=author, approver=editor)
    third = make.edition(article=first.article, by=author, approver=editor, publish_at=tomorrow)
    noted = dict(Edition.objects.order_by("number").values_list("number", "superseded_at"))
    assert noted == {1: second.publish_at, 2: None, 3: None}
    assert set(Edition.objects.latest(tomorrow)) == {third}, "its time comes whether or not anything has run"


def test_citations_that_an_earlier_release_wrote_get_the_date_of_their_edition(due, author, editor):
    """During an upgrade, and after going back, it publishes and moves editions without knowing dates."""
    blocks = every_block(author)
    public = make.edition("Roads", by=author, approver=editor, blocks=blocks)
    waiting = make.edition("Rails", by=author, approver=editor, blocks=blocks, publish_at=moments.now() + HOUR)
    with past_triggers(), connection.cursor() as cursor:
        cursor.execute("UPDATE briefings_citation SET publish_at = NULL, language = ''")
    Edition.objects.filter(pk=waiting.pk).update(publish_at=moments.now() + 2 * HOUR)
    call_command("tick", stdout=StringIO())
    Edition.objects.filter(pk=waiting.pk).update(publish_at=moments.now() + 3 * HOUR)
    call_command("tick", stdout=StringIO())
    for edition in Edition.objects.filter(pk__in=[public.pk, waiting.pk]):
        assert {(row.language, row.publish_at) for row in edition.citations.all()} == {("en", edition.publish_at)}
