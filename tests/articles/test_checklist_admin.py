"""The checklist where people meet it: on its page, in the form, on the pages of acts, and beside the text."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles.actions import start_translation
from briefings.articles.models import Article
from tests import kinds, make
from tests.articles.typing import act_url, change_url, fields_of

from .scenes import every_block, submitted, workflow_of

pytestmark = pytest.mark.django_db
BLOCKED = (kinds.RichTextBlock, {"html": '<p>480 ports, and <a href="/admin/">one</a>.</p>'})


@pytest.fixture
def draft(author):
    return make.article("Ports", by=author, blocks=[BLOCKED])


def page_of(article):
    return f"/admin/briefings/article/{article.pk}/checklist/"


def links_of(page):
    return re.findall(r'<a href="([^"]+)">([^<]*(?:administration|number|topic)[^<]*)</a>', page)


def test_each_item_leads_to_the_block_or_field_of_the_form(draft, author, signed_in):
    browser, key = signed_in(author), kinds.RichTextBlock.objects.get().key
    found = links_of(browser.get(page_of(draft)).text)
    form = change_url(draft)
    assert [url for url, _words in found] == [f"{form}#block-{key}", f"{form}#id_topics", f"{form}#block-{key}"]
    page = browser.get(form).text
    assert page.count(f'id="block-{key}"') == page.count('id="id_topics"') == 1


def test_blocks_keep_their_anchor_whatever_stands_before_them(author, signed_in):
    article = make.article(by=author, blocks=every_block(author))
    page = signed_in(author).get(change_url(article)).text
    for model in kinds.block_models():
        for block in model.objects.filter(parent=article):
            assert page.count(f'id="block-{block.key}"') == 1
    assert (
        page.count('id="block-') == len(kinds.block_models()) + 2
    )  # the two are the form's own: block-words, block-told


def test_form_asks_for_its_checklist_once_it_is_there(draft, author, signed_in):
    browser = signed_in(author)
    (source,) = re.findall(r'data-source="([^"]+)"', browser.get(change_url(draft)).text)
    part = browser.get(source).text
    assert source == f"{page_of(draft)}?part"
    assert part.strip().startswith("<section") and "leads into the administration" in part
    assert "1 thing keeps it from being published" in part


def test_numbers_are_shown_in_their_sentence_and_escaped(author, signed_in):
    blocks = [(kinds.RichTextBlock, {"html": "<p>a &lt;b&gt; 480 &amp; c</p>"})]
    page = signed_in(author).get(page_of(make.article("Ports", by=author, blocks=blocks))).text
    assert "a &lt;b&gt; <b>480</b> &amp; c" in page
    assert "0 of 1 number in the text refers to an observation." in page


def test_whoever_only_reads_is_led_into_the_text(draft, analyst, signed_in):
    key = kinds.RichTextBlock.objects.get().key
    page = signed_in(analyst).get(change_url(draft)).text
    assert f'href="#text-{key}"' in page and page.count(f'id="text-{key}"') == 1
    assert "leads into the administration" in page


def test_anchors_of_the_desk_are_on_no_page_for_readers(author, editor, signed_in, reader):
    article = make.edition("Ports", by=author, approver=editor, blocks=every_block(author), slug="ports").article
    assert 'id="text-' not in reader.get("/en/briefings/ports/").text
    assert 'id="text-' not in signed_in(author).get(f"/admin/briefings/article/{article.pk}/preview/").text


def test_submission_warns_and_goes_ahead(draft, author, signed_in):
    browser = signed_in(author)
    page = browser.get(act_url(draft, "submit")).text
    assert "Before it can be published:" in page and "leads into the administration" in page
    browser.post(act_url(draft, "submit"), fields_of(page.replace('class="act"', 'id="act"'), "act"))
    assert workflow_of(draft).stage == "in_review"


@pytest.mark.parametrize("act", ["approve", "approve_and_publish"])
def test_approval_shows_what_blocks_and_refuses_in_words(act, draft, author, editor, signed_in):
    article, browser = submitted(draft, by=author), signed_in(editor)
    page = browser.get(act_url(article, act)).text
    assert "Before it can be published:" in page and "disabled" not in page
    fields = fields_of(page.replace('class="act"', 'id="act"'), "act")
    answer = browser.post(act_url(article, act), fields | {"change_kind": "first"})  # as from an older page
    assert answer.status_code == 200 and "This was not done." in answer.text
    assert answer.text.count("leads into the administration") == 2  # as the reason, and in the list
    assert workflow_of(article).stage == "in_review" and not article.editions.exists()


def test_after_saving_and_submitting_the_blockers_are_told(draft, author, signed_in):
    browser = signed_in(author)
    fields = fields_of(browser.get(change_url(draft)).text) | {"_submit": "1"}
    answer = browser.post(change_url(draft), fields, follow=True)
    assert "Before publication: The link “one” leads into the administration" in answer.text


def test_checklist_of_a_colleague_s_draft_is_404(draft, other_author, signed_in):
    answer = signed_in(other_author).get(page_of(draft), follow=True)
    assert "Ports" not in answer.text


def queries(browser, url):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)


def test_checklist_and_form_stay_within_their_queries_with_thirty_blocks(author, signed_in):
    blocks = every_block(author)
    few, many = (make.article(by=author, blocks=blocks * times) for times in (1, 3))
    start_translation(many, language="es", by=author)
    browser = signed_in(author)
    for article in (few, many):
        browser.get(change_url(article))
    assert queries(browser, page_of(few)) == queries(browser, page_of(many)) <= 34
    assert queries(browser, f"{page_of(many)}?part") <= 32
    assert queries(browser, change_url(many)) <= 40
    assert Article.objects.get(pk=many.pk).version == many.version


def test_remedy_is_offered_only_to_whoever_may_do_it(draft, author, auditor, signed_in):
    remedy = "Start the translation</a>"
    assert remedy in signed_in(author).get(page_of(draft)).text
    page = signed_in(auditor).get(page_of(draft)).text
    assert "There is no article in Spanish." in page
    assert remedy not in page


def test_empty_body_and_missing_sources_lead_to_where_a_block_is_added(author, signed_in):
    article = make.article("Ports", by=author)
    article.richtextblock_set.all().delete()
    page = signed_in(author).get(page_of(article)).text
    for words in ("The body is empty.", "There is no list of sources."):
        assert f'<a href="{change_url(article)}#id_body">{words}</a>' in page
