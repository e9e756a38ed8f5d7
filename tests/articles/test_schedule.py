"""Editions that wait for their date: the clock alone decides what readers see."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from briefings.articles import actions
from briefings.articles.actions import approve_and_publish, publish, reschedule, submit
from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.search.models import SearchDocument

from .. import make
from .scenes import refused, rewrite, seen, workflow_of

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2031, 5, 1, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def again(article, *, author, editor, now, **options):
    """The next edition of the article, made at `now`."""
    rewrite(article, by=author, html=f"<p>As of {now}.</p>")
    submit(article, by=author, now=now)
    options = {"change_kind": "update", "note": "New."} | options
    return approve_and_publish(article, by=editor, seen=seen(article), now=now, **options)


@pytest.fixture
def first(author, editor):
    """Published at noon."""
    article = make.approved("Ports", by=author, approver=editor)
    return publish(article, by=editor, seen=seen(article), change_kind="first", now=NOON)


@pytest.fixture
def second(first, author, editor):
    """Made an hour later, for the next day at noon."""
    return again(first.article, author=author, editor=editor, now=NOON + HOUR, publish_at=NOON + DAY)


def numbers(editions):
    return sorted(editions.values_list("number", flat=True))


@pytest.mark.parametrize(
    ("moment", "public", "latest"),
    [
        (NOON - HOUR, [], []),
        (NOON, [1], [1]),
        (NOON + HOUR, [1], [1]),
        (NOON + DAY - datetime.timedelta(microseconds=1), [1], [1]),
        (NOON + DAY, [1, 2], [2]),
        (NOON + 9 * DAY, [1, 2], [2]),
    ],
)
def test_clock_decides_what_is_public_whether_or_not_anything_ran(moment, public, latest, second):
    assert numbers(Edition.objects.public(moment)) == public
    assert numbers(Edition.objects.latest(moment)) == latest
    assert numbers(Edition.objects.waiting(moment)) == [number for number in (1, 2) if number not in public]


def test_held_edition_stays_hidden_whatever_its_date_says(second, editor):
    actions.hold(second, by=editor, now=NOON + 2 * HOUR)
    for moment in (NOON + HOUR, NOON + DAY, NOON + 9 * DAY):
        assert numbers(Edition.objects.public(moment)) == numbers(Edition.objects.latest(moment)) == [1]
        assert numbers(Edition.objects.waiting(moment)) == [2]


def test_taken_down_article_has_no_public_edition_at_any_time(second, editor):
    actions.take_down(second.article, by=editor, reason="Wrong.", now=NOON + 2 * HOUR)
    for moment in (NOON + HOUR, NOON + DAY):
        assert numbers(Edition.objects.public(moment)) == numbers(Edition.objects.latest(moment)) == []
    actions.restore(second.article, by=editor, now=NOON + 3 * HOUR)
    assert numbers(Edition.objects.latest(NOON + 4 * HOUR)) == [1]
    assert numbers(Edition.objects.latest(NOON + DAY)) == [2]


def test_latest_is_by_number_and_each_article_has_its_own(second, author, editor):
    other = publish_other(author, editor)
    assert set(Edition.objects.latest(NOON + DAY)) == {second, other}
    assert set(Edition.objects.latest(NOON + HOUR)) == {second.article.editions.get(number=1), other}


def publish_other(author, editor):
    article = make.approved("Prisons", by=author, approver=editor)
    return publish(article, by=editor, seen=seen(article), change_kind="first", now=NOON)


def test_third_edition_is_refused_while_the_second_waits(second, author, editor):
    article = second.article
    rewrite(article, by=author, html="<p>Newer.</p>")
    submit(article, by=author, now=NOON + 2 * HOUR)
    with refused() as caught:
        approve_and_publish(
            article, by=editor, seen=seen(article), change_kind="update", note="New.", now=NOON + 2 * HOUR
        )
    assert "Edition 2 is waiting" in caught.value.message_dict["replace"][0]


def test_replacing_cancels_the_waiting_edition_and_takes_its_number(second, author, editor):
    new = again(second.article, author=author, editor=editor, now=NOON + 2 * HOUR, replace=True)
    assert numbers(Edition.objects.all()) == [1, 2]
    assert new.number == 2 and new.document != second.document
    cancelled = Event.objects.get(act="cancel")
    assert (cancelled.detail["sha256"], cancelled.detail["document"]) == (second.sha256, second.document)
    assert numbers(Edition.objects.latest(NOON + 2 * HOUR)) == [2]


def test_replacing_a_held_edition_works_after_its_date_too(second, author, editor):
    actions.hold(second, by=editor, now=NOON + 2 * HOUR)
    new = again(second.article, author=author, editor=editor, now=NOON + 3 * DAY, replace=True)
    assert new.number == 2


def test_replace_with_nothing_waiting_is_plain_publishing(first, author, editor):
    assert again(first.article, author=author, editor=editor, now=NOON + HOUR, replace=True).number == 2


def test_waiting_first_edition_is_replaced_by_a_first_publication(author, editor):
    article = make.approved("Ports", by=author, approver=editor)
    publish(article, by=editor, seen=seen(article), change_kind="first", now=NOON, publish_at=NOON + DAY)
    new = again(
        article, author=author, editor=editor, now=NOON + HOUR, replace=True, change_kind="first", note="",
        publish_at=NOON + 2 * DAY,
    )  # fmt: skip
    assert (new.number, Edition.objects.count()) == (1, 1)


def test_failed_replacement_leaves_the_waiting_edition_alone(second, author, editor):
    article = second.article
    rewrite(article, by=author, html="<p>Newer.</p>")
    submit(article, by=author, now=NOON + 2 * HOUR)
    with refused():
        approve_and_publish(
            article, by=editor, seen=seen(article), change_kind="update", note="", replace=True, now=NOON + 2 * HOUR
        )


def test_after_its_date_the_second_edition_is_public_and_the_third_follows(second, author, editor):
    third = again(second.article, author=author, editor=editor, now=NOON + 2 * DAY)
    assert third.number == 3
    assert numbers(Edition.objects.latest(NOON + 2 * DAY)) == [3]


def test_minor_change_is_measured_by_the_last_public_edition_not_by_the_one_it_replaces(second, author, editor):
    article = second.article
    rewrite(article, by=author, html="<p>Three  ports </p>")
    submit(article, by=author, now=NOON + 2 * HOUR)
    approve_and_publish(article, by=editor, seen=seen(article), change_kind="minor", replace=True, now=NOON + 2 * HOUR)


def test_date_may_change_while_it_waits(second, editor):
    later = NOON + 5 * DAY
    reschedule(second, by=editor, publish_at=later, now=NOON + 2 * HOUR)
    assert numbers(Edition.objects.public(NOON + 2 * DAY)) == [1]
    assert numbers(Edition.objects.public(later)) == [1, 2]
    assert SearchDocument.objects.get(target_id=second.pk).public_from == later
    detail = Event.objects.get(act="reschedule").detail
    assert (detail["before"], detail["after"]) == ((NOON + DAY).isoformat(), later.isoformat())


def test_date_may_not_move_into_the_past(second, editor):
    with refused() as caught:
        reschedule(second, by=editor, publish_at=NOON + HOUR, now=NOON + 2 * HOUR)
    assert "publish_at" in caught.value.message_dict


@pytest.mark.parametrize("act", ["reschedule", "hold", "unhold", "cancel"])
def test_edition_whose_date_has_come_can_no_longer_be_touched(act, second, editor):
    options = {"publish_at": NOON + 9 * DAY} if act == "reschedule" else {}
    with refused(code="public"):
        getattr(actions, act)(second, by=editor, now=NOON + DAY, **options)


@pytest.mark.parametrize("act", ["reschedule", "hold", "cancel"])
def test_date_that_comes_during_the_act_is_a_refusal_in_words(act, author, editor):
    """The act looked at the clock just before the date; the database decides by its own, and there it has passed."""
    now = timezone.now()
    article = make.approved("Ports", by=author, approver=editor)
    edition = publish(
        article, by=editor, seen=seen(article), change_kind="first", now=now - 3 * HOUR, publish_at=now - HOUR
    )
    options = {"publish_at": now + DAY} if act == "reschedule" else {}
    with refused(code="public"):
        getattr(actions, act)(edition, by=editor, now=now - 2 * HOUR, **options)


def test_waiting_edition_that_somebody_cancelled_is_gone_in_words(second, editor):
    actions.cancel(second, by=editor, now=NOON + 2 * HOUR)
    with refused(code="public"):
        actions.hold(Edition(pk=second.pk, article=second.article), by=editor, now=NOON + 2 * HOUR)


@pytest.mark.parametrize("act", ["reschedule", "hold", "unhold", "cancel"])
def test_clock_set_back_before_an_edition_was_made_stops_what_depends_on_it(act, second, editor):
    options = {"publish_at": NOON + 9 * DAY} if act == "reschedule" else {}
    with refused(code="clock"):
        getattr(actions, act)(second, by=editor, now=NOON, **options)


def test_clock_set_back_stops_publishing_and_says_why(first, author, editor):
    article = first.article
    rewrite(article, by=author, html="<p>Newer.</p>")
    submit(article, by=author, now=NOON + HOUR)
    with refused(code="clock", says="clock"):
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="update", note="New.", now=NOON - HOUR)


def test_clock_set_back_shows_the_edition_of_its_time_and_loses_nothing(first, author, editor):
    again(first.article, author=author, editor=editor, now=NOON + DAY)
    assert numbers(Edition.objects.latest(NOON + DAY)) == [2]
    assert numbers(Edition.objects.latest(NOON + HOUR)) == [1]
    assert numbers(Edition.objects.latest(NOON + DAY)) == [2]


def test_edition_that_readers_have_seen_is_not_cancelled_by_setting_the_clock_back(second, author, editor):
    actions.note_appearances(now=NOON + DAY)
    with refused(code="clock"):
        actions.cancel(second, by=editor, now=NOON + DAY - HOUR)


def test_clock_set_back_keeps_nobody_from_taking_an_article_down(first, editor):
    actions.take_down(first.article, by=editor, reason="Names a witness.", now=NOON - HOUR)
    assert workflow_of(first.article).taken_down_at


def test_translation_of_a_waiting_original_translates_no_edition_yet(author, editor):
    article = make.approved("Ports", by=author, approver=editor)
    publish(article, by=editor, seen=seen(article), change_kind="first", publish_at=timezone.now() + DAY)
    translation = actions.start_translation(article, by=author, language="es")
    submit(translation, by=author)
    edition = approve_and_publish(translation, by=editor, seen=seen(translation), change_kind="first")
    assert edition.translates is None


def test_readers_get_404_before_the_date(author, editor, reader):
    make.edition("Ports", by=author, approver=editor, publish_at=timezone.now() + DAY)
    assert reader.get("/en/briefings/ports/").status_code == 404
    assert reader.get("/en/briefings/ports/1/").status_code == 404


def test_edition_that_waits_cannot_be_taken_down_or_withdrawn(author, editor):
    edition = make.edition("Ports", by=author, approver=editor, publish_at=timezone.now() + DAY)
    for act in (actions.take_down, actions.withdraw):
        with refused(ValidationError, code="unpublished"):
            act(edition.article, by=editor, reason="Wrong.")
