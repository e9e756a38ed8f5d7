import datetime

import pytest

from briefings.articles.actions import hold, reschedule, unhold
from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.search.models import SearchDocument

from .. import make, moments
from ..moments import DAY
from .scenes import let_come, refused
from .typing import act_url, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(author, editor):
    return make.edition("Ports", by=author, approver=editor, publish_at=moments.now() + DAY)


def test_held_edition_is_found_nowhere(waiting, editor):
    assert SearchDocument.objects.count() == 1
    hold(waiting, by=editor)
    assert not SearchDocument.objects.exists()
    assert not Edition.objects.public(moments.now() + 9 * DAY).exists()


def test_held_edition_is_not_held_again(waiting, editor):
    hold(waiting, by=editor)
    with refused(code="stage", says="held already"):
        hold(waiting, by=editor)


def test_released_before_its_date_it_keeps_the_date(waiting, editor):
    hold(waiting, by=editor)
    released = unhold(waiting, by=editor)
    assert (released.held_at, released.publish_at) == (None, waiting.publish_at)
    assert SearchDocument.objects.get().public_from == waiting.publish_at


def test_released_after_its_date_it_appears_now(waiting, editor):
    hold(waiting, by=editor)
    let_come(waiting)
    before = moments.now()
    released = unhold(waiting, by=editor)
    assert before <= released.publish_at <= moments.now()
    assert Edition.objects.public(released.publish_at).get() == waiting
    assert not Edition.objects.public(released.publish_at - datetime.timedelta(seconds=1)).exists()


def test_released_for_another_date(waiting, editor):
    hold(waiting, by=editor)
    later = waiting.publish_at + 3 * DAY
    assert unhold(waiting, by=editor, publish_at=later).publish_at == later
    assert Event.objects.get(act="unhold").detail["publish_at"] == later.isoformat()


def test_not_released_for_a_time_that_has_passed(waiting, editor):
    hold(waiting, by=editor)
    with refused() as caught:
        unhold(waiting, by=editor, publish_at=moments.now() - DAY)
    assert "publish_at" in caught.value.message_dict


def test_held_edition_given_another_date_stays_held(waiting, editor):
    hold(waiting, by=editor)
    later = waiting.publish_at + DAY
    reschedule(waiting, by=editor, publish_at=later)
    waiting.refresh_from_db()
    assert waiting.held_at and waiting.publish_at == later
    assert not SearchDocument.objects.exists()


def test_edition_that_is_not_held_is_not_let_go(waiting, editor):
    with refused(code="stage", says="Nobody holds"):
        unhold(waiting, by=editor)


def test_public_edition_cannot_be_held(author, editor):
    edition = make.edition(by=author, approver=editor)
    with refused(code="public"):
        hold(edition, by=editor)


def test_former_address_of_letting_go_still_leads_there(waiting, editor, signed_in):
    hold(waiting, by=editor)
    assert "End the hold" in signed_in(editor).get(act_url(waiting.article, "release")).text


@pytest.mark.parametrize("act", ["reschedule", "unhold", "cancel", "approve_new_figures"])
def test_who_may_not_act_on_a_held_edition_learns_so_without_naming_it(waiting, editor, analyst, signed_in, act):
    hold(waiting, by=editor)
    for fields in ({}, {"waiting": str(waiting.pk)}):
        assert signed_in(analyst).post(act_url(waiting.article, act), fields).status_code == 403


@pytest.mark.parametrize("act", ["unhold", "cancel"])
def test_page_on_a_held_edition_carries_its_title(waiting, editor, signed_in, act):
    hold(waiting, by=editor)
    waiting.article.title = "Harbours"
    waiting.article.save()
    page = signed_in(editor).get(act_url(waiting.article, act))
    assert page.context["subtitle"] == "Ports"
    done = page.client.post(act_url(waiting.article, act), fields_of(page.text, None), follow=True)
    assert "“Ports”" in done.text
