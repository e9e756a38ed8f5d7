"""An earlier version brought back: a save like any other, which never touches where the article stands."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from briefings import triggers
from briefings.articles import models
from briefings.articles.actions import approve, article_saved, move, restore_version, return_to_author, submit
from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article
from briefings.articles.models.articles import Stage
from briefings.articles.resolving import resolve
from briefings.history.models import Event
from tests import kinds

from .. import make
from .scenes import every_block, picture, refused, rewrite, seen, workflow_of

pytestmark = pytest.mark.django_db


def fresh(article):
    return Article.objects.get(pk=article.pk)


def saved(article, *, by):
    article_saved(fresh(article), by=by)
    return fresh(article)


def back_to(article, number, *, by):
    return restore_version(article, version=number, by=by, seen_version=fresh(article).version)


def tampered(article, number, change):
    """Version `number` as an earlier release of the site might have kept it."""
    version = article.saved_versions.get(number=number)
    change(version.content)
    connection.check_constraints()  # PostgreSQL drops no trigger of a table that has checks to come
    triggers.drop()
    article.saved_versions.filter(number=number).update(content=version.content)
    triggers.install()


@pytest.fixture
def article(author):
    made = make.article("Ports", by=author, blocks=every_block(author))
    made.topics.add(make.topic("Ports"))
    made.byline_rows.create(byline=models.Byline.objects.create(name="R. Vera"), position=0)
    return saved(made, by=author)


def test_deleted_blocks_come_back_with_their_keys_and_their_selections(article, author):
    before, keys = resolve(article).text, [block.key for block in blocks_of(article)]
    for model in kinds.block_models():
        model.objects.filter(parent=article).delete()
    saved(article, by=author)
    assert back_to(article, 2, by=author) == []
    assert [block.key for block in blocks_of(article)] == keys
    assert resolve(fresh(article)).text == before
    assert kinds.SourcesRow.objects.filter(block__parent=article).count() == 2


def test_blocks_added_since_go_and_changed_ones_say_again_what_they_said(article, author):
    before = resolve(article).text
    kinds.RichTextBlock.objects.create(parent=article, html="<p>Added.</p>", ordering=500)
    article.impacttableblock_set.get().rows.first().delete()
    article.topics.clear()
    article.byline_rows.all().delete()
    rewrite(article, by=author, html="<p>Four ports.</p>")
    assert resolve(fresh(article)).text != before
    back_to(article, 2, by=author)
    assert resolve(fresh(article)).text == before
    assert [row.byline.name for row in article.byline_rows.all()] == ["R. Vera"]


def test_blocks_that_say_the_same_are_left_alone(article, author):
    pks = [block.pk for block in blocks_of(article)]
    back_to(article, 2, by=author)
    assert [block.pk for block in blocks_of(article)] == pks


def test_restoring_is_the_next_version_and_on_record(article, author):
    rewrite(article, by=author, html="<p>Four ports.</p>")
    back_to(article, 2, by=author)
    article = fresh(article)
    assert (article.version, article.changed_by) == (4, author)
    assert article.saved_versions.get(number=4).act == "restore_version"
    event = Event.objects.filter(target_id=article.pk, target_type="article").latest("pk")
    assert (event.act, event.detail["restored"], event.detail["version"]) == ("restore_version", 2, 4)


def test_restoring_voids_an_approval(article, author, editor):
    rewrite(article, by=author, html="<p>Four ports.</p>")
    submit(article, by=author)
    approve(article, by=editor, seen=seen(article))
    back_to(article, 2, by=author)
    workflow = workflow_of(article)
    assert (workflow.stage, workflow.approved_by, workflow.approved_hash) == (Stage.IN_REVIEW, None, "")


def test_restoring_what_stands_there_already_voids_nothing(article, author, editor):
    submit(article, by=author)
    approve(article, by=editor, seen=seen(article))
    back_to(article, 2, by=editor)
    assert workflow_of(article).stage == Stage.APPROVED


def test_other_public_names_void_an_approval_though_the_text_is_the_same(article, author, editor):
    article.byline_rows.all().delete()
    saved(article, by=author)
    submit(article, by=author)
    approve(article, by=editor, seen=seen(article))
    back_to(article, 2, by=author)
    assert workflow_of(article).stage == Stage.IN_REVIEW


def test_a_text_that_was_approved_once_is_not_approved_by_coming_back(article, author, editor):
    submit(article, by=author)
    approve(article, by=editor, seen=seen(article))
    rewrite(article, by=author, html="<p>Four ports.</p>")
    back_to(article, 2, by=author)
    assert workflow_of(article).stage == Stage.IN_REVIEW


def test_editor_who_restored_cannot_approve(article, author, editor, other_editor):
    rewrite(article, by=author, html="<p>Four ports.</p>")
    submit(article, by=author)
    back_to(article, 2, by=editor)
    assert fresh(article).changed_by == editor
    with refused(PermissionDenied):
        approve(article, by=editor, seen=seen(article))
    approve(article, by=other_editor, seen=seen(article))


def test_workflow_is_untouched(article, author, editor):
    submit(article, by=author)
    return_to_author(article, by=editor, comment="Shorter, please.")
    before = models.Workflow.objects.filter(article=article).values().get()
    back_to(article, 1, by=author)
    assert models.Workflow.objects.filter(article=article).values().get() == before


def test_author_cannot_restore_a_colleagues_article(article, other_author):
    with refused(PermissionDenied):
        back_to(article, 1, by=other_author)


@pytest.mark.parametrize("person", ["analyst", "auditor", "administrator"])
def test_others_cannot_restore(person, article, request):
    with refused(PermissionDenied):
        back_to(article, 1, by=request.getfixturevalue(person))


def test_a_save_in_between_stops_it(article, author, editor):
    version = article.version
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    with refused(code="seen"):
        restore_version(article, version=1, by=author, seen_version=version)


def test_version_of_another_article_is_none_of_this_one(article, author):
    other = make.article("Prisons", by=author)
    for _ in range(3):
        other = saved(other, by=author)
    with refused(code="absent"):
        back_to(article, 4, by=author)


def test_what_no_longer_exists_is_left_out_and_named(article, author):
    article.topics.get().delete()
    image = article.pictureblock_set.get().image
    article.pictureblock_set.all().delete()
    image.delete()
    article = saved(article, by=author)
    left_out = back_to(article, 2, by=author)
    assert left_out == ["Topic “Ports” no longer exists.", f"Picture “{image}” no longer exists."]
    assert len(blocks_of(article)) == 10
    assert article.pictureblock_set.get().image is None


def test_unsafe_html_of_an_old_version_is_sanitised_again(article, author):
    tampered(article, 1, poisoned("<p onclick=steal()>Three ports.</p>"))
    back_to(article, 1, by=author)
    assert article.richtextblock_set.get().html == "<p>Three ports.</p>"


def test_old_version_with_what_the_sanitiser_would_drop_is_refused_in_words(article, author):
    tampered(article, 1, poisoned("<p>Three <script>alert(1)</script>ports.</p>"))
    with refused(code="unfit", says="<script>"):
        back_to(article, 1, by=author)


def poisoned(html):
    def poison(text):
        block = next(block for block in text["blocks"] if block["model"] == "richtextblock")
        block["fields"]["html"] = html

    return poison


def test_what_todays_rules_refuse_stops_it_in_words(article, author):
    def overfill(text):
        block = next(block for block in text["blocks"] if block["model"] == "texttableblock")
        block["fields"]["caption"] = "x" * 201

    tampered(article, 1, overfill)
    with refused(code="unfit", says="at most 200 characters"):
        back_to(article, 1, by=author)


def test_a_field_that_is_newer_than_the_version_keeps_its_default(article, author):
    def older(text):
        for block in text["blocks"]:
            block["fields"].pop("caption", None) if block["model"] == "pictureblock" else None

    tampered(article, 1, older)
    back_to(article, 1, by=author)
    assert article.pictureblock_set.get().caption == ""


def test_address_comes_back_before_the_first_publication(article, author):
    Article.objects.filter(pk=article.pk).update(slug="harbours")
    saved(article, by=author)
    back_to(article, 2, by=author)
    assert fresh(article).slug == "ports"


def test_address_that_another_article_has_by_now_stays_there(article, author):
    Article.objects.filter(pk=article.pk).update(slug="harbours")
    saved(article, by=author)
    make.article("Ports again", slug="ports", by=author)
    assert back_to(article, 2, by=author) == ["The address “ports” belongs to another article by now."]
    assert fresh(article).slug == "harbours"


def test_address_of_a_published_article_stays(article, author, editor):
    make.edition(article=article, by=author, approver=editor)
    move(article, slug="harbours", by=editor)
    back_to(article, 2, by=author)
    assert fresh(article).slug == "harbours"


def test_published_edition_stays_as_it_is(article, author, editor):
    edition = make.edition(article=article, by=author, approver=editor)
    text = edition.document
    back_to(article, 1, by=author)
    edition.refresh_from_db()
    assert edition.document == text


def test_another_picture_is_put_back(article, author):
    before = resolve(article).text
    block = article.pictureblock_set.get()
    block.image = picture(author, "blue", alt_en="Another harbour")
    block.save()
    saved(article, by=author)
    back_to(article, 2, by=author)
    assert resolve(fresh(article)).text == before
