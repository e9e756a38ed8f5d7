"""The history page of a thing: its acts, what each of them changed, in plain words and in the reader's language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles.models import Byline
from briefings.history.log_lines import lines
from briefings.history.models import FieldChange
from tests import make
from tests.articles.typing import add_block, change_url, opened
from tests.kinds import RichTextBlock, SourcesBlock


@pytest.fixture
def article(author):
    return make.article("Ports", by=author, blocks=[(RichTextBlock, {"html": f"<p>{'Three ports. ' * 60}</p>"})])


def history_of(thing):
    return f"/admin/briefings/{thing._meta.model_name}/{thing.pk}/history/"


def save(client, article, **fields):
    typed = opened(client, article) | {
        name: value if isinstance(value, list) else [value] for name, value in fields.items()
    }
    response = client.post(change_url(article), typed)
    assert response.status_code == 302
    return typed


def newest(client, thing):
    """The newest line of the history page: its words, and {label: (before, after)} of all fields under it."""
    line = client.get(history_of(thing)).context["rows"][0][0]
    fields = [field for piece in line.pieces for field in piece.fields]
    return line, {field.label: tuple(told and told.short for told in (field.before, field.after)) for field in fields}


def test_save_is_one_line_with_all_changed_fields(article, editor, signed_in):
    client, topic = signed_in(editor), make.topic("Drugs")
    save(client, article, title="Harbours", kind="analysis", topics=str(topic.pk))
    line, fields = newest(client, article)
    assert (line.words, line.entry.by_name) == ("Saved", "elena")
    assert fields["Title"] == ("Ports", "Harbours")
    assert fields["Kind"] == ("Briefing", "Analysis")
    assert fields["Topics"] == (None, "Drugs")


def test_order_of_bylines_is_one_change(article, editor, signed_in):
    first, second = Byline.objects.create(name="Ana"), Byline.objects.create(name="Bea")
    client = signed_in(editor)
    save(client, article, byline_choice=[str(first.pk), str(second.pk)])
    save(client, article, byline_choice=[str(second.pk), str(first.pk)])
    _line, fields = newest(client, article)
    assert fields["Bylines"] == ("Ana, Bea", "Bea, Ana")


def test_selection_of_a_block_is_logged_on_the_article(article, editor, signed_in):
    client, source = signed_in(editor), make.source("Ministry")
    typed = opened(client, article)
    add_block(typed, "sourcesblock", chosen=[str(source.pk)], intro="We read:")
    assert client.post(change_url(article), typed).status_code == 302
    assert SourcesBlock.objects.exists()
    line, fields = newest(client, article)
    assert fields["Sources"] == (None, "Ministry")
    assert fields["Introduction"][1].startswith("We read:")
    assert any(piece.words.startswith("Added: sources") for piece in line.pieces)


def test_long_texts_are_shortened_to_their_difference(article, editor, signed_in):
    block = RichTextBlock.objects.get()
    client = signed_in(editor)
    save(client, article, **{"richtextblock_set-0-html": block.html.replace("</p>", "Four in the north.</p>")})
    _line, fields = newest(client, article)
    assert fields["Text"][1].startswith("…") and "Four in the north." in fields["Text"][1]
    page = client.get(history_of(article)).text
    assert "<details>" in page and "All of it" in page


def test_deleted_block_stays_in_the_history(article, editor, signed_in):
    client = signed_in(editor)
    save(client, article, **{"richtextblock_set-0-DELETE": "on"})
    line, fields = newest(client, article)
    assert line.pieces[-1].words.startswith("Deleted: text: Three ports.")
    assert fields["Text"][1] is None


def test_history_is_escaped(article, editor, signed_in):
    client = signed_in(editor)
    save(client, article, title="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(history_of(article)).text


def test_history_is_in_the_language_of_the_reader(article, editor, signed_in):
    client = signed_in(editor)
    save(client, article, kind="analysis")
    editor.language = "es"
    editor.save()
    _line, fields = newest(client, article)
    assert fields["Tipo"] == ("Informe", "Análisis")


def test_long_history_is_paged_at_the_same_cost(article, editor, signed_in, django_assert_max_num_queries):
    client = signed_in(editor)
    with CaptureQueriesContext(connection) as few:
        client.get(history_of(article))
    for number in range(60):
        article.title = f"Ports {number}"
        article.save()
    with django_assert_max_num_queries(len(few)):
        page = client.get(history_of(article))
    assert page.context["older"]
    assert client.get(history_of(article) + page.context["older"]).status_code == 200


def test_dates_yes_and_no_and_numbers_are_in_words(analyst):
    release = make.release()
    release.published = None
    release.save()
    analyst.is_active = False
    analyst.save()
    told = {}
    for line in lines(FieldChange.objects.filter(act="change").order_by("-pk")):
        for piece in line.pieces:
            told |= {field.label: (field.before, field.after) for field in piece.fields}
    assert (told["Published"][0].short, told["Published"][1]) == ("31 January 2024", None)
    assert (told["Active"][0].short, told["Active"][1].short) == ("yes", "no")
