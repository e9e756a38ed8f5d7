import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, connection, transaction
from django.utils import timezone

from briefings.addresses.models import Address
from briefings.articles.actions import approve_and_publish, move, submit
from briefings.articles.models import Article
from briefings.history.models import Event
from briefings.search.models import SearchDocument

from .. import make
from .scenes import refused, seen, workflow_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(author, editor):
    return make.edition("Ports", by=author, approver=editor).article


def test_old_address_leads_to_the_new_one(article, editor, reader):
    move(article, slug="harbours", by=editor)
    assert reader.get("/en/briefings/harbours/").status_code == 200
    for old, new in [("ports/", "harbours/"), ("ports/1/", "harbours/1/")]:
        answer = reader.get(f"/en/briefings/{old}")
        assert (answer.status_code, answer["Location"]) == (301, f"/en/briefings/{new}")
    assert SearchDocument.objects.get().url == "/en/briefings/harbours/"
    assert Event.objects.get(act="move").detail == {"before": "ports", "slug": "harbours"}


def test_all_older_addresses_lead_to_the_newest_in_one_step(article, editor, reader):
    move(article, slug="harbours", by=editor)
    move(article, slug="docks", by=editor)
    assert reader.get("/en/briefings/ports/")["Location"] == "/en/briefings/docks/"
    assert reader.get("/en/briefings/harbours/")["Location"] == "/en/briefings/docks/"


def test_moving_back_to_an_address_of_its_own(article, editor, reader):
    move(article, slug="harbours", by=editor)
    move(article, slug="ports", by=editor)
    assert reader.get("/en/briefings/ports/").status_code == 200
    assert reader.get("/en/briefings/harbours/")["Location"] == "/en/briefings/ports/"
    assert Address.objects.filter(kind="briefing", target_id=article.pk).count() == 2
    assert Article.objects.get(pk=article.pk).slug == "ports"


def test_moving_to_the_address_that_it_has_is_refused(article, editor):
    with refused(code="same") as caught:
        move(article, slug="ports", by=editor)
    assert "has already" in caught.value.message_dict["slug"][0]


def test_address_that_another_article_had_is_never_given_away(article, author, editor):
    move(article, slug="harbours", by=editor)
    other = make.edition("Prisons", by=author, approver=editor).article
    for slug in ("ports", "harbours"):
        with refused() as caught:
            move(other, slug=slug, by=editor)
        assert "slug" in caught.value.message_dict or "__all__" in caught.value.message_dict


def test_draft_cannot_take_an_address_that_an_article_left(article, author, editor):
    move(article, slug="harbours", by=editor)
    with pytest.raises(ValidationError) as caught:
        make.article("Ports", by=author)
    assert "addresses are for ever" in caught.value.message_dict["slug"][0]


def test_slug_of_a_draft_is_not_taken_from_it(article, author, editor):
    make.article("Prisons", by=author)
    with refused():
        move(article, slug="prisons", by=editor)


def test_same_words_in_the_other_language_are_another_address(article, author, editor):
    spanish = make.edition("Informe", by=author, approver=editor, language="es").article
    move(spanish, slug="ports", by=editor)
    assert workflow_of(spanish).address.language == "es"


@pytest.mark.parametrize("slug", ["", "with blanks", "../up", "áéí", "x" * 121, "a/b", "<script>"])
def test_what_is_no_address_is_refused(slug, article, editor):
    with refused() as caught:
        move(article, slug=slug, by=editor)
    assert "slug" in caught.value.message_dict


def test_editions_published_later_appear_at_the_new_address(article, author, editor, reader):
    move(article, slug="harbours", by=editor)
    article.refresh_from_db()
    submit(make.reword(article), by=author)
    approve_and_publish(article, by=editor, seen=seen(article), change_kind="update", note="New.")
    assert reader.get("/en/briefings/harbours/2/").status_code == 200


def test_waiting_edition_moves_along(author, editor):
    later = timezone.now() + datetime.timedelta(days=1)
    article = make.edition("Ports", by=author, approver=editor, publish_at=later).article
    move(article, slug="harbours", by=editor)
    assert SearchDocument.objects.get().url == "/en/briefings/harbours/"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE briefings_address SET article_id = %(other)s WHERE slug = 'ports'",
        "UPDATE briefings_address SET slug = 'stolen' WHERE slug = 'ports'",
        "DELETE FROM briefings_address WHERE slug = 'ports'",
        "INSERT INTO briefings_address (language, slug, article_id, created_at) "
        "VALUES ('en', 'ports', %(other)s, '2024-01-01 00:00:00')",
    ],
)
def test_database_itself_never_gives_an_address_away(sql, article, author):
    other = make.article("Prisons", by=author)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, {"other": other.pk})
    assert Address.objects.get(slug="ports").target_id == article.pk
