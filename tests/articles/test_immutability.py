"""What readers have seen and what the record says stays: through the models, through querysets and past them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, connection, transaction
from django.utils import timezone

from briefings.addresses.models import Address
from briefings.articles import models
from briefings.articles.actions import hold, reschedule, unhold, withdraw
from briefings.history.models import Event

from .. import make
from ..people import member
from .scenes import every_block, everything

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
REFUSED = (Error, ValidationError)

# Model → a field and another value for it.
KEPT = {
    models.Edition: {"title": "Other", "document": "{}", "sha256": "0", "summary": "", "note": "Other.", "number": 7,
                     "publish_at": timezone.now() + DAY, "held_at": timezone.now(), "change_kind": "minor"},
    models.Rendering: {"html": "<p>Other.</p>", "renderer": "other"},
    Address: {"slug": "other", "target_id": 9, "kind": "source"},
    models.FigureUse: {"text": "9", "value": 9},
    models.Citation: {"locator": "p. 9", "language": "es", "publish_at": timezone.now() + DAY,
                      "superseded_at": timezone.now()},
    models.ImageUse: {"image_id": 9},
    models.EditionByline: {"position": 9},
    models.EditionRelated: {"article_id": 9},
    Event: {"act": "other", "detail": {}, "by_name": "nobody"},
}  # fmt: skip
# SQL takes no such value for these.
NOT_IN_SQL = {"detail", "image_id", "article_id"}


@pytest.fixture(scope="module", autouse=True)
def stored_edition(module_db):
    """An edition with something in every table that belongs to it."""
    author, editor = member("author"), member("editor")
    article = make.article("Ports", by=author, blocks=every_block(author))
    article.related.add(make.edition("Roads", by=author, approver=editor).article)
    models.ArticleByline.objects.create(article=article, byline=models.Byline.objects.create(name="Ana Vera"))
    return make.edition(article=article, by=author, approver=editor)


@pytest.fixture
def edition(stored_edition, db):
    return models.Edition.objects.get(pk=stored_edition.pk)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def altered(thing, name, value):
    setattr(thing, name, value)
    return thing


def ways_to_change(model, name, value):
    """(what is tried, the act) for one field of the first row."""
    table, column = model._meta.db_table, model._meta.get_field(name).column
    yield "save", altered(model.objects.first(), name, value).save
    yield "save some fields", lambda: altered(model.objects.first(), name, value).save(update_fields=[name])
    yield "forced update", lambda: altered(model.objects.first(), name, value).save(force_update=True)
    yield "update", lambda: model.objects.update(**{name: value})
    yield "update of the base manager", lambda: model._base_manager.update(**{name: value})
    yield "bulk_update", lambda: model.objects.bulk_update([altered(model.objects.first(), name, value)], [name])
    if name not in NOT_IN_SQL:
        yield "SQL", lambda: sql(f"UPDATE {table} SET {column} = %s", value)


def ways_to_delete(model):
    yield "delete", lambda: model.objects.first().delete()
    yield "delete all", lambda: model.objects.all().delete()
    yield "delete some", lambda: model.objects.filter(pk=model.objects.first().pk).delete()
    yield "SQL", lambda: sql(f"DELETE FROM {model._meta.db_table}")
    yield "raw delete", lambda: model._base_manager.all()._raw_delete("default")


def done_all_the_same(acts):
    """Those of the (name, act) pairs that were not refused, or that changed something."""
    before, done = everything(), []
    for name, act in acts:
        try:
            with transaction.atomic():
                act()
            done.append(name)
        except REFUSED:
            pass
        if everything() != before:
            done.append(f"{name} left something changed")
    return done


@pytest.mark.parametrize("model", KEPT)
def test_nothing_is_changed_or_deleted(model, db):
    assert model.objects.exists()
    assert done_all_the_same(ways_to_delete(model)) == []
    for name, value in KEPT[model].items():
        assert done_all_the_same(ways_to_change(model, name, value)) == [], name


def test_edition_cannot_be_replaced_by_another_row(edition):
    values = {field.attname: getattr(edition, field.attname) for field in edition._meta.concrete_fields}
    other = values | {"title": "Other"}
    conflicts = {"update_conflicts": True, "unique_fields": ["id"], "update_fields": ["title"]}
    acts = [
        ("insert", lambda: models.Edition(**other).save(force_insert=True)),
        ("upsert", lambda: models.Edition.objects.bulk_create([models.Edition(**other)], **conflicts)),
    ]
    assert done_all_the_same(acts) == []


def test_acts_leave_editions_as_they_are(edition, editor):
    before = list(models.Edition.objects.values())
    withdraw(edition.article, by=editor, reason="Wrong.")
    assert list(models.Edition.objects.values()) == before


def test_an_edition_is_superseded_only_by_a_later_one_that_has_appeared(edition, waiting, author, editor):
    def supersede(row, at):
        return [("update", lambda: models.Edition.objects.filter(pk=row.pk).update(superseded_at=at))]

    later = make.edition(article=edition.article, by=author, approver=editor, publish_at=timezone.now() + DAY)
    for row in (edition, later, waiting):
        assert done_all_the_same(supersede(row, timezone.now())) == []
        assert done_all_the_same(supersede(row, later.publish_at)) == []
    edition.refresh_from_db()
    assert edition.superseded_at is None


@pytest.fixture
def waiting(author, editor):
    return make.edition("Prisons", by=author, approver=editor, publish_at=timezone.now() + DAY)


WAITING_KEPT = {
    "title": "Other", "summary": "Other", "document": "{}", "sha256": "0", "content_hash": "0", "number": 7,
    "language": "es", "kind": "analysis", "note": "Other.", "created_at": timezone.now(),
}  # fmt: skip


def test_of_a_waiting_edition_only_date_and_hold_may_change(waiting):
    row = models.Edition.objects.filter(pk=waiting.pk)
    for name, value in WAITING_KEPT.items():
        acts = [
            ("update", lambda: row.update(**{name: value})),  # noqa: B023 (called in this round)
            ("SQL", lambda: sql(f"UPDATE briefings_edition SET {name} = %s WHERE id = %s", value, waiting.pk)),  # noqa: B023
            ("save", altered(row.get(), name, value).save),
            ("save with date", lambda: altered(row.get(), name, value).save(update_fields=[name, "publish_at"])),  # noqa: B023
        ]
        assert done_all_the_same(acts) == [], name


def test_translated_edition_of_a_waiting_one_cannot_be_exchanged(waiting, edition):
    row = models.Edition.objects.filter(pk=waiting.pk)
    assert done_all_the_same([("update", lambda: row.update(translates=edition))]) == []


def test_waiting_edition_may_be_held_and_moved_and_deleted(waiting, editor):
    hold(waiting, by=editor)
    waiting.refresh_from_db()
    waiting.publish_at += DAY
    waiting.save(update_fields=["publish_at"])
    waiting.delete()
    assert not models.Edition.objects.filter(pk=waiting.pk).exists()
    assert not models.Rendering.objects.filter(edition=waiting.pk).exists()


def test_citations_have_the_date_of_their_edition_and_stay_as_they_are_but_for_it(author, editor):
    first = make.edition("Prisons", by=author, approver=editor, blocks=every_block(author))
    waiting = make.edition(article=first.article, by=author, approver=editor, publish_at=timezone.now() + DAY)
    reschedule(waiting, by=editor, publish_at=timezone.now() + 2 * DAY)
    unhold(hold(waiting, by=editor), by=editor, publish_at=timezone.now() + 3 * DAY)
    rivers = make.edition("Rivers", by=author, approver=editor, blocks=every_block(author)).article
    make.edition(article=rivers, by=author, approver=editor)
    for edition in models.Edition.objects.all():
        noted = {(row.language, row.publish_at, row.superseded_at) for row in edition.citations.all()}
        assert noted <= {(edition.language, edition.publish_at, edition.superseded_at)}
    assert models.Citation.objects.exclude(superseded_at=None).exists()
    for edition in (first, waiting):
        for name, value in {
            "locator": "p. 9",
            "language": "es",
            "publish_at": timezone.now(),
            "superseded_at": timezone.now(),
        }.items():
            statement = f"UPDATE briefings_citation SET {name} = %s WHERE edition_id = %s"
            assert done_all_the_same([("SQL", lambda: sql(statement, value, edition.pk))]) == [], name  # noqa: B023


def test_held_edition_whose_date_has_passed_still_waits(waiting, editor):
    hold(waiting, by=editor)
    models.Edition.objects.filter(pk=waiting.pk).update(publish_at=timezone.now() - DAY)
    assert models.Edition.objects.waiting().get() == waiting
    models.Edition.objects.filter(pk=waiting.pk).update(publish_at=timezone.now() + DAY)
