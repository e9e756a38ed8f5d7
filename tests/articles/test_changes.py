"""The pages on which staff read versions and comparisons, and what a new edition of a published article begins with."""

import re

import pytest

from briefings.articles.actions import article_saved, restore_version, submit
from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article, SavedVersion
from briefings.articles.resolving import resolve
from briefings.documents.change_note import suggested_note
from briefings.lib.html import visible_text
from tests.kinds import RichTextBlock

from .. import make
from ..people import member
from .scenes import counts, every_block, rewrite, workflow_of

SIDE_PAGES = ["versions/", "versions/1/", "compare/?a=v1&b=now", "changes/", "preview/", "history/"]


def url(article, page):
    return f"/admin/briefings/article/{article.pk}/{page}"


@pytest.fixture(scope="module")
def stored_article(module_db):
    author, editor = member("author"), member("editor")
    article = make.edition("Ports", by=author, approver=editor, blocks=every_block(author)).article
    rewrite(article, by=author, html="<h2>What happened</h2><p>Four ports.</p>")
    return article


@pytest.fixture
def article(stored_article, db):
    return Article.objects.get(pk=stored_article.pk)


def read(client, article, page):
    answer = client.get(url(article, page))
    assert answer.status_code == 200
    return visible_text(answer.content.decode())


# --- what would change for readers


def test_author_sees_in_one_view_what_readers_have_and_what_would_change(article, author, signed_in):
    client = signed_in(author)
    assert f'href="{url(article, "changes/")}"' in client.get(url(article, "change/")).content.decode()
    text = read(client, article, "changes/")
    assert "Readers have edition 1." in text
    assert "1 block rewritten" in text
    assert "[removed: Three]" in text
    assert "[added: Four]" in text
    assert "This would pass as a minor change" in text


def test_more_than_a_minor_change_is_said_to_be_that(article, author, signed_in):
    rewrite(article, by=author, html="<p>In 2024 there were 4 ports.</p>")
    assert "This is more than a minor change: A number in the text differs." in read(
        signed_in(author), article, "changes/"
    )


def test_edition_that_readers_have_is_untouched_by_a_new_text(article, reader):
    page = reader.get("/en/briefings/ports/").content.decode()
    assert "Three ports." in page
    assert "Four ports." not in page


def test_without_an_edition_there_is_nothing_to_change(author, signed_in):
    text = read(signed_in(author), make.article("Prisons", by=author), "changes/")
    assert "Readers have no edition of this article" in text


def form_of_publishing(article, editor, signed_in):
    submit(article, by=workflow_of(article).owner)
    return signed_in(editor).get(url(article, "acts/approve_and_publish/")).context["form"]


def test_kind_and_note_of_a_new_edition_are_filled_in_from_the_comparison(article, editor, signed_in):
    form = form_of_publishing(article, editor, signed_in)
    assert form.initial["change_kind"] == "minor"
    assert form.initial["note"] == "Rewritten: “What happened”."


def test_first_edition_has_no_note(author, editor, signed_in):
    form = form_of_publishing(make.article("Prisons", by=author), editor, signed_in)
    assert form.initial["note"] == ""


def test_note_says_which_figures_were_revised_and_what_was_added(author):
    series = counts({"2023": "8248", "2024": "7062"})
    figure = {"series": series, "period": "2024", "compare_with": ""}
    article = make.article("Roads", by=author, blocks=[(every_block(author)[0][0], figure)])
    before = resolve(article).data
    after = resolve(article).data
    after["blocks"][0]["figure"] |= {"value": "7063", "text": "7,063"}
    after["blocks"].append({"type": "rich_text", "key": "b", "html": "<h2>Prisons</h2><p>Two.</p>"})
    assert suggested_note(before, after) == "Figures for 2024 revised. Added: “Prisons”."
    assert suggested_note(after, before) == "Figures for 2024 revised. Removed: “Prisons”."


def test_note_of_many_changes_stays_short(author):
    article = make.article("Roads", by=author)
    before = resolve(article).data
    new = [{"type": "rich_text", "key": str(n), "html": f"<h2>Part {n}</h2>"} for n in range(9)]
    after = before | {"blocks": before["blocks"] + new, "title": "Harbours", "summary": "Short."}
    assert suggested_note(before, after) == "Parts added. New title. Summary revised."


def test_equal_documents_suggest_no_note(author):
    data = resolve(make.article("Roads", by=author)).data
    assert suggested_note(data, data) == ""


# --- versions


def test_versions_are_listed_newest_first_with_who_and_what(article, author, editor, signed_in):
    restore_version(article, version=1, by=editor, seen_version=article.version)
    text = read(signed_in(author), article, "versions/")
    places = [text.index(words) for words in ("Working copy", "Edition 1", "Version 3", "Version 2")]
    assert places == sorted(places)
    assert "Elena" in text
    assert "Earlier version brought back" in text


def test_a_version_reads_as_it_was_and_says_what_bringing_it_back_would_change(article, author, signed_in):
    text = read(signed_in(author), article, "versions/1/")
    assert "Three ports." in text
    assert "[removed: Four]" in text
    assert "Figures, tables, sources and pictures are shown as they are now." in text


def test_version_is_brought_back_by_its_button(article, author, signed_in):
    client = signed_in(author)
    page = client.get(url(article, "versions/1/"))
    answer = client.post(url(article, "versions/1/"), {"seen_version": page.context["article"].version}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["The article says again what version 1 said."]
    assert "Three ports." in blocks_of(article)[1].html


def test_button_pressed_on_an_old_page_changes_nothing(article, author, signed_in):
    client = signed_in(author)
    for seen in ("", "1", "x", "²", "9" * 30):
        answer = client.post(url(article, "versions/1/"), {"seen_version": seen})
        assert "Somebody has saved this article since you opened this page." in answer.content.decode(), seen
        assert Article.objects.get(pk=article.pk).version == article.version, seen


@pytest.mark.parametrize("person", ["analyst", "auditor"])
def test_who_only_reads_has_no_button_and_is_refused(person, article, request, signed_in):
    client = signed_in(request.getfixturevalue(person))
    assert "Bring this version back" not in client.get(url(article, "versions/1/")).content.decode()
    assert client.post(url(article, "versions/1/"), {"seen_version": article.version}).status_code == 403


def test_what_the_version_refers_to_and_is_gone_is_named(article, author, signed_in):
    article.topics.add(topic := make.topic("Ports"))
    article_saved(article, by=author)
    topic.delete()
    assert "Topic “Ports” no longer exists." in read(signed_in(author), article, "versions/3/")


# --- any two


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("a=v1&b=v2", "[removed: Three]"),
        ("a=v2&b=v1", "[added: Three]"),
        ("a=e1&b=now", "[added: Four]"),
        ("a=live&b=v2", "[added: Four]"),
        ("a=v1&b=e1", "Nothing differs."),
        ("a=now&b=now", "Nothing differs."),
    ],
)
def test_any_two_texts_are_compared(query, words, article, author, signed_in):
    assert words in read(signed_in(author), article, f"compare/?{query}")


def test_a_text_that_is_none_is_not_found(article, author, signed_in):
    client = signed_in(author)
    for name in ("v9", "e9", "v0", "x", "", "v" + "9" * 40, "v1'", "-1"):
        assert client.get(url(article, "compare/"), {"a": name}).status_code == 404, name


def test_version_of_another_article_is_not_to_be_had_here(article, author, other_author, signed_in):
    other = make.article("Zunzuncito", by=other_author)
    for _ in range(3):
        article_saved(other, by=other_author)
    assert signed_in(author).get(url(article, "versions/4/")).status_code == 404
    assert signed_in(author).get(url(article, "compare/?a=v4")).status_code == 404


def test_a_colleagues_related_draft_is_told_by_no_title(article, author, other_author, signed_in):
    article.related.add(make.article("Zunzuncito", by=other_author))
    article_saved(article, by=author)
    text = read(signed_in(author), article, "compare/?a=v1&b=now")
    assert "Zunzuncito" not in text
    assert "a colleague’s draft" in text


# --- nobody else learns anything


@pytest.mark.parametrize("person", ["other_author", "administrator"])
def test_who_may_not_read_the_article_learns_not_even_its_title(person, author, request, signed_in):
    article = make.article("Zunzuncito", by=author)
    client = signed_in(request.getfixturevalue(person))
    for where in SIDE_PAGES:
        answer = client.get(url(article, where))
        assert answer.status_code in (404, 403), where
        assert "Zunzuncito" not in answer.content.decode(), where
        nothing = client.get(url(Article(pk=article.pk + 1000), where))
        assert without_tokens(answer) == without_tokens(nothing), where


def without_tokens(answer):
    """The page less the token of its forms and the nonce of its scripts, which are others each time."""
    return re.sub(r'((?:name="csrfmiddlewaretoken" value|nonce)=")[^"]+', r"\1", answer.content.decode())


def test_reader_without_an_account_is_sent_to_the_login(author, reader):
    article = make.article("Zunzuncito", by=author)
    for where in SIDE_PAGES:
        answer = reader.get(url(article, where))
        assert answer.status_code == 302, where
        assert "Zunzuncito" not in answer.content.decode(), where


# --- cost


def test_more_versions_and_blocks_cost_no_more_queries(article, author, signed_in, django_assert_max_num_queries):
    client = signed_in(author)
    for number in range(30):
        RichTextBlock.objects.create(parent=article, html=f"<p>{number}</p>", ordering=100 + number)
        article_saved(article, by=author)
    assert SavedVersion.objects.filter(article=article).count() == 32
    for where, most in {"versions/": 10, "versions/1/": 40, "compare/?a=v1&b=v2": 31, "changes/": 30}.items():
        with django_assert_max_num_queries(most, info=where):
            client.get(url(article, where))


def test_list_of_versions_has_pages(article, author, signed_in):
    for _ in range(30):
        article_saved(article, by=author)
    client = signed_in(author)
    assert "Version 2" not in read(client, article, "versions/").split()
    second = read(client, article, "versions/?page=2")
    assert "Version 1" in second
    assert "Working copy as" not in second
