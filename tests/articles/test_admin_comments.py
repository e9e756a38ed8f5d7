"""Comments in the desk: their page, beside the blocks of the form, and in the text that is read."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles.actions import comment, resolve_comment, return_to_author
from briefings.articles.models import Comment
from briefings.sharing.models import ShareLink, VisitorComment
from tests import make
from tests.articles.scenes import every_block, rewrite, submitted
from tests.articles.typing import act_url, change_url, opened
from tests.kinds import RichTextBlock

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">'


@pytest.fixture
def article(author):
    blocks = [(RichTextBlock, {"html": f"<p>{words}</p>"}) for words in ("Three ports.", "Four quays.")]
    return make.article("Ports", by=author, blocks=blocks)


def comments_url(article):
    return f"/admin/briefings/article/{article.pk}/comments/"


def keys(article):
    return list(article.richtextblock_set.order_by("ordering").values_list("key", flat=True))


def text_of(response):
    return response.content.decode()


def visitors_comment(article, by, **fields):
    now = timezone.now()
    link = ShareLink.objects.create(
        article=article, for_whom="The ministry", created_by=by, created_at=now,
        expires_at=now + datetime.timedelta(days=1),
    )  # fmt: skip
    comment = Comment.objects.create(article=article, visitor_name="Ana", at=now, **fields)
    VisitorComment.objects.create(comment=comment, link=link)
    return comment


def test_comment_is_written_resolved_and_opened_again(article, author, editor, signed_in):
    _first, second = keys(article)
    client = signed_in(editor)
    answer = client.post(comments_url(article), {"block_key": str(second), "text": "Who counted?"}, follow=True)
    made = Comment.objects.get()
    assert (made.block_key, made.excerpt) == (second, "Four quays.")
    assert [words for words, _gone, _comments in answer.context["open_groups"]] == ["2. Text: Four quays."]
    writer = signed_in(author)
    answer = writer.post(comments_url(article), {"resolve": made.pk}, follow=True)
    assert list(answer.context["resolved"]) == [made]
    answer = writer.post(comments_url(article), {"reopen": made.pk}, follow=True)
    assert list(answer.context["resolved"]) == []
    assert Comment.objects.open().get() == made


def test_comments_stand_in_the_order_of_the_text_and_gone_blocks_last(article, author, editor, signed_in):
    first, second = keys(article)
    for key in (second, first, None):
        comment(article, by=editor, text=f"About {key}.", block_key=key)
    RichTextBlock.objects.filter(key=first).delete()
    groups = signed_in(author).get(comments_url(article)).context["open_groups"]
    assert [(words, gone) for words, gone, _comments in groups] == [
        ("The whole article", False), ("1. Text: Four quays.", False), ("Three ports.", True),
    ]  # fmt: skip


def test_what_somebody_typed_stays_when_the_block_is_gone_meanwhile(article, editor, signed_in):
    first, _second = keys(article)
    RichTextBlock.objects.filter(key=first).delete()
    page = text_of(signed_in(editor).post(comments_url(article), {"block_key": str(first), "text": "Who counted?"}))
    assert "Somebody has deleted this block" in page
    assert "Who counted?" in page
    assert not Comment.objects.exists()


@pytest.mark.parametrize("posted", [{"resolve": "x"}, {"resolve": "9" * 18}, {"reopen": "9" * 30}])
def test_forged_numbers_of_comments_are_not_found(posted, article, editor, signed_in):
    assert signed_in(editor).post(comments_url(article), posted).status_code == 404


def test_comment_of_another_article_is_not_resolved_from_here(article, author, other_author, editor, signed_in):
    elsewhere = comment(make.article(by=other_author), by=editor, text="Secret.")
    answer = signed_in(author).post(comments_url(article), {"resolve": elsewhere.pk})
    assert answer.status_code == 404
    assert Comment.objects.open().get() == elsewhere


def test_auditor_reads_comments_and_writes_none(article, editor, auditor, signed_in):
    comment(article, by=editor, text="Who counted?")
    client = signed_in(auditor)
    page = client.get(comments_url(article))
    assert "Who counted?" in text_of(page)
    assert page.context["form"] is None
    assert client.post(comments_url(article), {"text": "Me too."}).status_code == 403
    assert Comment.objects.count() == 1


def test_visitors_comment_stands_with_name_and_verdict(article, author, signed_in):
    visitors_comment(article, author, verdict="needs_changes", text="The second quay is closed.")
    page = text_of(signed_in(author).get(comments_url(article)))
    assert "The second quay is closed." in page
    assert "Needs changes" in page
    assert re.search(r"<strong>Ana</strong>,\s+visitor \(link for The ministry\)", page)


def test_words_are_escaped_wherever_a_comment_is_shown(article, author, editor, auditor, signed_in):
    first, _second = keys(article)
    comment(article, by=author, text=HOSTILE, block_key=first)
    comment(article, by=author, text=HOSTILE)
    visitors_comment(article, author, text=HOSTILE)
    submitted(article, by=author)
    pages = [
        signed_in(editor).get(comments_url(article)),
        signed_in(editor).get(change_url(article)),
        signed_in(editor).get(act_url(article, "approve")),
        signed_in(auditor).get(change_url(article)),
    ]
    for page in pages:
        assert "alert(1)" in text_of(page)
        assert "<script>alert" not in text_of(page)
        assert "<img src=x" not in text_of(page)


def test_form_shows_open_comments_beside_their_block_and_saves_as_before(article, author, editor, signed_in):
    first, second = keys(article)
    comment(article, by=editor, text="Who counted?", block_key=first)
    resolve_comment(comment(article, by=editor, text="Settled.", block_key=second), by=editor)
    client = signed_in(author)
    page = text_of(client.get(change_url(article)))
    assert page.count("<p>Who counted?</p>") == 1
    assert "Settled." not in page
    for key in (first, second):
        assert f'{comments_url(article)}?block={key}#new-comment"' in page
    answer = client.post(change_url(article), opened(client, article) | {"title": ["Quays"], "_save": "1"})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.title, keys(article)) == ("Quays", [first, second])


def test_page_chooses_the_block_that_the_link_named(article, editor, signed_in):
    _first, second = keys(article)
    page = text_of(signed_in(editor).get(f"{comments_url(article)}?block={second}"))
    assert f'<option value="{second}" selected>' in page


def test_text_that_is_read_has_each_comment_at_its_block(article, author, editor, signed_in):
    first, second = keys(article)
    comment(article, by=editor, text="About the ports.", block_key=first)
    comment(article, by=editor, text="About the quays.", block_key=second)
    comment(article, by=editor, text="About all of it.")
    submitted(article, by=author)
    page = text_of(signed_in(editor).get(act_url(article, "approve")))
    order = ["About all of it.", "About the ports.", "Three ports.</p>", "About the quays.", "Four quays.</p>"]
    assert [page.index(words) for words in order] == sorted(page.index(words) for words in order)


def test_no_reader_and_no_preview_sees_a_comment(article, author, editor, signed_in, reader):
    comment(article, by=author, text="Zunzuncito", block_key=keys(article)[0])
    edition = make.edition(article=article, by=author, approver=editor)
    pages = [
        reader.get(f"/en/briefings/{edition.article.slug}/"),
        signed_in(author).get(f"/admin/briefings/article/{article.pk}/preview/"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "Zunzuncito" not in text_of(page)


def test_returned_comment_is_among_the_open_ones(article, author, editor, signed_in):
    submitted(article, by=author)
    return_to_author(article, by=editor, comment="Name the source.")
    page = signed_in(author).get(comments_url(article))
    assert [one.text for _words, _gone, comments in page.context["open_groups"] for one in comments] == [
        "Name the source."
    ]


def test_cost_does_not_grow_with_comments(author, editor, signed_in):
    article = make.article(by=author, blocks=every_block(author))
    client = signed_in(editor)

    def costs():
        found = []
        for url in (comments_url(article), change_url(article)):
            with CaptureQueriesContext(connection) as caught:
                client.get(url)
            found.append(len(caught))
        return found

    comment(article, by=author, text="One.")
    resolve_comment(comment(article, by=author, text="Settled."), by=editor)
    costs()
    few = costs()
    for number in range(60):
        made = comment(article, by=author, text=f"{number}.", block_key=article.calloutblock_set.get().key)
        if number % 2:
            resolve_comment(made, by=editor)
    assert costs() == few


def many(article, by, count):
    now = timezone.now()
    return [
        Comment.objects.create(article=article, by=by, text=f"Remark {number}.", at=now + datetime.timedelta(0, number))
        for number in range(count)
    ]


def remarks_on(page):
    return [int(number) for number in re.findall(r"<p>Remark (\d+)\.</p>", text_of(page))]


def test_twenty_newest_open_comments_stand_on_a_page_and_older_ones_are_led_to(article, author, editor, signed_in):
    many(article, author, 45)
    client = signed_in(editor)
    pages = [client.get(comments_url(article) + query) for query in ("", "?page=2", "?page=3")]
    assert [remarks_on(page) for page in pages] == [[*range(25, 45)], [*range(5, 25)], [*range(5)]]
    assert 'rel="next" href="?page=2">Older</a>' in text_of(pages[0])
    assert 'rel="next"' not in text_of(pages[2])
    assert [client.get(f"{comments_url(article)}?page={page}").status_code for page in ("4", "x")] == [404, 404]


def test_settled_comments_are_paged_by_themselves_the_newest_first(article, author, editor, signed_in):
    for one in many(article, author, 21):
        resolve_comment(one, by=editor)
    client = signed_in(editor)
    page = client.get(comments_url(article))
    assert "21 resolved comments" in text_of(page)
    assert remarks_on(page) == [*range(20, 0, -1)]
    assert 'href="?resolved=2#resolved"' in text_of(page)
    assert remarks_on(client.get(f"{comments_url(article)}?resolved=2")) == [0]


def test_form_and_text_show_the_newest_open_comments_and_say_that_there_are_more(article, author, editor, signed_in):
    many(article, author, 21)
    submitted(article, by=author)
    form, text = (text_of(signed_in(who).get(url)) for who, url in (
        (author, change_url(article)), (editor, act_url(article, "approve")),
    ))  # fmt: skip
    assert "More than 20 open comments" in form
    assert "<p>Remark 20.</p>" in text and "<p>Remark 0.</p>" not in text


def test_fix_is_for_the_author_and_accepted_with_one_click(article, author, editor, auditor, signed_in):
    url = f"/admin/briefings/article/{article.pk}/fix/"
    submitted(article, by=author)
    writer = signed_in(author)
    assert "nothing to accept" in text_of(writer.get(url))
    rewrite(article, by=editor, html="<p>Five ports.</p>")
    page = writer.get(url)
    form = {"seen": page.context["fix_seen"]}
    assert text_of(page).count("Accept the changes</button>") == 1
    for somebody in (editor, auditor):
        assert signed_in(somebody).get(url).status_code == 403
    writer.post(act_url(article, "accept"), form)
    article.workflow.refresh_from_db()
    assert (article.workflow.stage, article.workflow.submitted_by) == ("in_review", author)


def test_links_open_the_comments_beside_what_is_being_written(article, author, signed_in):
    """In another tab: nothing that is typed in the form is left behind."""
    links = re.findall(r'<a href="[^"]*\?block=[^"]*"[^>]*>', text_of(signed_in(author).get(change_url(article))))
    assert len(links) == 2
    assert all('target="_blank"' in link for link in links)
