"""Every way around the second person that somebody might try. Each ends where two people have read the same text."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from briefings.accounts.models import User
from briefings.articles import models
from briefings.articles.actions import (
    approve,
    approve_and_publish,
    article_saved,
    force_publish,
    look_again,
    publish,
    reassign,
    restore_version,
    return_to_author,
    start_translation,
    submit,
)
from briefings.articles.models.articles import Stage
from briefings.statistics.models import DataTable
from tests import kinds, make
from tests.people import person

from .scenes import counts, refused, rewrite, seen, submitted, table_of, workflow_of
from .typing import act_url, change_url, fields_of, opened

pytestmark = pytest.mark.django_db
APPROVALS = [approve, lambda article, **given: approve_and_publish(article, change_kind="first", **given)]
REASON = "Nobody else is there, and it cannot wait."


@pytest.fixture
def own(editor):
    """The editor's own text, submitted by the editor."""
    return submitted(make.article("Ports", by=editor), by=editor)


def nobody_approved(article):
    assert workflow_of(article).stage != Stage.APPROVED
    assert not models.Edition.objects.exists()


@pytest.mark.parametrize("approving", APPROVALS)
def test_own_text(approving, own, editor):
    with refused(PermissionDenied):
        approving(own, by=editor, seen=seen(own))


@pytest.mark.parametrize("approving", APPROVALS)
def test_own_text_that_another_saved_unchanged(approving, own, editor, other_editor):
    assert article_saved(own, by=other_editor) is False
    own.refresh_from_db()
    assert own.changed_by == other_editor
    with refused(PermissionDenied):
        approving(own, by=editor, seen=seen(own))


def test_own_text_that_another_saved_unchanged_through_the_form(own, editor, other_editor, signed_in):
    client = signed_in(other_editor)
    client.post(change_url(own), opened(client, own) | {"_save": "1"})
    assert workflow_of(own).submitted_by == editor
    with refused(PermissionDenied):
        approve(own, by=editor, seen=seen(own))


def test_own_text_that_another_sent_to_oneself(own, editor, other_editor, signed_in):
    client = signed_in(other_editor)
    client.post(change_url(own), opened(client, own) | {"_send": "1"})
    with refused(PermissionDenied):
        approve(own, by=editor, seen=seen(own))


def test_own_text_returned_by_another_and_submitted_again(own, editor, other_editor):
    return_to_author(own, by=other_editor, comment="Shorter.")
    submitted(own, by=editor)
    with refused(PermissionDenied):
        approve(own, by=editor, seen=seen(own))


def test_editor_who_changed_the_text_since_it_was_submitted_cannot_approve_it(author, editor, other_editor):
    article = submitted(make.article("Ports", by=author), by=author)
    assert rewrite(article, by=editor, html="<p>Four ports.</p>") is True
    with refused(PermissionDenied):
        approve(article, by=editor, seen=seen(article))
    with refused(PermissionDenied):
        submit(article, by=editor)
    approve(article, by=other_editor, seen=seen(article))


@pytest.mark.parametrize("when", ["submitted", "approved"])
def test_text_brought_back_by_the_tables_behind_the_form(when, author, editor, other_editor):
    """What is published is the very document: whoever writes it into the database finds it refused."""
    article = submitted(make.article("Ports", by=author), by=author)
    if when == "approved":
        approve(article, by=other_editor, seen=seen(article))
    kinds.RichTextBlock.objects.update(html="<p>Whatever the editor wants.</p>")
    with pytest.raises(ValidationError):
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="first")
    with pytest.raises(ValidationError):
        publish(article, by=editor, seen=seen(article), change_kind="first")
    assert not models.Edition.objects.exists()


def version_of(article):
    return models.Article.objects.get(pk=article.pk).version


def test_earlier_version_brought_back_after_approval(author, editor, other_editor):
    """An editor writes what nobody reads, the author takes it out, and after the approval it is brought back."""
    article = make.article("Ports", by=author)
    rewrite(article, by=editor, html="<p>Whatever the editor wants.</p>")
    wanted = version_of(article)
    rewrite(article, by=author, html="<p>Three ports.</p>")
    article = submitted(article, by=author)
    approve(article, by=other_editor, seen=seen(article))
    read = seen(article)
    restore_version(article, version=wanted, by=editor, seen_version=version_of(article))
    assert workflow_of(article).stage == Stage.IN_REVIEW
    for given in (read, seen(article)):
        with refused(code="stage"):
            publish(article, by=editor, seen=given, change_kind="first")
        with refused(PermissionDenied):
            approve(article, by=editor, seen=given)


def test_approved_version_brought_back_is_not_approved_by_that(author, editor):
    article = make.approved("Ports", by=author, approver=editor)
    approved = version_of(article)
    rewrite(article, by=author, html="<p>Four ports.</p>")
    restore_version(article, version=approved, by=author, seen_version=version_of(article))
    with refused(code="stage"):
        publish(article, by=editor, seen=seen(article), change_kind="first")


def test_who_brought_a_version_back_had_a_hand_in_it(author, editor, other_editor):
    article = make.edition("Ports", by=author, approver=editor).article
    first = version_of(article)
    rewrite(article, by=author, html="<p>Four ports.</p>")
    restore_version(article, version=first, by=other_editor, seen_version=version_of(article))
    edition = force_publish(article, by=editor, seen=seen(article), reason=REASON, change_kind="minor")
    with refused(PermissionDenied):
        look_again(edition, by=other_editor, seen=edition.content_hash)


def test_own_submission_given_to_another_author(own, author, editor):
    reassign(own, to=author, by=editor)
    with refused(PermissionDenied):
        approve(own, by=editor, seen=seen(own))


def test_forced_edition_given_to_another_author(own, author, editor):
    edition = force_publish(own, by=editor, seen=seen(own), reason=REASON, change_kind="first")
    reassign(own, to=author, by=editor)
    with refused(PermissionDenied):
        look_again(edition, by=editor, seen=edition.content_hash)


@pytest.mark.parametrize("what", ["data table", "caption"])
def test_what_the_text_shows_changed_after_its_approval(what, author, editor, other_editor, analyst):
    blocks = [
        (kinds.DataTableBlock, {"table": table_of(counts())}),
        (kinds.TextTableBlock, {"caption": "Gangs", "cells": "a\tb"}),
    ]
    article = make.approved("Ports", by=author, approver=editor, blocks=blocks)
    read = seen(article)
    if what == "data table":
        make.row(DataTable.objects.get(), "2020")
    else:
        kinds.TextTableBlock.objects.update(caption="Whatever the editor wants")
    for somebody in (editor, other_editor):
        for given in (read, seen(article)):
            with refused(code="revised"):
                publish(article, by=somebody, seen=given, change_kind="first")
        with refused(code="seen"):
            approve_and_publish(article, by=somebody, seen=read, change_kind="first")
    if what == "caption":  # writing, and not by a save
        with refused(code="submitted"):
            approve_and_publish(article, by=editor, seen=seen(article), change_kind="first")
    else:
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="first")


def test_superuser(superuser, editor):
    article = submitted(make.article("Ports", by=superuser), by=superuser)
    for approving in APPROVALS:
        with refused(PermissionDenied):
            approving(article, by=superuser, seen=seen(article))
    approve(article, by=editor, seen=seen(article))
    assert workflow_of(article).approved_by == editor


def test_superuser_with_the_form_of_the_act(superuser, signed_in):
    article = submitted(make.article("Ports", by=superuser), by=superuser)
    client = signed_in(superuser)
    for act in ("approve", "approve_and_publish"):
        answer = client.post(act_url(article, act), {"seen": seen(article), "change_kind": "first"})
        assert answer.status_code == 403
    nobody_approved(article)


def test_translation_of_ones_own(editor, other_editor):
    article = make.edition("Ports", by=editor, approver=other_editor).article
    translation = start_translation(article, by=editor, language="es")
    submitted(translation, by=editor)
    with refused(PermissionDenied):
        approve(translation, by=editor, seen=seen(translation))
    approve(translation, by=other_editor, seen=seen(translation))


def test_bylines_changed_after_submission_are_approved_by_another(author, editor, other_editor, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    name = models.Byline.objects.create(name="Ana")
    client = signed_in(editor)
    client.post(change_url(article), opened(client, article) | {"byline_choice": [str(name.pk)], "_save": "1"})
    assert workflow_of(article).stage == Stage.IN_REVIEW
    with refused(PermissionDenied):
        approve(article, by=editor, seen=seen(article))
    approve(article, by=other_editor, seen=seen(article))


def test_role_given_to_oneself(author, signed_in):
    """An author's forged post of the own account gives nothing, so that there is nothing to approve with."""
    article = submitted(make.article("Ports", by=author), by=author)
    client = signed_in(author)
    client.post(f"/admin/briefings/user/{author.pk}/change/", {"groups": ["1", "2"], "username": "amaya"})
    author = User.objects.get(pk=author.pk)
    assert author.roles == {"Author"}
    with refused(PermissionDenied):
        approve(article, by=author, seen=seen(article))


def test_author_who_becomes_an_editor_after_submitting(author):
    article = submitted(make.article("Ports", by=author), by=author)
    author.is_superuser = True
    author.save()
    with refused(PermissionDenied):
        approve(article, by=User.objects.get(pk=author.pk), seen=seen(article))


def test_second_account_of_the_same_person_is_another_account(author):
    """Software cannot see through it; that an address has one account at most is what it can keep."""
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="amaya2", email=author.email)


def test_forced_edition_stays_marked_until_somebody_else_has_read_it(own, editor, other_editor):
    edition = force_publish(own, by=editor, seen=seen(own), reason=REASON, change_kind="first")
    with refused(PermissionDenied):
        look_again(edition, by=editor, seen=edition.content_hash)
    assert models.Edition.objects.needing_second_look().get() == edition
    look_again(edition, by=other_editor, seen=edition.content_hash)
    assert not models.Edition.objects.needing_second_look().exists()


def test_force_is_not_a_way_to_hide_that_one_approved_alone(own, editor):
    edition = force_publish(own, by=editor, seen=seen(own), reason=REASON, change_kind="first")
    for fields in ({"forced_reason": ""}, {"approved_by": person("eva", "Editor").pk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Edition.objects.filter(pk=edition.pk).update(**fields)


@pytest.mark.parametrize("act", ["publish", "approve", "approve_and_publish", "force_publish"])
def test_author_with_the_page_of_the_act(act, author, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    form = {"seen": seen(article), "change_kind": "first", "reason": REASON}
    assert signed_in(author).post(act_url(article, act), form).status_code == 403
    nobody_approved(article)


def test_publishing_alone_is_no_bulk_action(editor, signed_in):
    page = signed_in(editor).get("/admin/briefings/article/").content.decode()
    assert "force_publish" not in page
    assert "approve_and_publish" not in page


def test_force_page_needs_the_text_that_was_read(own, editor, signed_in):
    client = signed_in(editor)
    fields = fields_of(client.get(act_url(own, "force_publish")).content.decode(), None)
    kinds.RichTextBlock.objects.update(html="<p>Other.</p>")
    answer = client.post(act_url(own, "force_publish"), fields | {"reason": REASON})
    assert "it has changed in the meantime" in answer.content.decode()
    nobody_approved(own)


def test_naming_an_approved_text_as_related_changes_nothing_in_it(author, other_author, editor):
    approved = make.approved("Ports", by=author, approver=editor)
    before = seen(approved)
    make.article("Roads", by=other_author).related.add(approved)
    approved = models.Article.objects.get(pk=approved.pk)
    assert seen(approved) == before
    assert not approved.related.exists()
