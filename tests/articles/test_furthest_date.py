"""A date of publication, or the day meant for it, is at most five years away, by whatever act it is given."""

import datetime

import pytest
from django.utils import timezone

from briefings.articles.actions import approve_and_publish, force_publish, hold, plan, publish, reschedule, unhold
from briefings.articles.actions.waiting_editions import FURTHEST
from briefings.articles.models import Edition
from tests import make, moments
from tests.articles.scenes import refused, seen, submitted, workflow_of
from tests.articles.typing import act_url, fields_of
from tests.moments import DAY

pytestmark = pytest.mark.django_db

REASON = "The port is closed and nobody else is awake."


@pytest.fixture(params=["a little", "for ever"])
def far(request):
    if request.param == "a little":
        return moments.now() + FURTHEST + DAY
    # The last minute of the calendar in Ecuador is none at all in UTC.
    return timezone.make_aware(datetime.datetime(9999, 12, 31, 23, 59))


def test_nothing_is_published_for_a_date_beyond_five_years(far, author, editor):
    options = {"by": editor, "change_kind": "first"}
    approved = make.approved("Ports", by=author, approver=editor)
    in_review = submitted(make.article("Prisons", by=author), by=author)
    own = make.article("Courts", by=editor)
    with refused(says="more than five years"):
        publish(approved, seen=seen(approved), publish_at=far, **options)
    with refused(says="more than five years"):
        approve_and_publish(in_review, seen=seen(in_review), publish_at=far, **options)
    with refused(says="more than five years"):
        force_publish(own, seen=seen(own), publish_at=far, reason=REASON, **options)


def test_five_years_are_not_too_far(author, editor):
    approved = make.approved("Ports", by=author, approver=editor)
    in_five_years = moments.now() + FURTHEST
    edition = publish(approved, by=editor, seen=seen(approved), publish_at=in_five_years, change_kind="first")
    assert edition.publish_at == in_five_years


def test_nothing_that_waits_gets_a_date_beyond_five_years(far, author, editor):
    waiting = make.edition("Ports", by=author, approver=editor, publish_at=moments.now() + DAY)
    with refused(says="more than five years"):
        reschedule(waiting, by=editor, publish_at=far)
    hold(waiting, by=editor)
    with refused(says="more than five years"):
        unhold(waiting, by=editor, publish_at=far)


@pytest.mark.parametrize("act", ["force_publish", "publish", "approve_and_publish", "reschedule", "unhold"])
@pytest.mark.parametrize("typed", ["9999-12-31T23:59", "9999-12-31 23:59"])
def test_page_says_so_beside_the_field(act, typed, author, editor, signed_in):
    article = _ready(act, author, editor)
    client = signed_in(editor)
    fields = fields_of(client.get(act_url(article, act)).content.decode(), None)
    fields |= {"publish_at": typed} | ({"reason": REASON} if act == "force_publish" else {})
    before = list(Edition.objects.values())
    answer = client.post(act_url(article, act), fields)
    assert "more than five years" in str(answer.context["form"].errors["publish_at"])
    assert list(Edition.objects.values()) == before


def test_no_day_beyond_five_years_is_planned(author):
    article = make.article("Ports", by=author)
    in_five_years = timezone.localdate(moments.now()) + FURTHEST
    for day in (in_five_years + 2 * DAY, datetime.date.max):
        with refused(says="more than five years"):
            plan(article, by=author, planned_on=day)
    assert workflow_of(article).planned_on is None
    plan(article, by=author, planned_on=in_five_years)
    assert workflow_of(article).planned_on == in_five_years


def _ready(act, author, editor):
    """An article on which the editor may do the act."""
    if act == "force_publish":
        return make.article("Ports", by=editor)
    if act == "publish":
        return make.approved("Ports", by=author, approver=editor)
    if act == "approve_and_publish":
        return submitted(make.article("Ports", by=author), by=author)
    edition = make.edition("Ports", by=author, approver=editor, publish_at=moments.now() + DAY)
    if act == "unhold":
        hold(edition, by=editor)
    return edition.article
