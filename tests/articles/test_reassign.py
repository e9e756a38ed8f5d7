"""An article gets another author."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from briefings.articles.actions import accept, approve, reassign, send_fix, submit
from briefings.articles.models import Article, Workflow
from briefings.articles.models.articles import Stage
from briefings.history.models import Event
from briefings.sharing.actions import share
from briefings.sharing.models import ShareLink
from tests import make
from tests.accounts.test_leaving import fresh

from .scenes import opens, refused, rewrite, seen, submitted, workflow_of
from .typing import act_url, change_url

pytestmark = pytest.mark.django_db


def leave(user):
    user.is_active = False
    user.save()


def test_new_author_goes_on_where_the_other_stopped(author, other_author, editor):
    article = make.article("Ports", by=author)
    reassign(article, to=other_author, by=editor)
    article = Article.objects.get(pk=article.pk)
    rewrite(article, by=other_author, html="<p>Four ports.</p>")
    with refused(PermissionDenied):
        submit(article, by=author)
    with refused(code="seen"):
        submit(article, by=other_author)
    submit(article, by=other_author, seen=seen(article))


def test_stage_submission_and_approval_stay(author, other_author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    before = workflow_of(article)
    reassign(article, to=other_author, by=editor)
    after = workflow_of(article)
    assert (after.stage, after.submitted_hash, after.submitted_by) == (Stage.IN_REVIEW, before.submitted_hash, author)
    approve(article, by=editor, seen=seen(article))


def test_whoever_submitted_cannot_approve_by_giving_the_article_away(editor, other_editor, author):
    article = submitted(make.article("Ports", by=editor), by=editor)
    reassign(article, to=author, by=editor)
    with refused(PermissionDenied):
        approve(article, by=editor, seen=seen(article))
    approve(article, by=other_editor, seen=seen(article))


def test_sender_who_becomes_the_author_does_not_approve_by_accepting(author, editor, other_editor, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    send_fix(article, by=editor, seen=seen(article))
    reassign(article, to=editor, by=editor)
    assert (workflow_of(article).sent_hash, workflow_of(article).sent_by) == ("", None)
    page = signed_in(editor).get(change_url(article))
    assert page.context["fix_act"].name == "accept" and page.context["fix_sender"] is None
    assert "Accept the changes" in page.text and "it is approved and can be published" not in page.text
    answer = signed_in(editor).post(act_url(article, "accept"), {"seen": seen(article)}, follow=True)
    assert "that approves it" not in answer.text
    assert (workflow_of(article).stage, workflow_of(article).submitted_by) == (Stage.IN_REVIEW, editor)
    with refused(PermissionDenied):
        approve(article, by=editor, seen=seen(article))
    approve(article, by=other_editor, seen=seen(article))


def test_sender_who_was_the_author_already_approves_nothing_by_accepting(author, editor):
    """The article was given away before the fix was forgotten with that."""
    article = submitted(make.article("Ports", by=author), by=author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    send_fix(article, by=editor, seen=seen(article))
    Workflow.objects.filter(article=article).update(owner=editor)
    assert accept(article, by=editor, seen=seen(article)) is False


def test_what_somebody_else_sent_is_still_approved_if_the_new_author_accepts_it(author, other_author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    send_fix(article, by=editor, seen=seen(article))
    reassign(article, to=other_author, by=editor)
    assert accept(article, by=other_author, seen=seen(article)) is True
    assert workflow_of(article).approved_by == editor


def test_who_gave_to_whom_is_recorded(author, other_author, editor):
    article = make.article("Ports", by=author)
    reassign(article, to=other_author, by=editor)
    event = Event.objects.get(act="reassign")
    assert (event.by_name, event.realm, event.target_id) == ("elena", "articles", article.pk)
    assert event.detail == {"before": "amaya", "after": "andres"}


def test_administrator_gives_away_only_what_somebody_has_left(author, other_author, administrator):
    article = make.article("Ports", by=author)
    with refused(PermissionDenied):
        reassign(article, to=other_author, by=administrator)
    leave(author)
    reassign(article, to=other_author, by=administrator)
    assert workflow_of(article).owner == other_author


@pytest.mark.parametrize("who", ["auditor", "administrator", "left", "author"])
def test_only_somebody_who_may_write_becomes_the_author(who, author, other_author, auditor, administrator, editor):
    article = make.article("Ports", by=author)
    leave(other_author)
    to = {"auditor": auditor, "administrator": administrator, "left": fresh(other_author), "author": author}[who]
    with refused(ValidationError):
        reassign(article, to=to, by=editor)


def test_links_of_the_author_before_end_with_the_article(author, other_author, editor):
    article, other = make.article("Ports", by=author), make.article("Prisons", by=author)
    links = [share(one, by=author, for_whom="Dr Rojas") for one in (article, other)]
    reassign(article, to=other_author, by=editor)
    assert [opens(link) for link in links] == [False, True]
    assert ShareLink.objects.get(pk=links[0].pk).revoked_at
    event = Event.objects.get(act="revoke_share")
    assert (event.by_name, event.target_id, event.detail["link"]) == ("elena", article.pk, links[0].pk)
    reassign(article, to=author, by=editor)
    assert not opens(links[0])


def test_links_of_editors_and_of_others_outlive_another_author(author, other_author, editor, other_editor):
    article = make.article("Ports", by=editor)
    links = [share(article, by=somebody, for_whom="Dr Rojas") for somebody in (editor, other_editor)]
    reassign(article, to=author, by=other_editor)
    links.append(share(article, by=author, for_whom="Dr Rojas"))
    assert all(opens(link) for link in links)
    assert not Event.objects.filter(act="revoke_share").exists()
