"""The day on which an article is meant to appear: a plan, and nothing else."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from briefings.articles.actions import plan
from briefings.articles.models import Edition
from briefings.history.models import Event

from .. import make
from .scenes import refused, workflow_of
from .typing import act_url, change_url

DAY = datetime.date(2026, 12, 3)
EVENING = datetime.datetime(2026, 12, 3, 23, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=-5)))


def test_author_plans_a_day_and_nothing_else_changes(author, editor):
    article = make.approved(by=author, approver=editor)
    before = {name: value for name, value in vars(workflow_of(article)).items() if name not in ("_state", "planned_on")}
    plan(article, by=author, planned_on=DAY, now=EVENING)
    after = vars(workflow_of(article))
    assert after["planned_on"] == DAY
    assert {name: after[name] for name in before} == before
    event = Event.objects.filter(act="plan").get()
    assert (event.detail, event.by_name, event.at) == ({"before": None, "after": "2026-12-03"}, "amaya", EVENING)


def test_plan_and_date_of_an_edition_are_two_things(author, editor):
    soon = timezone.now() + datetime.timedelta(days=3)
    article = make.edition(by=author, approver=editor, publish_at=soon).article
    plan(article, by=author, planned_on=DAY, now=EVENING)
    assert Edition.objects.get().publish_at == soon
    assert workflow_of(article).planned_on == DAY


def test_plan_is_taken_back(author):
    article = make.article(by=author)
    plan(article, by=author, planned_on=DAY, now=EVENING)
    plan(article, by=author, planned_on=None)
    assert workflow_of(article).planned_on is None
    assert Event.objects.filter(act="plan").latest("pk").detail == {"before": "2026-12-03", "after": None}


def test_same_day_again_is_no_act(author):
    article = make.article(by=author)
    plan(article, by=author, planned_on=DAY, now=EVENING)
    with_one = Event.objects.count()
    plan(article, by=author, planned_on=DAY, now=EVENING + datetime.timedelta(days=9))
    assert Event.objects.count() == with_one


def test_day_that_has_passed_in_ecuador_is_refused(author):
    """23.30 in Guayaquil is the next day in London: the third can be planned, the second cannot."""
    article = make.article(by=author)
    with refused(code="passed"):
        plan(article, by=author, planned_on=DAY - datetime.timedelta(days=1), now=EVENING)
    plan(article, by=author, planned_on=DAY, now=EVENING)


def test_colleague_plans_nothing_for_the_author(author, other_author):
    article = make.article(by=author)
    with refused(PermissionDenied):
        plan(article, by=other_author, planned_on=DAY, now=EVENING)


def test_page_asks_for_the_day_and_form_and_list_show_it(author, signed_in):
    article = make.article(by=author)
    client = signed_in(author)
    assert 'type="date"' in client.get(act_url(article, "plan")).content.decode()
    year = timezone.now().year + 2
    assert client.post(act_url(article, "plan"), {"planned_on": f"{year}-12-03"}).url == change_url(article)
    assert f"planned for 3 December {year}" in client.get(change_url(article)).content.decode()
    assert f"3 Dec {year}" in client.get("/admin/briefings/article/").content.decode()
    assert f'value="{year}-12-03"' in client.get(act_url(article, "plan")).content.decode()


@pytest.mark.parametrize("day", ["2020-01-01", "3 December", "2126-02-30", "9" * 40, "2126-12-03", "9999-12-31"])
def test_page_says_what_is_wrong_with_a_day(day, author, signed_in):
    article = make.article(by=author)
    response = signed_in(author).post(act_url(article, "plan"), {"planned_on": day})
    assert response.context["form"].errors["planned_on"]
    assert workflow_of(article).planned_on is None


def test_plan_changes_nothing_that_readers_see(author, editor, reader):
    article = make.edition("Ports", by=author, approver=editor).article
    before = reader.get("/en/briefings/ports/").content
    plan(article, by=author, planned_on=DAY, now=EVENING)
    assert reader.get("/en/briefings/ports/").content == before
