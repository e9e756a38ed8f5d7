"""A list of sources that names a release of each and the place in it: from the form to the citation."""

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from briefings.articles.actions import approve_and_publish, start_translation, submit
from briefings.articles.resolving import resolve
from briefings.documents.reading import block_words
from briefings.documents.rendering import render_document
from briefings.lib.html import visible_text
from tests import kinds, make
from tests.articles.scenes import refused, seen
from tests.articles.typing import add_block, change_url, errors_of, fields_of, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return make.source("Ministry", url="https://ministry.example/")


@pytest.fixture
def book(ministry):
    return make.release(ministry, title="Libro abierto", language="es", url="https://ministry.example/book")


@pytest.fixture
def article(author, ministry, book):
    """Its list names the place of one source and only the name of another."""
    article = make.article("Ports", by=author, blocks=[(kinds.SourcesBlock, {"intro": "We read:"})])
    block = article.sourcesblock_set.get()
    block.rows.create(source=ministry, release=book, locator="page 12, table 3", position=0)
    block.rows.create(source=make.source("Press"), position=1)
    return article


def listed(article):
    (block,) = [block for block in resolve(article).data["blocks"] if block["type"] == "sources"]
    return block


def rows(article):
    found = kinds.SourcesRow.objects.filter(block__parent=article)
    return [(row.source, row.release, row.locator) for row in found.order_by("position")]


def save(client, article, fields):
    return client.post(change_url(article), fields | {"_continue": "1"})


def test_form_stores_release_and_place_of_each_source_in_order(author, ministry, book, signed_in):
    article, press = make.article("Ports", by=author), make.source("Press")
    client = signed_in(author)
    fields = opened(client, article)
    prefix = add_block(fields, "sourcesblock", intro="", chosen=[str(press.pk), str(ministry.pk)])
    fields |= {
        f"{prefix}-chosen-{press.pk}-release": [""],
        f"{prefix}-chosen-{press.pk}-locator": ["front page"],
        f"{prefix}-chosen-{ministry.pk}-release": [str(book.pk)],
        f"{prefix}-chosen-{ministry.pk}-locator": [" page 12 "],
    }
    response = save(client, article, fields)
    assert response.status_code == 302, errors_of(response)
    assert rows(article) == [(press, None, "front page"), (ministry, book, "page 12")]


def test_form_shows_what_is_stored_and_saves_a_change_of_it_alone(article, author, ministry, book, signed_in):
    client, name = signed_in(author), f"sourcesblock_set-0-chosen-{ministry.pk}"
    fields = opened(client, article)
    assert (fields[f"{name}-release"], fields[f"{name}-locator"]) == ([str(book.pk)], ["page 12, table 3"])
    save(client, article, fields)
    assert rows(article)[0] == (ministry, book, "page 12, table 3")
    fields = opened(client, article) | {f"{name}-release": [""], f"{name}-locator": ["page 13"]}
    save(client, article, fields)
    assert rows(article)[0] == (ministry, None, "page 13")


def test_release_is_looked_up_among_those_of_its_source(article, author, ministry, signed_in):
    html = signed_in(author).get(change_url(article)).content.decode()
    assert f'data-ajax--url="/admin/autocomplete/?source={ministry.pk}"' in html
    make.release(title="Libro ajeno")
    asked = {"app_label": "briefings", "model_name": "sourcesrow", "field_name": "release", "term": "libro"}
    answer = signed_in(author).get("/admin/autocomplete/", asked | {"source": ministry.pk}).json()
    assert ["Libro abierto" in row["text"] for row in answer["results"]] == [True]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("release", "another", "Ministry: This release is another source’s."),
        ("release", "x", "Ministry: This release does not exist any more."),
        ("release", "9" * 30, "Ministry: This release does not exist any more."),
        ("locator", "p" * 201, "Ministry: Ensure this value has at most 200 characters"),
    ],
)
def test_misfit_is_refused_in_words_and_shown_again(field, typed, says, article, author, ministry, signed_in):
    client, name = signed_in(author), f"sourcesblock_set-0-chosen-{ministry.pk}"
    other = make.release()
    fields = opened(client, article) | {f"{name}-{field}": [str(other.pk) if typed == "another" else typed]}
    before = rows(article)
    response = save(client, article, fields)
    assert any(says in error for error in errors_of(response))
    assert rows(article) == before
    shown = fields_of(response.content.decode())
    assert shown[f"{name}-locator"] == fields[f"{name}-locator"]


def test_more_releases_cost_the_form_no_more_queries(article, author, signed_in):
    client = signed_in(author)
    client.get(change_url(article))
    with CaptureQueriesContext(connection) as few:
        client.get(change_url(article))
    block = article.sourcesblock_set.get()
    for position in range(2, 8):
        release = make.release()
        block.rows.create(source=release.source, release=release, locator="page 1", position=position)
    with CaptureQueriesContext(connection) as many:
        client.get(change_url(article))
    assert len(many) == len(few)


def test_conflict_page_shows_both_places(article, author, editor, ministry, signed_in):
    client, name = signed_in(author), f"sourcesblock_set-0-chosen-{ministry.pk}"
    mine = opened(client, article) | {f"{name}-locator": ["page 99"]}
    theirs = signed_in(editor)
    save(theirs, article, opened(theirs, article) | {"summary": ["Theirs."]})
    response = save(client, article, mine)
    assert response.status_code == 409
    text = visible_text(response.content.decode())
    assert "[removed: 12, table 3][added: 99]" in text and "Libro abierto · page 99" in text


def test_document_holds_release_and_place_only_where_they_are_named(article, book):
    first, second = listed(article)["sources"]
    assert first["release"] == {
        "id": book.pk,
        "title": {"text": "Libro abierto", "lang": "es"},
        "url": "https://ministry.example/book",
        "published": "2024-01-31",
    }
    assert first["locator"] == "page 12, table 3"
    assert {"release", "locator"}.isdisjoint(second)
    assert block_words(listed(article)) == "We read:\nMinistry Libro abierto page 12, table 3\nPress"


def test_page_names_them_in_their_language(article):
    html = render_document(resolve(article).data)
    assert (
        '<a rel="noopener external" href="https://ministry.example/book"><span lang="es">Libro abierto</span></a>'
        in html
    )
    text = visible_text(html)
    assert "Ministry: Libro abierto, release of 31 January 2024, page 12, table 3. Usually reliable." in text
    assert "Press. Usually reliable." in text


@pytest.mark.parametrize("language", ["", "en"])
def test_title_in_the_language_of_the_page_or_in_an_unknown_one_has_no_mark(language, article, book):
    type(book).objects.update(language=language)
    assert listed(article)["sources"][0]["release"]["title"] == {"text": "Libro abierto"}


def test_translation_carries_them_over(article, author, ministry, book):
    twin = start_translation(article, language="es", by=author)
    assert rows(twin) == rows(article)
    assert rows(twin)[0] == (ministry, book, "page 12, table 3")
    assert listed(twin)["sources"][0]["release"]["title"] == {"text": "Libro abierto"}


def test_citation_names_them(article, author, editor, ministry, book):
    edition = make.edition(article=article, by=author, approver=editor)
    cited = {row.source: (row.release, row.locator) for row in edition.citations.all()}
    assert cited.pop(ministry) == (book, "page 12, table 3")
    assert list(cited.values()) == [(None, "")]


@pytest.mark.parametrize("release", ["another", None])
def test_another_release_is_no_minor_change(release, article, author, editor, ministry):
    make.edition(article=article, by=author, approver=editor)
    of_it = make.release(ministry, title="Otro libro") if release else None
    kinds.SourcesRow.objects.filter(source=ministry).update(release=of_it)
    submit(article, by=author)
    with refused(says="A source differs."):
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="minor")


def test_release_that_a_list_names_cannot_be_deleted(article, book):
    with pytest.raises(ProtectedError):
        book.delete()
