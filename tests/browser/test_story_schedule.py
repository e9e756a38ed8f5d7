"""An edition with a date: nobody sees it before, everybody from then on, and nothing has to run in between."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from briefings.articles.actions import submit
from briefings.articles.models import Edition
from tests import make

from .desk import change_url


@pytest.fixture
def article(site, author):
    made = make.article("Ports under pressure", by=author)
    submit(made, by=author)
    return made


def assert_reader_sees_nothing(site, article, reader, console):
    reader.goto(f"{site}/en/briefings/")
    expect(reader.locator("main")).to_contain_text("No briefing has been published yet.")
    with reader.expect_console_message(lambda message: "status of 404" in message.text):
        answer = reader.goto(f"{site}/en/briefings/{article.slug}/")
    console[:] = [line for line in console if "status of 404" not in line]
    assert answer.status == 404
    assert article.title not in reader.content()


def test_scheduled_edition_is_unseen_until_its_date_and_seen_from_then_on(site, article, editor, window, console):
    desk = window(editor)
    desk.goto(change_url(site, article))
    desk.get_by_role("link", name="Approve and publish…").click()
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    desk.get_by_label("Public from").fill(tomorrow.strftime("%Y-%m-%dT%H:%M"))
    desk.get_by_role("button", name="Approve and publish").click()
    expect(desk.locator(".messagelist .success").first).to_be_visible()
    edition = Edition.objects.get()
    assert edition.publish_at == tomorrow.replace(second=0, microsecond=0)
    assert_reader_sees_nothing(site, article, window(), console)

    Edition.objects.filter(pk=edition.pk).update(publish_at=edition.created_at)
    reader = window()
    reader.goto(f"{site}/en/briefings/")
    reader.get_by_role("link", name="Ports under pressure").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Ports under pressure")
    expect(reader.locator("main .prose")).to_contain_text("Three ports.")
