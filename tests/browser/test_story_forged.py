"""What an author may not do is not offered, and not done when asked for behind the page's back."""

import pytest
from playwright.sync_api import expect

from briefings.articles.models import Edition, Workflow
from briefings.articles.models.articles import Stage
from briefings.articles.resolving import resolve
from tests import make

from .desk import change_url

POST = """async ([address, fields]) => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value
    const body = new URLSearchParams({csrfmiddlewaretoken: token, ...fields})
    const answer = await fetch(address, {method: "POST", body})
    return answer.status
}"""


@pytest.fixture
def post_behind_the_page(site, page):
    """A function that sends an act's form with the token of the page that is open; gives the answer's status."""

    def post(article, act):
        fields = {
            "seen": resolve(article).signed,
            "change_kind": "first",
            "note": "",
            "publish_at": "",
            "comment": "No.",
        }
        return page.evaluate(POST, [f"{site}/admin/briefings/article/{article.pk}/acts/{act}/", fields])

    return post


def forged(page, console, post, article, act):
    """The answer to a forged act; the browser's own line about the refusal is expected."""
    with page.expect_console_message(lambda message: "status of 403" in message.text):
        status = post(article, act)
    assert "status of 403" in console.pop()
    return status


def test_author_cannot_publish_not_even_by_a_forged_post(
    site, page, sign_in, author, editor, console, post_behind_the_page
):
    article = make.article("Ports under pressure", by=author)
    sign_in(author)
    page.goto(change_url(site, article))
    assert post_behind_the_page(article, "submit") == 200, "the forged form itself is sound"
    page.reload()
    expect(page.locator(".status-strip")).to_contain_text("In review")
    for name in ("Approve", "Publish", "Return"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
        expect(page.get_by_role("link", name=name)).to_have_count(0)
    for act in ("approve", "approve_and_publish", "return_to_author"):
        assert forged(page, console, post_behind_the_page, article, act) == 403
        assert Workflow.objects.get().stage == Stage.IN_REVIEW


def test_author_cannot_publish_what_an_editor_approved(
    site, page, sign_in, author, editor, console, post_behind_the_page, window
):
    article = make.approved("Ports under pressure", by=author, approver=editor)
    sign_in(author)
    page.goto(change_url(site, article))
    expect(page.get_by_role("link", name="Publish")).to_have_count(0)
    assert forged(page, console, post_behind_the_page, article, "publish") == 403
    assert not Edition.objects.exists()
    reader = window()
    reader.goto(f"{site}/en/briefings/")
    expect(reader.locator("main")).to_contain_text("No briefing has been published yet.")
