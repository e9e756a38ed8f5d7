"""A save that changes a text in review: said before it, told to the author, and what comes next said."""

import pytest
from django.conf import settings

from briefings.articles.actions import accept, add_topic, approve, restore_version
from briefings.articles.models import Article
from tests import make
from tests.kinds import KeyFigureBlock, RichTextBlock

from .scenes import counts, rewrite, seen, submitted, workflow_of
from .test_approve import revise
from .test_mail import committed, told  # noqa: F401 (committed is a fixture)
from .typing import act_url, change_url, opened

pytestmark = pytest.mark.django_db
SUBJECT = "Your article was changed in review"


@pytest.fixture
def article(author):
    return submitted(make.article("Ports", by=author), by=author)


def strip(client, article):
    """What stands beside the buttons of the form; empty where nothing does."""
    page = client.get(change_url(article)).content.decode()
    _before, found, after = page.partition('id="review-notice">')
    assert page.count('aria-describedby="review-notice"') == (2 if found else 0)
    return after.partition("</p>")[0]


def test_form_says_before_saving_what_a_change_would_do(article, author, editor, other_editor, signed_in):
    said = strip(signed_in(editor), article)
    assert said.startswith("This text is in review and stays there if you save a change: Amaya gets a mail")
    assert "It stays there if you save a change" in strip(signed_in(author), article)
    approve(article, by=editor, seen=seen(article))
    for client in (signed_in(editor), signed_in(author)):
        assert strip(client, article).startswith("This text is approved. If you save a change, it is in review again")
    assert "review-notice" not in signed_in(author).get("/admin/briefings/article/add/").content.decode()


def test_form_says_when_the_author_has_left(article, author, editor, signed_in):
    type(author).objects.filter(pk=author.pk).update(is_active=False)
    assert "Amaya, has left" in strip(signed_in(editor), article)


@pytest.mark.parametrize("button", ["_continue", "_save"])
def test_editors_change_is_told_to_the_author_and_the_editor_is_told_what_comes_next(
    button, article, author, editor, signed_in, committed  # noqa: F811
):  # fmt: skip
    client = signed_in(editor)
    form = opened(client, article) | {"title": ["Harbours"], button: "1"}
    (mail,) = committed(client.post, change_url(article), form)
    assert (mail.to, mail.subject) == ([author.email], SUBJECT)
    assert f"{settings.SITE_URL}/admin/briefings/article/{article.pk}/fix/" in mail.body
    assert "Elena has saved changes to your article in review." in mail.body
    page = client.get("/admin/").content.decode()
    assert "The changed text is in review, and Amaya is told by mail. Another editor has to approve it" in page
    assert workflow_of(article).stage == "in_review"
    page = signed_in(author).get(f"/admin/briefings/article/{article.pk}/fix/").content.decode()
    assert "<ins>" in page and "Harbours" in page and "Accept the changes" in page


def test_each_change_is_told(article, editor, signed_in, committed):  # noqa: F811
    client = signed_in(editor)
    committed(client.post, change_url(article), opened(client, article) | {"title": ["Harbours"], "_save": "1"})
    again = opened(client, article) | {"title": ["Havens"], "_save": "1"}
    assert [mail.subject for mail in committed(client.post, change_url(article), again)] == [SUBJECT]


def test_save_that_changes_nothing_tells_nobody_and_leaves_it_in_review(article, editor, signed_in, committed):  # noqa: F811
    client = signed_in(editor)
    assert committed(client.post, change_url(article), opened(client, article) | {"_save": "1"}) == []
    assert workflow_of(article).stage == "in_review"
    assert "The changed text is in review" not in client.get("/admin/").content.decode()


def test_sending_to_the_author_is_one_mail(article, editor, signed_in, committed):  # noqa: F811
    client = signed_in(editor)
    form = opened(client, article) | {"title": ["Harbours"], "_send": "1"}
    mails = committed(client.post, change_url(article), form)
    assert [mail.subject for mail in mails] == ["Changes in your article to accept"]


def test_ones_own_change_is_told_to_nobody(article, author, signed_in, committed):  # noqa: F811
    client = signed_in(author)
    form = opened(client, article) | {"title": ["Harbours"], "_save": "1"}
    assert committed(client.post, change_url(article), form) == []
    assert "The text has changed: it is reviewed as it is now." in client.get("/admin/").content.decode()


def test_topic_and_restored_version_are_told_too(article, author, editor, committed):  # noqa: F811
    (mail,) = committed(add_topic, article, by=editor, topic=make.topic())
    assert (told([mail]), mail.subject) == ([author.email], SUBJECT)
    accept(article, by=author, seen=seen(article))
    fresh = Article.objects.get(pk=article.pk)
    (mail,) = committed(restore_version, fresh, version=1, by=editor, seen_version=fresh.version)
    assert (told([mail]), mail.subject) == ([author.email], SUBJECT)


def test_list_says_which_texts_in_review_were_changed(article, author, editor, signed_in):
    resting = make.article("Prisons", by=author)
    data = {
        "action": "add_topic_to_selected", "_selected_action": [article.pk, resting.pk], "chosen": "1",
        "topic": make.topic().pk,
    }  # fmt: skip
    page = signed_in(editor).post("/admin/briefings/article/", data, follow=True).content.decode()
    assert "<li>Ports: The changed text is in review, and Amaya is told by mail." in page and "<li>Prisons</li>" in page


def test_what_is_revised_after_the_approval_is_compared_with_what_was_approved(author, editor, other_editor, signed_in):
    """Not with what the author submitted: the editor's words were approved."""
    series = counts()
    figure = (KeyFigureBlock, {"series": series, "period": "2022"})
    text = (RichTextBlock, {"html": "<p>Three ports.</p>"})
    article = submitted(make.article("Ports", by=author, blocks=[text, figure]), by=author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    approve(article, by=other_editor, seen=seen(article))
    revise(series)
    page = signed_in(other_editor).get(act_url(article, "publish"))
    assert [piece.heading for piece in page.context["since_review"].pieces] == ["key figure"]
    assert page.context["since_review"].figures[0].revised_by
    assert "it is not published yet" in page.content.decode()
    who_wrote = signed_in(editor).get(act_url(article, "publish"))
    assert who_wrote.context["reason"] and 'value="Approve and publish"' not in who_wrote.content.decode()
