"""The next step on an article, and what the pages of its acts offer beside it."""

import pytest

from briefings.articles.actions import submit
from briefings.lib.acts import ACTS
from tests import make

from .typing import act_url, change_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_review(author):
    article = make.article("Ports", by=author)
    submit(article, by=author)
    return article


def test_page_of_an_act_offers_the_others_and_the_form(in_review, editor, signed_in):
    page = signed_in(editor).get(act_url(in_review, "approve_and_publish"))
    urls = [url for url, _words, _grave in page.context["more_acts"]]
    assert urls[:2] == [change_url(in_review), act_url(in_review, "return_to_author")]
    assert act_url(in_review, "approve_and_publish") not in urls


def test_next_step_leads_to_the_page_of_the_act_or_to_the_form(in_review, author, editor, signed_in):
    address = f"/admin/briefings/article/{in_review.pk}/next/"
    assert signed_in(editor).get(address).url == act_url(in_review, "approve_and_publish")
    assert signed_in(author).get(address).url == change_url(in_review)


def test_withdrawing_and_taking_down_explain_each_other(author, editor, signed_in):
    article = make.edition("Ports", by=author, approver=editor).article
    for act, other in (("withdraw", "take_down"), ("take_down", "withdraw")):
        page = signed_in(editor).get(act_url(article, act)).content.decode()
        for each in (act, other):
            assert str(ACTS[each].page.explanation)[:40] in page
        assert f'href="{act_url(article, other)}"' in page
