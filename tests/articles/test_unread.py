"""Whose words nobody else has read: every act that adds somebody to them, or takes somebody out."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from briefings.articles import models
from briefings.articles.actions import (
    accept,
    approve,
    approve_and_publish,
    article_saved,
    force_publish,
    look_again,
    publish,
    restore_version,
    return_to_author,
    send_fix,
    start_translation,
    submit,
    take_back,
)
from briefings.articles.models.articles import Stage
from briefings.history.field_changes import made_by
from tests import kinds, make

from .scenes import offered, picture, reason_against, refused, rewrite, seen, submitted, workflow_of

pytestmark = pytest.mark.django_db
REASON = "Nobody else is there, and it cannot wait."
FOUR = "<p>Four ports.</p>"


@pytest.fixture
def article(author):
    return submitted(make.article("Ports", by=author), by=author)


@pytest.fixture
def published(author, editor):
    return make.edition("Ports", by=author, approver=editor).article


def unread(article):
    return {row.person.username for row in models.Unread.objects.filter(workflow__article=article)}


def title(article, by, words="Harbours"):
    models.Article.objects.filter(pk=article.pk).update(title=words)
    return article_saved(models.Article.objects.get(pk=article.pk), by=by)


def test_a_save_adds_its_writer(author, editor, other_editor):
    article = make.article("Ports", by=author)
    assert unread(article) == {author.username}
    rewrite(article, by=editor, html=FOUR)
    title(article, by=other_editor)
    assert unread(article) == {author.username, editor.username, other_editor.username}


def test_a_save_that_changes_nothing_adds_nobody(article, author, editor):
    assert rewrite(article, by=editor, html="<p>Three ports.</p>") is False
    assert unread(article) == {author.username}
    assert workflow_of(article).submitted_by == author


def test_submitting_leaves_only_oneself(author, editor):
    article = make.article("Ports", by=author)
    rewrite(article, by=editor, html=FOUR)
    submit(article, by=author, seen=seen(article))
    assert unread(article) == {author.username}


def test_accepting_leaves_only_oneself_and_the_editor_may_approve(article, author, editor):
    rewrite(article, by=editor, html=FOUR)
    assert accept(article, by=author, seen=seen(article)) is False
    assert (unread(article), workflow_of(article).submitted_by) == ({author.username}, author)
    approve(article, by=editor, seen=seen(article))


def test_approving_empties_it(article, editor):
    approve(article, by=editor, seen=seen(article))
    assert unread(article) == set()


def test_a_change_to_an_approved_text_is_in_review_with_its_writer_alone(article, editor, other_editor):
    approve(article, by=editor, seen=seen(article))
    rewrite(article, by=editor, html=FOUR)
    assert (workflow_of(article).stage, unread(article)) == (Stage.IN_REVIEW, {editor.username})
    assert {"approve", "publish"}.isdisjoint(offered(article, editor))
    approve(article, by=other_editor, seen=seen(article))


def test_returning_and_taking_back_leave_it(article, author, editor):
    rewrite(article, by=editor, html=FOUR)
    return_to_author(article, by=editor, comment="Shorter.")
    assert unread(article) == {author.username, editor.username}
    submit(article, by=author, seen=seen(article))
    take_back(article, by=author)
    assert (workflow_of(article).stage, unread(article)) == (Stage.DRAFT, {author.username})


def test_restoring_a_version_is_a_change_by_who_restores(article, author, editor):
    rewrite(article, by=author, html=FOUR)
    restore_version(article, version=1, by=editor, seen_version=models.Article.objects.get(pk=article.pk).version)
    assert unread(article) == {author.username, editor.username}


def test_a_translation_is_its_translators(published, other_author):
    other_author.groups.set([*published.workflow.owner.groups.all()])
    translation = start_translation(published, by=published.workflow.owner, language="es")
    assert unread(translation) == {published.workflow.owner.username}


def test_publishing_alone_leaves_it_and_the_second_look_empties_it(editor, other_editor):
    article = make.article("Ports", by=editor)
    edition = force_publish(article, by=editor, seen=seen(article), reason=REASON, change_kind="first")
    assert unread(article) == {editor.username}
    look_again(edition, by=other_editor, seen=edition.content_hash)
    assert unread(article) == set()


def test_the_second_look_leaves_it_if_the_text_has_changed_since(author, editor, other_editor):
    article = make.article("Ports", by=editor)
    edition = force_publish(article, by=editor, seen=seen(article), reason=REASON, change_kind="first")
    rewrite(article, by=editor, html=FOUR)
    look_again(edition, by=other_editor, seen=edition.content_hash)
    assert unread(article) == {editor.username}


# --- one editor and the author


def test_author_accepts_exactly_what_the_last_editor_sent_and_that_approves_it(article, author, editor):
    rewrite(article, by=editor, html=FOUR)
    assert send_fix(article, by=editor, seen=seen(article)) is True
    assert accept(article, by=author, seen=seen(article)) is True
    workflow = workflow_of(article)
    assert (workflow.stage, workflow.approved_by, workflow.submitted_by) == (Stage.APPROVED, editor, author)
    assert unread(article) == set()
    edition = publish(article, by=editor, seen=seen(article), change_kind="first")
    assert (edition.approved_by, edition.submitted_by, edition.forced_reason) == (editor, author, "")


def test_what_changed_after_it_was_sent_is_accepted_and_not_approved(article, author, editor, other_editor):
    rewrite(article, by=editor, html=FOUR)
    send_fix(article, by=editor, seen=seen(article))
    title(article, by=other_editor)
    assert accept(article, by=author, seen=seen(article)) is False
    assert workflow_of(article).stage == Stage.IN_REVIEW


def test_only_the_last_editor_sends_it_as_read_whole(article, author, editor, other_editor):
    rewrite(article, by=editor, html=FOUR)
    title(article, by=other_editor)
    assert send_fix(article, by=editor, seen=seen(article)) is False
    with refused(code="seen"):
        send_fix(article, by=other_editor, seen="0" * 64)
    assert send_fix(article, by=other_editor, seen=seen(article)) is True


def test_accepting_what_an_editor_sent_who_has_left_since_approves_nothing(article, author, editor):
    rewrite(article, by=editor, html=FOUR)
    send_fix(article, by=editor, seen=seen(article))
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    assert accept(article, by=author, seen=seen(article)) is False


def test_what_the_checklist_refuses_is_accepted_and_not_approved(author, editor):
    article = submitted(make.article("Ports", by=author, summary=""), by=author)
    rewrite(article, by=editor, html=FOUR)
    send_fix(article, by=editor, seen=seen(article))
    assert accept(article, by=author, seen=seen(article)) is False


# --- what has an edition


def test_whoever_may_edit_submits_what_has_an_edition_and_another_approves(published, author, editor, other_editor):
    rewrite(published, by=editor, html=FOUR)
    assert "submit" in offered(published, editor)
    submit(published, by=editor, seen=seen(published))
    assert unread(published) == {editor.username}
    edition = approve_and_publish(published, by=other_editor, seen=seen(published), change_kind="minor")
    assert (edition.submitted_by, edition.approved_by) == (editor, other_editor)


def test_sending_what_has_an_edition_submits_it(published, author, editor):
    rewrite(published, by=editor, html=FOUR)
    assert send_fix(published, by=editor, seen=seen(published)) is True
    assert workflow_of(published).stage == Stage.IN_REVIEW
    assert accept(published, by=author, seen=seen(published)) is True


def test_other_authors_and_first_submissions_stay_as_they_were(published, author, editor, other_author):
    rewrite(published, by=editor, html=FOUR)
    assert isinstance(reason_against("submit", published, other_author), PermissionDenied)
    draft = make.article("Roads", by=author)
    assert isinstance(reason_against("submit", draft, editor), PermissionDenied)


# --- names kept elsewhere


@pytest.mark.parametrize("when", ["in review", "approved"])
def test_who_changed_an_alternative_text_does_not_approve_it(when, author, editor, other_editor):
    image = picture(author)
    article = submitted(make.article(by=author, blocks=[(kinds.PictureBlock, {"image": image})]), by=author)
    if when == "approved":
        approve(article, by=editor, seen=seen(article))
    image.alt_en = "Whatever the editor wants"
    with made_by(editor):
        image.save()
    for act in (approve, lambda *args, **given: approve_and_publish(*args, change_kind="first", **given)):
        with refused(PermissionDenied):
            act(article, by=editor, seen=seen(article))
    assert "approve_and_publish" not in offered(article, editor)
    approve_and_publish(article, by=other_editor, seen=seen(article), change_kind="first")


def test_other_names_that_the_person_changed_do_not_matter(author, editor):
    image, other = picture(author), picture(author, colour="blue", alt_en="A road")
    article = submitted(make.article(by=author, blocks=[(kinds.PictureBlock, {"image": image})]), by=author)
    with made_by(editor):
        other.alt_en = "A broken road"
        other.save()
    approve(article, by=editor, seen=seen(article))


# --- the database


def test_database_refuses_an_approver_whose_words_nobody_has_read(article, editor):
    rewrite(article, by=editor, html=FOUR)
    author = workflow_of(article).owner
    models.Workflow.objects.filter(article=article).update(submitted_by=author)
    approval = {"stage": Stage.APPROVED, "approved_by": editor, "approved_hash": seen(article)}
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Workflow.objects.filter(article=article).update(**approval)
    models.Unread.objects.filter(person=editor).delete()
    models.Workflow.objects.filter(article=article).update(**approval)


def test_whoever_changed_the_text_and_changed_it_back_cannot_approve_it(author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    rewrite(article, by=editor, html="<p>Three ports.</p>")
    with refused(PermissionDenied):
        approve(article, by=editor, seen=seen(article))


def test_own_words_that_another_editor_changed_too_are_still_unread(author, editor, other_editor):
    """The last one to save has not read what the one before wrote."""
    article = submitted(make.article("Ports", by=author), by=author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    models.Article.objects.filter(pk=article.pk).update(title="Harbours")
    article_saved(models.Article.objects.get(pk=article.pk), by=other_editor)
    for somebody in (editor, other_editor):
        with refused(PermissionDenied):
            approve(article, by=somebody, seen=seen(article))
