"""The page of an article's share links."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles.actions import restore, take_down
from briefings.sharing.actions import comment_as_visitor, note_opening, revoke_share, share, token_of
from briefings.sharing.models import ShareLink
from tests import make
from tests.articles.typing import change_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(author):
    return make.article("Ports", by=author)


def page_of(article):
    return f"/admin/briefings/article/{article.pk}/share/"


def test_link_is_made_in_one_step_and_its_address_stands_in_a_field(draft, author, signed_in):
    browser = signed_in(author)
    answer = browser.post(page_of(draft), {"for_whom": "Dr Rojas", "days": "7"}, follow=True)
    link = ShareLink.objects.get()
    assert link.expires_at - link.created_at == datetime.timedelta(days=7)
    assert f'value="http://localhost:8000/en/shared/{token_of(link)}/"' in answer.text
    assert "Never opened." in answer.text


def test_page_says_for_whom_by_whom_until_when_and_how_often(draft, author, editor, signed_in):
    link = share(draft, by=author, for_whom="Dr Rojas")
    for _time in range(3):
        note_opening(link)
    comment_as_visitor(link, visitor_name="R", verdict="correct")
    page = re.sub(r"\s+", " ", signed_in(editor).get(page_of(draft)).text)
    assert "Dr Rojas" in page and "Made by Amaya on" in page and "Opened 3 times" in page and "1 comment." in page


def test_links_that_are_over_stay_listed_without_address(draft, author, other_author, signed_in):
    taken_back = revoke_share(share(draft, by=author, for_whom="First"), by=author)
    over = share(draft, by=author, for_whom="Second", now=timezone.now() - datetime.timedelta(days=20))
    page = signed_in(author).get(page_of(draft)).text
    assert "taken back" in page and ">over<" in page
    assert token_of(taken_back) not in page and token_of(over) not in page


def test_link_is_revoked_with_one_button(draft, author, editor, signed_in):
    link = share(draft, by=author, for_whom="Dr Rojas")
    answer = signed_in(editor).post(page_of(draft), {"revoke": link.pk}, follow=True)
    link.refresh_from_db()
    assert link.revoked_at and "The link for Dr Rojas is taken back" in answer.text


@pytest.mark.parametrize("number", ["0", "x", "", "²", "9" * 40, "-1"])
def test_revoking_an_unknown_link_is_404(number, draft, author, signed_in):
    assert signed_in(author).post(page_of(draft), {"revoke": number}).status_code == 404


def test_page_does_not_revoke_links_of_another_article(draft, author, other_author, signed_in):
    other = share(make.article(by=other_author), by=other_author, for_whom="X")
    assert signed_in(author).post(page_of(draft), {"revoke": other.pk}).status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


def test_invalid_form_keeps_its_input(draft, author, signed_in):
    answer = signed_in(author).post(page_of(draft), {"for_whom": "\u202e", "days": "7"})
    assert answer.status_code == 200 and "Nothing in this text can be seen." in answer.text
    answer = signed_in(author).post(page_of(draft), {"for_whom": "Dr Rojas", "days": "365"})
    assert 'value="Dr Rojas"' in answer.text and not ShareLink.objects.exists()


def test_only_those_who_may_share_see_the_page(draft, author, editor, analyst, auditor, signed_in):
    for person, shares in ((author, True), (editor, True), (analyst, False), (auditor, False)):
        browser = signed_in(person)
        assert (page_of(draft) in browser.get(change_url(draft)).text) == shares
        assert browser.get(page_of(draft)).status_code == (200 if shares else 403)


def test_article_that_was_taken_down_is_not_offered_for_sharing(author, editor, signed_in):
    article = make.edition("Ports", by=author, approver=editor).article
    take_down(article, by=editor, reason="Names a witness.")
    browser = signed_in(author)
    assert page_of(article) not in browser.get(change_url(article)).text
    for answer in (browser.get(page_of(article)), browser.post(page_of(article), {"for_whom": "R", "days": "7"})):
        assert answer.status_code == 403 and "This article has been taken down" in answer.text
    restore(article, by=editor)
    assert page_of(article) in browser.get(change_url(article)).text


def test_many_links_cost_no_more_queries(draft, author, signed_in):
    browser = signed_in(author)
    counts = []
    for _time in range(2):
        for _number in range(8):
            comment_as_visitor(share(draft, by=author, for_whom="R"), visitor_name="R", verdict="correct")
        with CaptureQueriesContext(connection) as queries:
            browser.get(page_of(draft))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
