"""One language follows what was updated or corrected in the other, or an editor says that it needs no revision."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from briefings.articles.actions import cancel, hold, needs_no_revision, take_down, unhold
from briefings.articles.models import Article, FollowUp
from briefings.history.models import Event

from .. import make, moments
from .scenes import let_come, offered, refused, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition_of(author, editor):
    """A function that publishes the next edition of the article."""

    def publish(article, kind="correction", **terms):
        article = Article.objects.get(pk=article.pk)
        return make.edition(article=article, by=author, approver=editor, change_kind=kind, **terms)

    return publish


@pytest.fixture
def spanish(author, editor):
    return translated(by=author, approver=editor).article


@pytest.fixture
def english(spanish):
    return Article.objects.get(group=spanish.group, language="en")


def asked(article):
    """Numbers of the editions in the other language that the article has to follow."""
    return sorted(FollowUp.objects.open().filter(article=article).values_list("edition__number", flat=True))


def told(article):
    """Of which of them its readers are told."""
    return sorted(FollowUp.objects.public().filter(article=article).values_list("edition__number", flat=True))


@pytest.mark.parametrize(("kind", "expected"), [("correction", [2]), ("update", [2]), ("minor", [])])
def test_translation_has_to_follow_a_correction_or_an_update_of_its_original(
    kind, expected, spanish, english, edition_of
):
    edition_of(english, kind)
    assert asked(spanish) == told(spanish) == expected
    assert asked(english) == []


def test_original_has_to_follow_what_was_corrected_in_the_translation_alone(spanish, english, edition_of):
    edition_of(spanish)
    assert asked(english) == [2] and asked(spanish) == []


def test_next_edition_follows_and_asks_nothing_in_return(spanish, english, edition_of):
    edition_of(english)
    edition_of(english, "update")
    assert asked(spanish) == [2, 3]
    followed = edition_of(spanish, "update")
    assert followed.translates.number == 3
    assert asked(spanish) == told(spanish) == asked(english) == []


def test_original_that_follows_its_translation_may_have_changed_more(spanish, english, edition_of):
    edition_of(spanish)
    edition_of(english, "update")
    assert asked(english) == [] and asked(spanish) == [2]


def test_readers_are_told_until_the_edition_that_follows_has_come(spanish, english, edition_of):
    edition_of(english)
    waiting = edition_of(spanish, publish_at=moments.now() + moments.DAY)
    assert asked(spanish) == [] and told(spanish) == [2]
    let_come(waiting)
    assert told(spanish) == []


def test_cancelling_the_edition_that_follows_asks_again(spanish, english, edition_of, editor):
    edition_of(english)
    waiting = edition_of(spanish, publish_at=moments.now() + moments.DAY)
    cancel(waiting, by=editor)
    assert asked(spanish) == told(spanish) == [2]


def test_nothing_is_asked_by_an_edition_that_nobody_can_read(spanish, english, edition_of, editor):
    waiting = edition_of(english, publish_at=moments.now() + moments.DAY)
    assert asked(spanish) == []
    hold(waiting, by=editor)
    assert asked(spanish) == []
    unhold(waiting, by=editor, publish_at=moments.now() + moments.HOUR)
    let_come(waiting)
    assert asked(spanish) == [2]
    take_down(english, by=editor, reason="Names a witness.")
    assert asked(spanish) == told(spanish) == []


def test_editions_scheduled_for_one_moment_follow_each_other(spanish, english, edition_of):
    moment = moments.now() + moments.DAY
    original = edition_of(english, publish_at=moment)
    translation = edition_of(spanish, publish_at=moment)
    for edition in (translation, original):
        let_come(edition)
    assert asked(spanish) == told(spanish) == asked(english) == []


def test_cancelled_correction_asks_nothing(spanish, english, edition_of, editor):
    cancel(edition_of(english, publish_at=moments.now() + moments.DAY), by=editor)
    assert not FollowUp.objects.exists()


def test_draft_in_the_other_language_is_asked_nothing(author, editor, edition_of):
    english = make.edition("Ports", by=author, approver=editor).article
    make.article("Puertos", by=author, language="es", group=english.group)
    edition_of(english)
    assert not FollowUp.objects.exists()


def test_editor_says_that_the_text_needs_no_revision(spanish, english, edition_of, author, editor):
    with refused(code="stage"):
        needs_no_revision(spanish, by=editor, seen=1)
    edition_of(english)
    assert "needs_no_revision" in offered(spanish, editor)
    assert "needs_no_revision" not in offered(spanish, author) + offered(english, editor)
    needs_no_revision(spanish, by=editor, seen=2)
    assert asked(spanish) == told(spanish) == []
    event = Event.objects.latest("pk")
    assert (event.act, event.target_id, event.detail) == ("needs_no_revision", spanish.pk, {"edition": 2})
    edition_of(english)
    assert asked(spanish) == [3]


def test_what_appeared_after_the_page_was_opened_is_not_settled(spanish, english, edition_of, editor):
    edition_of(english)
    edition_of(english)
    for seen in (2, 4, None):
        with refused(ValidationError, code="seen"):
            needs_no_revision(spanish, by=editor, seen=seen)
    assert asked(spanish) == [2, 3]


def test_database_refuses_a_settlement_by_nobody(spanish, english, edition_of):
    edition_of(english)
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.update(settled_at=moments.now())


def test_migration_finds_what_is_not_followed(spanish, english, edition_of, author, editor):
    for kind in ("correction", "minor", "update"):
        edition_of(english, kind)
    other = translated(by=author, approver=editor, title="Prisons", slug="carceles")
    edition_of(other.article)
    followed = translated(by=author, approver=editor, then="correction", title="Roads", slug="caminos").article
    edition_of(followed)
    before = sorted(FollowUp.objects.open().values_list("edition", "article"))
    assert len(before) == 3
    FollowUp.objects.all().delete()
    import_module("briefings.migrations.0034_follow_ups").fill(apps, None)
    assert sorted(FollowUp.objects.values_list("edition", "article")) == before
