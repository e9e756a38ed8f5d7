import pytest
from django.core.exceptions import PermissionDenied

from briefings.articles import models
from briefings.articles.actions import accept, approve, article_saved, return_to_author, submit
from briefings.articles.models.articles import Stage
from briefings.articles.resolving import resolve
from briefings.history.models import Event
from tests import kinds

from .. import make
from .scenes import refused, rewrite, seen, submitted, workflow_of
from .typing import act_url, change_url, opened

pytestmark = pytest.mark.django_db


def test_submitting_records_the_exact_document(author):
    article = submitted(make.article("Ports", by=author), by=author)
    workflow = workflow_of(article)
    assert (workflow.stage, workflow.submitted_by, workflow.submitted_hash) == (Stage.IN_REVIEW, author, seen(article))
    event = Event.objects.get(act="submit")
    assert (event.by_id, event.target_id, event.detail["hash"]) == (author.pk, article.pk, seen(article))


def test_incomplete_article_may_be_submitted_and_waits_for_the_editor(author):
    article = submitted(make.article("Ports", by=author, summary=""), by=author)
    assert workflow_of(article).stage == Stage.IN_REVIEW


def test_author_accepts_exactly_the_fix_that_was_shown(author, editor, other_editor):
    article = submitted(make.article("Ports", by=author), by=author)
    assert rewrite(article, by=editor, html="<p>Four ports.</p>")
    shown = seen(article)
    rewrite(article, by=other_editor, html="<p>Five ports.</p>")
    with refused(code="seen"):
        accept(article, by=author, seen=shown)
    accept(article, by=author, seen=seen(article))
    assert workflow_of(article).stage == Stage.IN_REVIEW


def test_editor_fixes_author_accepts_same_editor_approves(author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    with refused(PermissionDenied):
        approve(article, by=editor, seen=seen(article))
    accept(article, by=author, seen=seen(article))
    approve(article, by=editor, seen=seen(article))
    workflow = workflow_of(article)
    assert (workflow.submitted_by, workflow.approved_by) == (author, editor)


def test_submitting_again_clears_the_comment_of_the_return(author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    return_to_author(article, by=editor, comment="Shorter.")
    submit(article, by=author)
    assert workflow_of(article).returned_comment == ""


@pytest.mark.parametrize("stage", ["in review", "approved"])
def test_edit_voids_what_was_submitted_and_an_unchanged_save_does_not(stage, author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    if stage == "approved":
        approve(article, by=editor, seen=seen(article))
    before = workflow_of(article)
    assert not rewrite(article, by=author, html="<p>Three ports.</p>")
    assert workflow_of(article).stage == before.stage
    assert rewrite(article, by=author, html="<p>Three ports!</p>")
    after = workflow_of(article)
    assert (after.stage, after.approved_hash, after.approved_by) == (Stage.IN_REVIEW, "", None)
    assert (after.submitted_hash, after.submitted_by) == (seen(article), author)


@pytest.mark.parametrize("part", ["title", "summary", "kind", "topic", "order", "related"])
def test_every_part_of_the_document_voids_when_it_changes(part, author, editor):
    article = make.approved("Ports", by=author, approver=editor)
    match part:
        case "title" | "summary":
            models.Article.objects.filter(pk=article.pk).update(**{part: "Other words"})
        case "kind":
            models.Article.objects.filter(pk=article.pk).update(kind="analysis")
        case "topic":
            article.topics.add(make.topic())
        case "order":
            kinds.CalloutBlock.objects.create(parent=article, ordering=1, html="<p>First.</p>")
        case "related":
            article.related.add(make.edition(by=author, approver=editor).article)
    assert article_saved(article, by=editor)
    assert workflow_of(article).stage == Stage.IN_REVIEW


@pytest.mark.parametrize("changed", ["bylines", "slug"])
def test_slug_and_bylines_are_no_part_of_the_document_and_void_all_the_same(changed, author, editor):
    article = make.approved("Ports", by=author, approver=editor)
    before = resolve(article)
    if changed == "bylines":
        article.byline_rows.create(byline=models.Byline.objects.create(name="A. Reporter"))
    else:
        models.Article.objects.filter(pk=article.pk).update(slug="harbours")
    assert resolve(models.Article.objects.get(pk=article.pk)).content_hash == before.content_hash
    assert article_saved(article, by=editor)


@pytest.mark.parametrize("changed", ["byline_choice", "slug"])
def test_whoever_changes_bylines_or_address_in_the_form_needs_a_second_person_again(author, editor, signed_in, changed):
    article = make.approved("Ports", by=author, approver=editor)
    client = signed_in(editor)
    values = {"byline_choice": [str(models.Byline.objects.create(name="A. Reporter").pk)], "slug": ["amaya-wrote-this"]}
    client.post(change_url(article), opened(client, article) | {changed: values[changed]})
    assert workflow_of(article).stage == Stage.IN_REVIEW
    with refused(PermissionDenied):
        approve(article, by=editor, seen=seen(article))


def test_who_approves_sees_bylines_and_address(author, editor, signed_in):
    article = make.article("Ports", by=author, slug="ports-at-night")
    article.byline_rows.create(byline=models.Byline.objects.create(name="A. Reporter"))
    submit(article, by=author)
    page = signed_in(editor).get(act_url(article, "approve")).content.decode()
    assert "A. Reporter" in page
    assert "/en/briefings/ports-at-night/" in page


def test_saving_counts_versions_and_names_who_saved(author, editor):
    article = make.article("Ports", by=author)
    rewrite(article, by=author, html="<p>One.</p>")
    rewrite(article, by=editor, html="<p>Two.</p>")
    article.refresh_from_db()
    assert (article.version, article.changed_by) == (3, editor)
    assert Event.objects.filter(act="save", target_id=article.pk).count() == 2
