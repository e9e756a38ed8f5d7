"""What was revised in one language only, on the desk: home page, pages of both articles, the difference."""

import pytest

from briefings.articles.actions import article_saved, needs_no_revision, submit
from briefings.articles.models import Article, FollowUp

from .. import kinds, make
from .scenes import translated
from .typing import change_url

pytestmark = pytest.mark.django_db
BEHIND = "The English version was corrected on "
AHEAD = "The Spanish version does not follow edition 3 yet."


def act_url(article, act):
    return f"/admin/briefings/article/{article.pk}/acts/{act}/"


def difference_url(article):
    return f"/admin/briefings/article/{article.pk}/other-language/"


@pytest.fixture
def spanish(author, editor):
    """Its original has had a minor change and a correction since: three ports, 3 ports, four ports."""
    spanish = translated(by=author, approver=editor).article
    english = Article.objects.get(group=spanish.group, language="en")
    for words, kind in [("Three  ports.", "minor"), ("Four ports.", "correction")]:
        kinds.RichTextBlock.objects.filter(parent=english).update(html=f"<p>{words}</p>")
        article_saved(english, by=author)
        make.edition(article=english, by=author, approver=editor, change_kind=kind, note="It was four ports.")
    return spanish


@pytest.fixture
def english(spanish):
    return Article.objects.get(group=spanish.group, language="en")


def section(client):
    (found,) = (
        each for each in client.get("/admin/").context["sections"] if each.title == "Revised in the other language"
    )
    return [(row.url, row.words, row.note.partition(" on ")[0]) for row in found.rows]


def test_home_pages_of_editor_and_author_list_what_has_to_follow(spanish, author, other_author, editor, signed_in):
    row = (difference_url(spanish), "Puertos", "English: corrected")
    assert section(signed_in(editor)) == section(signed_in(author)) == [row]
    assert section(signed_in(other_author)) == []
    listed = signed_in(editor).get("/admin/briefings/article/?desk=follow").text
    assert "Puertos" in listed and "Ports" not in listed
    needs_no_revision(spanish, by=editor, seen=3)
    assert section(signed_in(editor)) == []


def test_article_is_listed_once_however_often_the_other_was_revised(spanish, english, author, editor, signed_in):
    make.edition(article=english, by=author, approver=editor)
    assert [note for _url, _words, note in section(signed_in(editor))] == ["English: updated"]


def test_pages_of_both_articles_say_so(spanish, english, author, editor, auditor, signed_in):
    for person in (author, editor, auditor):
        client = signed_in(person)
        assert BEHIND in client.get(change_url(spanish)).text
        page = client.get(change_url(english)).text
        assert AHEAD in page and BEHIND not in page
    needs_no_revision(spanish, by=editor, seen=3)
    for article in (spanish, english):
        page = signed_in(editor).get(change_url(article)).text
        assert BEHIND not in page and AHEAD not in page


def test_page_of_the_review_says_so(spanish, author, editor, signed_in):
    make.reword(spanish)
    article_saved(spanish, by=author)
    submit(spanish, by=author)
    page = signed_in(editor).get(act_url(spanish, "approve")).text
    assert BEHIND in page and f'href="{act_url(spanish, "needs_no_revision")}"' in page


def test_author_of_the_original_gets_no_link_to_a_colleagues_translation(
    spanish, english, author, other_author, signed_in
):
    spanish.workflow.owner = other_author
    spanish.workflow.save()
    page = signed_in(author).get(change_url(english)).text
    assert AHEAD in page and difference_url(spanish) not in page
    assert signed_in(author).get(difference_url(spanish)).status_code == 404


def test_difference_is_that_from_the_translated_edition_to_the_newest(spanish, author, editor, signed_in):
    page = signed_in(author).get(difference_url(spanish)).text
    assert "From edition 1, which this text follows, to edition 3." in page
    assert "It was four ports." in page and "<ins>" in page and "Four" in page
    context = signed_in(editor).get(act_url(spanish, "needs_no_revision")).context
    assert (context["revised_before"].number, context["revised_after"].number) == (1, 3)


def test_difference_begins_after_what_an_editor_has_settled(spanish, english, author, editor, signed_in):
    needs_no_revision(spanish, by=editor, seen=3)
    assert "Nothing was revised in the other language" in signed_in(author).get(difference_url(spanish)).text
    make.edition(article=english, by=author, approver=editor)
    assert (
        "From edition 3, which this text follows, to edition 4." in signed_in(author).get(difference_url(spanish)).text
    )


def test_editor_settles_it_on_the_page_that_shows_the_difference(spanish, english, author, editor, signed_in):
    client = signed_in(editor)
    url = act_url(spanish, "needs_no_revision")
    assert f'href="{url}"' in client.get(change_url(spanish)).text
    page = client.get(url)
    assert page.context["form"].initial["seen"] == 3 and 'name="seen" value="3"' in page.text
    make.edition(article=english, by=author, approver=editor)
    refused = client.post(url, {"seen": 3})
    assert "Another edition has appeared" in refused.text and FollowUp.objects.open().count() == 2
    assert client.post(url, {"seen": 4}).url == change_url(spanish)
    assert not FollowUp.objects.open().exists()


def test_draft_without_an_edition_asks_no_question_more(author, signed_in, django_assert_max_num_queries):
    article = make.article(by=author)
    client = signed_in(author)
    client.get(change_url(article))
    with django_assert_max_num_queries(60) as queries:
        client.get(change_url(article))
    assert not [query for query in queries if "briefings_followup" in query["sql"]]
