"""The next step on an article, and what the pages of its acts offer beside it."""

import pytest

from briefings.articles.actions import approve, submit
from briefings.articles.models import Article
from briefings.lib.acts import ACTS
from tests import make
from tests.kinds import KeyFigureBlock, RichTextBlock

from .scenes import seen, submitted
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


# --- where something is missing in the text


@pytest.fixture
def unfinished(author):
    blocks = [(RichTextBlock, {"html": "<p>Three ports.</p>"}), (KeyFigureBlock, {})]
    return submitted(make.article("Ports", by=author, blocks=blocks), by=author)


@pytest.mark.parametrize("act", ["approve", "approve_and_publish"])
def test_page_of_an_act_that_would_refuse_says_what_is_missing_and_offers_to_return_the_text(
    act, unfinished, editor, signed_in
):
    page = signed_in(editor).get(act_url(unfinished, act))
    assert "“Key figure” is not finished." in page.text
    assert 'type="submit" class="default' not in page.text and "<fieldset" not in page.text
    assert page.context["main_act"][0] == act_url(unfinished, "return_to_author")
    urls = [url for url, _words, _grave in page.context["more_acts"]]
    assert urls[0] == change_url(unfinished)
    assert not {act_url(unfinished, other) for other in ("approve", "approve_and_publish", "return_to_author")} & {
        *urls
    }


def test_text_of_ones_own_is_edited_where_something_is_missing(editor, signed_in):
    article = make.article("Ports", by=editor, blocks=[(KeyFigureBlock, {})])
    page = signed_in(editor).get(act_url(article, "force_publish"))
    assert page.context["is_blocked"] and 'type="submit" class="default' not in page.text
    assert page.context["main_act"][:2] == (change_url(article), "Edit the text")


def test_what_was_typed_stays_on_the_page_if_something_is_missing_by_the_time(in_review, editor, signed_in):
    client = signed_in(editor)
    Article.objects.filter(pk=in_review.pk).update(summary="")
    note = {"seen": seen(in_review), "change_kind": "first", "when": "now", "note": "Three ports are named."}
    page = client.post(act_url(in_review, "approve_and_publish"), note)
    assert page.context["form"].is_bound and page.context["is_blocked"]
    assert "Three ports are named." in page.text and 'type="submit" class="default' not in page.text


def test_something_missing_since_the_approval_stops_publishing_without_a_button(in_review, editor, signed_in):
    approve(in_review, by=editor, seen=seen(in_review))
    Article.objects.filter(pk=in_review.pk).update(summary="")
    page = signed_in(editor).get(act_url(in_review, "publish"))
    assert page.context["is_stopped"] and page.context["is_blocked"]
    assert "approve and publish it here" not in page.text and 'type="submit" class="default' not in page.text
    assert page.context["main_act"][0] == act_url(in_review, "return_to_author")


def test_form_names_what_takes_the_place_of_the_next_step(in_review, author, editor, signed_in):
    """Only the checklist, which the browser asks for later, knows whether something is missing."""
    offers = signed_in(editor).get(change_url(in_review)).context["offers"]
    assert (offers["needs_complete_text"], offers["when_blocked"]) == (True, act_url(in_review, "return_to_author"))
    offers = signed_in(author).get(change_url(in_review)).context["offers"]
    assert (offers["needs_complete_text"], offers["when_blocked"]) == (False, "")
