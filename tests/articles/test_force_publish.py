"""Publishing alone: what it asks for, what it leaves behind, and what it never skips."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from briefings.articles.actions import (
    approve,
    cancel,
    force_publish,
    look_again,
    publish,
    reassign,
    submit,
)
from briefings.articles.actions.forced_publication import reviewers
from briefings.articles.models import Article, Edition, SecondLook
from briefings.history.models import Event
from tests import make, moments
from tests.moments import DAY
from tests.people import person

from .scenes import let_come, offered, refused, rewrite, seen, submitted, workflow_of

pytestmark = pytest.mark.django_db

REASON = "The port is closed and nobody else is awake."


def forced(article, by, **options):
    arguments = {"seen": seen(article), "reason": REASON, "change_kind": "first"} | options
    return force_publish(article, by=by, **arguments)


def test_forced_edition_names_one_person_and_the_reason(editor):
    article = make.article("Ports", by=editor)
    edition = forced(article, editor, reason=f"  {REASON} ")
    assert (edition.by, edition.submitted_by, edition.approved_by) == (editor, editor, editor)
    assert edition.forced_reason == REASON
    assert Edition.objects.public().get() == Edition.objects.needing_second_look().get() == edition


def test_record_says_in_plain_words_what_was_done(editor):
    article = make.article("Ports", by=editor)
    edition = forced(article, editor)
    event = Event.objects.get(act="force_publish")
    assert event.detail["reason"] == REASON
    assert (event.detail["edition"], event.detail["sha256"]) == (1, edition.sha256)
    assert not Event.objects.filter(act="publish").exists()


@pytest.mark.parametrize("reason", ["", " " * 40, "Urgent.", "x" * 19, "x" * 2001])
def test_reason_is_required_and_is_more_than_a_word(reason, editor):
    article = make.article("Ports", by=editor)
    with refused() as caught:
        forced(article, editor, reason=reason)
    assert "reason" in caught.value.message_dict


def test_own_submission_can_be_forced_and_anothers_is_approved(author, editor, other_editor):
    own = submitted(make.article("Own", by=editor), by=editor)
    other = submitted(make.article("Other", by=author), by=author)
    with refused(code="approvable"):
        forced(other, editor)
    assert "force_publish" not in offered(other, editor)
    assert "force_publish" in offered(own, editor)
    assert forced(own, editor).forced_reason
    approved = make.approved("Approved", by=author, approver=editor)
    with refused(code="stage"):
        forced(approved, other_editor)


def test_what_blocks_publication_blocks_it_by_force_too(editor):
    article = make.article("Ports", by=editor, summary=" ")
    with refused(code="problem"):
        forced(article, editor)


def test_only_what_was_read_is_published(editor):
    article = make.article("Ports", by=editor)
    read = seen(article)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    with refused(code="seen"):
        forced(article, editor, seen=read)


def test_superuser_publishes_alone_by_the_same_rules(superuser):
    article = submitted(make.article("Ports", by=superuser), by=superuser)
    with refused(PermissionDenied):
        approve(article, by=superuser, seen=seen(article))
    edition = forced(article, superuser)
    with refused(PermissionDenied):
        look_again(edition, by=superuser, seen=edition.content_hash)


def test_after_it_the_article_is_a_draft_that_nobody_approved(author, editor):
    article = make.article("Ports", by=author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    forced(article, editor)
    workflow = workflow_of(article)
    assert (workflow.stage, workflow.approved_by, workflow.approved_hash) == ("draft", None, "")
    assert workflow.submitted_hash == seen(article)


def test_forced_edition_can_wait_for_its_date(editor):
    tomorrow = moments.now() + DAY
    edition = forced(make.article("Ports", by=editor), editor, publish_at=tomorrow)
    assert Edition.objects.waiting().get() == edition
    assert not Edition.objects.needing_second_look().exists()
    assert Edition.objects.needing_second_look(tomorrow).get() == edition


def test_database_wants_a_reason_for_one_pair_of_eyes_and_only_for_that(author, editor):
    tomorrow = moments.now() + DAY
    edition = make.edition(by=author, approver=editor, publish_at=tomorrow)
    values = Edition.objects.values().get(pk=edition.pk) | {"id": None, "number": 2, "change_kind": "minor"}
    for wrong in ({"submitted_by_id": editor.pk}, {"forced_reason": REASON}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.bulk_create([Edition(**values | wrong)])


def test_reason_is_never_rewritten(editor):
    forced(make.article("Ports", by=editor), editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(forced_reason="Something else altogether.")


def test_reviewers_are_others_who_may_approve(author, editor, other_editor, analyst):
    person("ines", "Editor", is_active=False)
    assert list(reviewers(editor)) == [other_editor]


# --- the second look


def test_second_look_by_somebody_else_ends_it(editor, other_editor):
    edition = forced(make.article("Ports", by=editor), editor)
    look = look_again(edition, by=other_editor, seen=edition.content_hash, note=" All right. ")
    assert (look.by, look.note) == (other_editor, "All right.")
    assert not Edition.objects.needing_second_look().exists()
    assert Event.objects.get(act="look_again").detail == {"edition": 1, "note": "All right."}
    with refused(code="stage"):
        look_again(edition, by=other_editor, seen=edition.content_hash)


def test_nobody_with_a_hand_in_it_takes_the_second_look(author, editor, other_editor, superuser):
    article = make.article("Ports", by=other_editor)
    rewrite(article, by=superuser, html="<p>Four ports.</p>")
    edition = forced(article, editor)
    for somebody in (editor, other_editor, superuser, author):
        with refused(PermissionDenied):
            look_again(edition, by=somebody, seen=edition.content_hash)
    third = person("eva", "Editor", is_staff=True)
    assert look_again(edition, by=third, seen=edition.content_hash).by == third


def test_readers_are_told_until_somebody_else_has_read_it(editor, other_editor, reader):
    edition = forced(make.article("Ports", by=editor), editor)
    told = "published by one person; no second person has read it yet"
    page = reader.get("/en/briefings/ports/").content.decode()
    assert page.lower().count(told) == 2
    assert REASON not in page
    assert str(editor) not in page
    look_again(edition, by=other_editor, seen=edition.content_hash)
    assert told not in reader.get("/en/briefings/ports/").content.decode().lower()


def test_readers_of_an_approved_edition_are_told_nothing(author, editor, reader):
    make.edition("Ports", by=author, approver=editor)
    assert "one person" not in reader.get("/en/briefings/ports/").content.decode()


@pytest.mark.parametrize("way", ["cancelled", "replaced", "public"])
def test_forcing_again_forgets_nobody_who_wrote(way, author, editor, other_editor):
    article = make.article("Ports", by=author)
    rewrite(article, by=other_editor, html="<p>Four ports.</p>")
    first = forced(article, editor, publish_at=None if way == "public" else moments.now() + DAY)
    if way == "cancelled":
        cancel(first, by=editor)
    else:
        rewrite(article, by=editor, html="<p>Five ports.</p>")
    kind = {"change_kind": "update", "note": "More ports."} if way == "public" else {}
    again = forced(article, editor, replace=first if way == "replaced" else None, **kind)
    for somebody in (editor, other_editor):
        with refused(PermissionDenied):
            look_again(again, by=somebody, seen=again.content_hash)


def test_the_same_text_is_not_forced_twice(author, editor):
    article = make.article("Ports", by=author)
    forced(article, editor)
    article = Article.objects.get(pk=article.pk)
    assert "force_publish" not in offered(article, editor)
    with refused(code="same"):
        forced(article, editor, change_kind="update", note="Again.")


def test_who_wrote_an_earlier_edition_only_may_look(author, editor, other_editor):
    article = make.article("Ports", by=author)
    rewrite(article, by=other_editor, html="<p>Four ports.</p>")
    make.edition(article=article, by=author, approver=editor)
    rewrite(article, by=editor, html="<p>Five ports.</p>")
    edition = forced(article, editor, change_kind="update", note="One more.")
    assert look_again(edition, by=other_editor, seen=edition.content_hash)


def test_second_look_is_at_the_text_that_was_published(editor, other_editor):
    edition = forced(make.article("Ports", by=editor), editor)
    for wrong in ("", "0" * 64):
        with refused(code="seen"):
            look_again(edition, by=other_editor, seen=wrong)


def test_approved_edition_needs_no_second_look(author, editor, other_editor):
    edition = make.edition(by=author, approver=editor)
    with refused(code="stage"):
        look_again(edition, by=other_editor, seen=edition.content_hash)
    assert not SecondLook.objects.exists()


def test_second_look_is_taken_when_readers_can_open_the_edition_not_before(editor, other_editor):
    """It is kept for ever, and what waits can still be cancelled or replaced."""
    tomorrow = moments.now() + DAY
    article = make.article("Ports", by=editor)
    edition = forced(article, editor, publish_at=tomorrow)
    for now in (None, tomorrow):
        with refused(code="stage"):
            look_again(edition, by=other_editor, seen=edition.content_hash, now=now)
    let_come(edition)
    assert look_again(edition, by=other_editor, seen=edition.content_hash).edition == edition


def test_waiting_forced_edition_can_be_replaced(editor, other_editor):
    article = make.article("Ports", by=editor)
    waiting = forced(article, editor, publish_at=moments.now() + DAY)
    submit(article, by=editor)
    approve(article, by=other_editor, seen=seen(article))
    publish(article, by=editor, seen=seen(article), change_kind="first", replace=waiting)
    assert not Edition.objects.forced().exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes an index only where there are many rows.")
def test_forced_editions_are_found_by_their_index(author, editor):
    make.edition(by=author, approver=editor)
    assert "edition_forced" in Edition.objects.needing_second_look().order_by("created_at").explain()


def test_article_of_a_forced_edition_may_be_edited_and_published_with_four_eyes_again(editor, other_editor):
    article = make.article("Ports", by=editor)
    forced(article, editor)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    edition = make.edition(article=Article.objects.get(), by=editor, approver=other_editor)
    assert (edition.number, edition.forced_reason) == (2, "")
    assert Edition.objects.needing_second_look().get().number == 1


def test_author_to_whom_the_article_was_given_takes_no_second_look(author, editor, other_editor):
    article = make.article("Ports", by=author)
    reassign(article, by=editor, to=other_editor)
    edition = forced(Article.objects.get(pk=article.pk), editor)
    with refused(PermissionDenied):
        look_again(edition, by=other_editor, seen=edition.content_hash)


def test_invisible_characters_are_no_reason(editor):
    article = make.article("Ports", by=editor)
    with refused(code="reason"):
        forced(article, editor, reason="\u200b" * 25)
