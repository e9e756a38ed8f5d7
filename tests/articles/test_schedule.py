"""Editions that wait for their date: the clock alone decides what readers see."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from briefings.articles import actions
from briefings.articles.access import record
from briefings.articles.actions import approve, approve_and_publish, publish, reschedule, submit
from briefings.articles.acts.standing import APPEAR, waiting_edition
from briefings.articles.models import Edition
from briefings.articles.models.editions import EditionQuerySet
from briefings.history.models import Event
from briefings.search.models import SearchDocument

from .. import make, moments
from ..moments import DAY, HOUR
from .scenes import let_come, offered, reason_against, refused, rewrite, seen, workflow_of

pytestmark = pytest.mark.django_db


def again(article, *, author, editor, **options):
    """The next edition of the article."""
    rewrite(article, by=author, html=f"<p>As of {options.get('now')}.</p>")
    submit(article, by=author)
    options = {"change_kind": "update", "note": "New."} | options
    return approve_and_publish(article, by=editor, seen=seen(article), **options)


@pytest.fixture
def yesterday(db):
    return moments.now() - DAY


@pytest.fixture
def tomorrow(yesterday):
    return yesterday + 2 * DAY


@pytest.fixture
def first(author, editor, yesterday):
    """Published yesterday."""
    article = make.approved("Ports", by=author, approver=editor)
    return publish(article, by=editor, seen=seen(article), change_kind="first", now=yesterday)


@pytest.fixture
def second(first, author, editor, yesterday, tomorrow):
    """Made an hour later, for tomorrow."""
    return again(first.article, author=author, editor=editor, now=yesterday + HOUR, publish_at=tomorrow)


def numbers(editions):
    return sorted(editions.values_list("number", flat=True))


def test_clock_decides_what_is_public_whether_or_not_anything_ran(second, yesterday, tomorrow):
    for moment, public, latest in [
        (yesterday - HOUR, [], []),
        (yesterday, [1], [1]),
        (yesterday + HOUR, [1], [1]),
        (tomorrow - datetime.timedelta(microseconds=1), [1], [1]),
        (tomorrow, [1, 2], [2]),
        (tomorrow + 9 * DAY, [1, 2], [2]),
    ]:
        assert numbers(Edition.objects.public(moment)) == public
        assert numbers(Edition.objects.latest(moment)) == latest
        assert numbers(Edition.objects.waiting(moment)) == [number for number in (1, 2) if number not in public]


def test_held_edition_stays_hidden_whatever_its_date_says(second, editor, yesterday, tomorrow):
    actions.hold(second, by=editor)
    for moment in (yesterday + HOUR, tomorrow, tomorrow + 9 * DAY):
        assert numbers(Edition.objects.public(moment)) == numbers(Edition.objects.latest(moment)) == [1]
        assert numbers(Edition.objects.waiting(moment)) == [2]


def test_taken_down_article_has_no_public_edition_at_any_time(second, editor, tomorrow):
    actions.take_down(second.article, by=editor, reason="Wrong.", waiting_edition="keep", shown_waiting=second)
    for moment in (None, tomorrow):
        assert numbers(Edition.objects.public(moment)) == numbers(Edition.objects.latest(moment)) == []
    actions.restore(second.article, by=editor)
    assert numbers(Edition.objects.latest()) == [1]
    assert numbers(Edition.objects.latest(tomorrow)) == [2]


def test_latest_is_by_number_and_each_article_has_its_own(first, second, author, editor, tomorrow):
    other = make.edition("Prisons", by=author, approver=editor)
    assert set(Edition.objects.latest()) == {first, other}
    assert set(Edition.objects.latest(tomorrow)) == {second, other}


def test_third_edition_is_refused_while_the_second_waits(second, author, editor):
    article = second.article
    rewrite(article, by=author, html="<p>Newer.</p>")
    submit(article, by=author)
    with refused() as caught:
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="update", note="New.")
    assert "Edition 2 is waiting" in caught.value.message_dict["replace"][0]


def test_replacing_cancels_the_waiting_edition_and_takes_its_number(second, author, editor):
    new = again(second.article, author=author, editor=editor, replace=second)
    assert numbers(Edition.objects.all()) == [1, 2]
    assert new.number == 2 and new.document != second.document
    cancelled = Event.objects.get(act="cancel")
    assert (cancelled.detail["sha256"], cancelled.detail["document"]) == (second.sha256, second.document)
    assert numbers(Edition.objects.latest()) == [2]


def test_replacing_a_held_edition_works_after_its_date_too(second, author, editor):
    actions.hold(second, by=editor)
    let_come(second)
    new = again(second.article, author=author, editor=editor, replace=second)
    assert new.number == 2


def test_replace_with_nothing_waiting_is_plain_publishing(first, second, author, editor):
    actions.cancel(second, by=editor)
    assert again(first.article, author=author, editor=editor, replace=second).number == 2


def test_another_edition_than_the_one_to_replace_is_left_alone(first, second, author, editor, tomorrow):
    actions.cancel(second, by=editor)
    other = again(first.article, author=author, editor=editor, publish_at=tomorrow)
    assert other.number == second.number
    rewrite(first.article, by=author, html="<p>Newest.</p>")
    submit(first.article, by=author)
    with refused(says="Edition 2 is waiting"):
        approve_and_publish(
            first.article, by=editor, seen=seen(first.article), change_kind="update", note="New.", replace=second
        )


def test_waiting_first_edition_is_replaced_by_a_first_publication(author, editor, tomorrow):
    waiting = make.edition("Ports", by=author, approver=editor, publish_at=tomorrow)
    options = {"replace": waiting, "change_kind": "first", "note": "", "publish_at": tomorrow + DAY}
    new = again(waiting.article, author=author, editor=editor, **options)
    assert (new.number, Edition.objects.count()) == (1, 1)


def test_failed_replacement_leaves_the_waiting_edition_alone(second, author, editor):
    article = second.article
    rewrite(article, by=author, html="<p>Newer.</p>")
    submit(article, by=author)
    with refused():
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="update", note="", replace=second)


def test_after_its_date_the_second_edition_is_public_and_the_third_follows(second, author, editor):
    let_come(second)
    third = again(second.article, author=author, editor=editor)
    assert third.number == 3
    assert numbers(Edition.objects.latest()) == [3]


def test_minor_change_is_measured_by_the_last_public_edition_not_by_the_one_it_replaces(second, author, editor):
    article = second.article
    rewrite(article, by=author, html="<p>Three  ports </p>")
    submit(article, by=author)
    approve_and_publish(article, by=editor, seen=seen(article), change_kind="minor", replace=second)


def test_date_may_change_while_it_waits(second, editor, tomorrow):
    later = tomorrow + 4 * DAY
    reschedule(second, by=editor, publish_at=later)
    assert numbers(Edition.objects.public(tomorrow + DAY)) == [1]
    assert numbers(Edition.objects.public(later)) == [1, 2]
    assert SearchDocument.objects.get(target_id=second.pk).public_from == later
    detail = Event.objects.get(act="reschedule").detail
    assert [datetime.datetime.fromisoformat(detail[name]) for name in ("before", "after")] == [tomorrow, later]


def test_date_may_not_move_into_the_past(second, editor):
    with refused() as caught:
        reschedule(second, by=editor, publish_at=moments.now() - HOUR)
    assert "publish_at" in caught.value.message_dict


@pytest.mark.parametrize("act", ["reschedule", "hold", "unhold", "cancel"])
def test_edition_whose_date_has_come_can_no_longer_be_touched(act, second, editor, yesterday, tomorrow):
    """Whatever moment the act is to record."""
    let_come(second)
    options = {"publish_at": tomorrow} if act == "reschedule" else {}
    for now in (None, yesterday):
        with refused(code="public"):
            getattr(actions, act)(second, by=editor, now=now, **options)


@pytest.mark.parametrize("act", ["reschedule", "hold", "unhold", "cancel"])
def test_moment_that_an_act_records_ends_no_waiting(act, second, editor, tomorrow):
    """An edition waits until its date has come by the clock, even if the act is to record a later moment."""
    if act == "unhold":
        actions.hold(second, by=editor)
    options = {"publish_at": tomorrow + 9 * DAY} if act == "reschedule" else {}
    getattr(actions, act)(second, by=editor, now=tomorrow + HOUR, **options)
    assert Event.objects.get(act=act).at == tomorrow + HOUR


@pytest.mark.parametrize("act", ["reschedule", "hold", "cancel"])
def test_date_that_comes_during_the_act_is_a_refusal_in_words(act, second, editor, tomorrow, monkeypatch):
    """The act looked at the clock just before the date; when the trigger looks, it has passed."""
    let_come(second)
    monkeypatch.setattr(EditionQuerySet, "waiting", EditionQuerySet.all)
    options = {"publish_at": tomorrow} if act == "reschedule" else {}
    with refused(code="public", says="does not wait any more"):
        getattr(actions, act)(second, by=editor, **options)


def test_waiting_edition_that_somebody_cancelled_is_gone_in_words(second, editor):
    actions.cancel(second, by=editor)
    with refused(code="public"):
        actions.hold(Edition(pk=second.pk, article=second.article), by=editor)


@pytest.mark.parametrize("act", ["reschedule", "hold", "unhold", "cancel"])
def test_clock_set_back_before_an_edition_was_made_stops_what_depends_on_it(act, first, author, editor, tomorrow):
    made = moments.now() + HOUR
    edition = again(first.article, author=author, editor=editor, now=made, publish_at=tomorrow)
    options = {"publish_at": tomorrow + 9 * DAY} if act == "reschedule" else {}
    for now in (None, made):
        with refused(code="clock"):
            getattr(actions, act)(edition, by=editor, now=now, **options)


@pytest.fixture
def of_a_later_clock(author, editor):
    """Published at once, by a clock that has been set back by an hour since."""
    article = make.approved("Ports", by=author, approver=editor)
    return publish(article, by=editor, seen=seen(article), change_kind="first", now=moments.now() + HOUR)


def test_clock_set_back_stops_publishing_and_says_why(of_a_later_clock, author, editor):
    article = of_a_later_clock.article
    rewrite(article, by=author, html="<p>Newer.</p>")
    submit(article, by=author)
    assert "approve_and_publish" not in offered(article, editor)
    with refused(code="clock", says="clock"):
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="update", note="New.")


@pytest.mark.parametrize("act", ["publish", "approve_and_publish", "force_publish"])
def test_clock_set_back_is_a_reason_on_the_page_of_each_act_that_publishes(act, of_a_later_clock, author, editor):
    article = of_a_later_clock.article
    rewrite(article, by=author, html="<p>Newer.</p>")
    if act != "force_publish":
        submit(article, by=author)
    if act == "publish":
        approve(article, by=editor, seen=seen(article))
    assert act not in offered(article, editor)
    assert reason_against(act, article, editor).code == "clock"


def test_clock_set_back_shows_the_edition_of_its_time_and_loses_nothing(first, author, editor, yesterday):
    again(first.article, author=author, editor=editor)
    assert numbers(Edition.objects.latest()) == [2]
    assert numbers(Edition.objects.latest(yesterday + HOUR)) == [1]
    assert numbers(Edition.objects.latest()) == [2]


def test_edition_that_readers_have_seen_is_not_cancelled_by_setting_the_clock_back(second, editor, tomorrow):
    record(by=None, act=APPEAR, article=second, now=tomorrow)
    with refused(code="clock"):
        actions.cancel(second, by=editor)


def test_clock_set_back_keeps_nobody_from_taking_an_article_down(of_a_later_clock, editor):
    article = of_a_later_clock.article
    waiting = {"waiting_edition": "keep", "shown_waiting": waiting_edition(article)}
    actions.take_down(article, by=editor, reason="Names a witness.", **waiting)
    assert workflow_of(of_a_later_clock.article).taken_down_at


def test_translation_of_a_waiting_original_translates_no_edition_yet(author, editor):
    article = make.approved("Ports", by=author, approver=editor)
    publish(article, by=editor, seen=seen(article), change_kind="first", publish_at=moments.now() + DAY)
    translation = actions.start_translation(article, by=author, language="es")
    submit(translation, by=author)
    edition = approve_and_publish(translation, by=editor, seen=seen(translation), change_kind="first")
    assert edition.translates is None


def test_readers_get_404_before_the_date(author, editor, reader):
    make.edition("Ports", by=author, approver=editor, publish_at=moments.now() + DAY)
    assert reader.get("/en/briefings/ports/").status_code == 404
    assert reader.get("/en/briefings/ports/1/").status_code == 404


def test_edition_that_waits_cannot_be_taken_down_or_withdrawn(author, editor):
    edition = make.edition("Ports", by=author, approver=editor, publish_at=moments.now() + DAY)
    for act in (actions.take_down, actions.withdraw):
        with refused(ValidationError, code="unpublished"):
            act(edition.article, by=editor, reason="Wrong.")
