"""What readers have seen and what the record says stays: through the models, through querysets and past them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, connection, transaction
from django.utils import timezone

from briefings.articles import models
from briefings.articles.actions import hold, withdraw
from briefings.history.models import Event

from .. import make
from .scenes import every_block, everything

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
REFUSED = (Error, ValidationError)

# Model → a field and another value for it.
KEPT = {
    models.Edition: {"title": "Other", "document": "{}", "sha256": "0", "summary": "", "note": "Other.", "number": 7,
                     "publish_at": timezone.now() + DAY, "held_at": timezone.now(), "change_kind": "minor"},
    models.Rendering: {"html": "<p>Other.</p>", "renderer": "other"},
    models.Address: {"slug": "other"},
    models.FigureUse: {"text": "9", "value": 9},
    models.Citation: {"locator": "p. 9"},
    models.ImageUse: {"image_id": 9},
    models.EditionByline: {"position": 9},
    models.EditionRelated: {"article_id": 9},
    Event: {"act": "other", "detail": {}, "by_name": "nobody"},
}  # fmt: skip
CHANGES = [(model, name, value) for model, fields in KEPT.items() for name, value in fields.items()]
IDS = [f"{model.__name__}-{name}" for model, name, _value in CHANGES]


@pytest.fixture(autouse=True)
def edition(author, editor):
    article = make.article("Ports", by=author, blocks=every_block(author))
    article.related.add(make.edition("Roads", by=author, approver=editor).article)
    models.ArticleByline.objects.create(article=article, byline=models.Byline.objects.create(name="Ana Vera"))
    return make.edition(article=article, by=author, approver=editor)


def stays(act):
    before = everything()
    with pytest.raises(REFUSED), transaction.atomic():
        act()
    assert everything() == before


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(("model", "name", "value"), CHANGES, ids=IDS)
def test_nothing_is_changed_by_save(model, name, value):
    thing = model.objects.first()
    setattr(thing, name, value)
    stays(thing.save)
    stays(lambda: thing.save(update_fields=[name]))
    stays(lambda: thing.save(force_update=True))


@pytest.mark.parametrize(("model", "name", "value"), CHANGES, ids=IDS)
def test_nothing_is_changed_by_a_queryset(model, name, value):
    stays(lambda: model.objects.update(**{name: value}))
    stays(lambda: model._base_manager.update(**{name: value}))
    stays(lambda: model.objects.bulk_update([altered(model.objects.first(), name, value)], [name]))


def altered(thing, name, value):
    setattr(thing, name, value)
    return thing


@pytest.mark.parametrize("model", KEPT)
def test_nothing_is_deleted(model):
    stays(lambda: model.objects.first().delete())
    stays(lambda: model.objects.all().delete())
    stays(lambda: model.objects.filter(pk=model.objects.first().pk).delete())


@pytest.mark.parametrize("model", KEPT)
def test_nothing_is_deleted_past_the_models(model):
    stays(lambda: sql(f"DELETE FROM {model._meta.db_table}"))
    stays(lambda: model._base_manager.all()._raw_delete("default"))


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [change for change in CHANGES if change[1] not in ("detail", "image_id", "article_id")],
    ids=[one for one in IDS if not one.endswith(("detail", "image_id", "article_id"))],
)
def test_nothing_is_changed_past_the_models(model, name, value):
    column = model._meta.get_field(name).column
    stays(lambda: sql(f"UPDATE {model._meta.db_table} SET {column} = %s", value))


def test_edition_cannot_be_replaced_by_another_row(edition):
    before = everything()
    values = {field.attname: getattr(edition, field.attname) for field in edition._meta.concrete_fields}
    stays(lambda: models.Edition(**values | {"title": "Other"}).save(force_insert=True))
    stays(
        lambda: models.Edition.objects.bulk_create(
            [models.Edition(**values | {"title": "Other"})], update_conflicts=True, unique_fields=["id"],
            update_fields=["title"],
        )
    )  # fmt: skip
    assert everything() == before


def test_acts_leave_editions_as_they_are(edition, editor):
    before = list(models.Edition.objects.values())
    withdraw(edition.article, by=editor, reason="Wrong.")
    assert list(models.Edition.objects.values()) == before


@pytest.fixture
def waiting(author, editor):
    return make.edition("Prisons", by=author, approver=editor, publish_at=timezone.now() + DAY)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Other"), ("summary", "Other"), ("document", "{}"), ("sha256", "0"), ("content_hash", "0"),
        ("number", 7), ("language", "es"), ("kind", "analysis"), ("note", "Other."), ("created_at", timezone.now()),
    ],
)  # fmt: skip
def test_of_a_waiting_edition_only_date_and_hold_may_change(name, value, waiting):
    stays(lambda: models.Edition.objects.filter(pk=waiting.pk).update(**{name: value}))
    stays(lambda: sql(f"UPDATE briefings_edition SET {name} = %s WHERE id = %s", value, waiting.pk))
    setattr(waiting, name, value)
    stays(waiting.save)
    stays(lambda: waiting.save(update_fields=[name, "publish_at"]))


def test_translated_edition_of_a_waiting_one_cannot_be_exchanged(waiting, edition):
    stays(lambda: models.Edition.objects.filter(pk=waiting.pk).update(translates=edition))


def test_waiting_edition_may_be_held_and_moved_and_deleted(waiting, editor):
    hold(waiting, by=editor)
    waiting.refresh_from_db()
    waiting.publish_at += DAY
    waiting.save(update_fields=["publish_at"])
    waiting.delete()
    assert not models.Edition.objects.filter(pk=waiting.pk).exists()
    assert not models.Rendering.objects.filter(edition=waiting.pk).exists()


def test_held_edition_whose_date_has_passed_still_waits(waiting, editor):
    hold(waiting, by=editor)
    models.Edition.objects.filter(pk=waiting.pk).update(publish_at=timezone.now() - DAY)
    assert models.Edition.objects.waiting().get() == waiting
    models.Edition.objects.filter(pk=waiting.pk).update(publish_at=timezone.now() + DAY)
