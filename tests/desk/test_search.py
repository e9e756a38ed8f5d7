"""Search fields of the desk: case and accents do not count, and long searches are no error."""

import json
import unicodedata

import pytest
from django.contrib import admin
from django.utils import timezone

from briefings.accounts.models import User
from briefings.articles.actions import article_saved
from briefings.articles.models import Article, Byline
from briefings.history.models import Event, FieldChange
from briefings.lib.admin.search import FoldedSearch
from briefings.lib.texts import fold
from tests import make
from tests.people import member

SEARCHED = {model: model_admin for model, model_admin in admin.site._registry.items() if model_admin.search_fields}
CANAR = "Cañar", "CAÑAR", "canar", "CANAR", unicodedata.normalize("NFD", "Cañar"), unicodedata.normalize("NFD", "CAÑAR")
LONG = " ".join(f"word{number}" for number in range(1200))


@pytest.fixture
def root(superuser, signed_in):
    return signed_in(superuser, raise_request_exception=True)


def found(client, model, term):
    answer = client.get(f"/admin/briefings/{model}/", {"q": term})
    return [str(row) for row in answer.context["cl"].result_list]


def choices(client, model, field, term):
    asked = {"app_label": "briefings", "model_name": model, "field_name": field, "term": term}
    return [row["text"] for row in client.get("/admin/autocomplete/", asked).json()["results"]]


def test_every_list_with_a_search_field_folds():
    assert len(SEARCHED) > 10
    assert [model for model, model_admin in SEARCHED.items() if not isinstance(model_admin, FoldedSearch)] == []


@pytest.mark.parametrize("stored", ["Cañar", unicodedata.normalize("NFD", "CAÑAR")])
def test_lists_and_choices_find_whatever_case_and_accents(stored, root, author, editor):
    area, source = make.area("EC-F", stored, kind="province"), make.source(stored)
    series = make.series(where=area)
    edition = make.edition(stored, by=author, approver=editor)
    Article.objects.filter(pk=edition.article_id).update(title=stored)
    article_saved(Article.objects.get(pk=edition.article_id), by=author)
    make.impact(stored), make.initiative(stored), make.topic(stored), make.release(source), make.data_table(stored)
    Byline.objects.create(name=stored)
    User.objects.filter(pk=author.pk).update(last_name=stored)
    models = (
        "area",
        "source",
        "article",
        "edition",
        "impact",
        "initiative",
        "topic",
        "release",
        "datatable",
        "byline",
        "user",
    )
    for term in CANAR:
        for model in models:
            assert found(root, model, term), (model, term)
        assert found(root, "series", term) == [str(series)]
        assert choices(root, "series", "area", term) == [str(area)]
        assert choices(root, "datatablecolumn", "series", term)
        assert choices(root, "article", "related", term)
    for model in models:
        assert not found(root, model, "cañarx"), model


def test_percent_and_underscore_are_letters(root):
    make.topic("Ports"), make.topic("100 % ports"), make.topic("a_b")
    assert found(root, "topic", "%") == ["100 % ports"]
    assert found(root, "topic", "_") == ["a_b"]


@pytest.mark.parametrize("term", CANAR)
def test_log_finds_whatever_case_and_accents(term, auditor, signed_in):
    person = member("author")
    User.objects.filter(pk=person.pk).update(last_name="Ñandú")
    common = {"at": timezone.now(), "realm": "articles", "act": "change", "target_type": "topic", "target_id": 1}
    Event.objects.create(by_id=person.pk, by_name="x", target_label="CAÑAR", **common)
    FieldChange.objects.create(target_label="Ports", changes={"name_en": ["Piers", 'El "Cañar"']}, **common)
    client = signed_in(auditor)
    assert len(client.get("/admin/log/", {"q": term}).context["rows"]) == 2
    assert len(client.get("/admin/log/", {"q": f'"{term}"'}).context["rows"]) == 1
    assert len(client.get("/admin/log/", {"by": "nandu"}).context["rows"]) == 1
    assert json.dumps("ñ") == '"\\u00f1"'  # as SQLite has it


def test_search_of_a_thousand_words_says_that_it_is_shortened(root, author):
    make.article("Ports", by=author)
    for model in SEARCHED:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        answer = root.get(address, {"q": LONG})
        assert answer.status_code == 200 and "Only the first 30 words were searched for." in answer.text, model
        assert "Only the first" not in root.get(address, {"q": "word1 word2"}).text, model
    assert choices(root, "article", "related", LONG) == []
    assert root.get("/admin/log/", {"q": LONG, "by": LONG}).status_code == 200


def test_keys_sort_alike_however_letters_are_composed():
    names = ["Cañar", "Carchi", "Canoa", "Caz"]
    assert [fold(unicodedata.normalize("NFD", name)) for name in names] == [fold(name) for name in names]
    assert sorted(names, key=fold) == ["Canoa", "Cañar", "Carchi", "Caz"]
    assert fold(unicodedata.normalize("NFD", "CAÑAR")) == "can~ar"
