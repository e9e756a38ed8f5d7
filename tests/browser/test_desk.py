"""The desk in a browser: who else has an article open, the calendar, several articles at once."""

import datetime

import pytest
from playwright.sync_api import expect

from briefings.accounts.models import User
from briefings.articles.actions import plan, submit
from briefings.articles.models import Article, Presence
from tests import make

from .axe import offences
from .desk import change_url, open_form

YEAR = datetime.date.today().year + 2  # to come, and not too far to be planned
# Beats at once instead of after half a minute.
BEAT = "() => dispatchEvent(new PageTransitionEvent('pageshow'))"

UNTIL_ALONE = """async () => {
    for (let tries = 0; tries < 100; tries++) {
        if (!document.querySelector(".presence").textContent) return
        dispatchEvent(new PageTransitionEvent("pageshow"))
        await new Promise(again => setTimeout(again, 100))
    }
    throw Error("somebody who has gone is still shown")
}"""


@pytest.fixture
def draft(site, author):
    return make.article("Ports", by=author)


def test_colleague_who_comes_and_goes_is_shown_without_reloading(site, window, draft, author, editor):
    own = open_form(window(author), change_url(site, draft))
    line = own.locator(".presence")
    expect(line).to_be_empty()
    desk = open_form(window(editor), change_url(site, draft))
    expect(desk.locator(".presence")).to_have_text("Amaya has this article open.")
    own.evaluate(BEAT)
    expect(line).to_have_text("Elena has this article open.")
    desk.goto(f"{site}/admin/")
    own.evaluate(UNTIL_ALONE)
    assert Presence.objects.filter(user=author).count() == 1


def test_several_are_submitted_from_the_list(site, window, draft, author):
    make.article("Prisons", by=author)
    page = window(author)
    page.goto(f"{site}/admin/briefings/article/?desk=drafts")
    for box in page.locator("input[name=_selected_action]").all():
        box.check()
    expect(page.locator(".action-counter")).to_have_text("2 of 2 selected")
    page.get_by_label("Action:").select_option("Submit for review")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Ports")
    assert set(Article.objects.values_list("workflow__stage", flat=True)) == {"in_review"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.once
def test_desk_and_calendar_read_well_for_everybody(width, language, scheme, site, window, draft, author, editor):
    plan(draft, by=author, planned_on=datetime.date(YEAR, 11, 3))
    submit(draft, by=author)
    make.article("Own", by=editor)
    User.objects.filter(pk=editor.pk).update(language=language)
    page = window(editor, color_scheme=scheme, viewport={"width": width, "height": 900})
    for path in ("", f"calendar/?month={YEAR}-11", "calendar/"):
        page.goto(f"{site}/admin/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert offences(page) == [], path


def test_month_is_a_table_where_there_is_room_and_a_list_where_not(site, window, draft, author):
    plan(draft, by=author, planned_on=datetime.date(YEAR, 11, 3))
    page = window(author, viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/admin/calendar/?month={YEAR}-11")
    expect(page.locator("table.calendar")).to_be_visible()
    expect(page.get_by_role("link", name="Ports")).to_have_count(1)
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.locator("table.calendar")).to_be_hidden()
    expect(page.get_by_role("link", name="Ports")).to_have_count(1)
    page.get_by_role("link", name=f"December {YEAR}").click()
    expect(page.get_by_text("Nothing is planned for this month")).to_be_visible()
