"""Two people, one article: the second sees both texts and chooses, and nothing typed is lost."""

import pytest

from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article
from briefings.articles.resolving import resolve
from briefings.articles.search_index import found_at_desk
from briefings.articles.versions import content_of, newest_version
from briefings.lib.html import visible_text
from tests import make
from tests.articles.typing import add_block, change_url, fields_of, opened
from tests.kinds import CalloutBlock, ImpactTableBlock, RichTextBlock


@pytest.fixture
def article(author):
    blocks = [(RichTextBlock, {"html": "<p>First.</p>"}), (CalloutBlock, {"title": "Note", "html": "<p>Second.</p>"})]
    return make.article("Ports", by=author, blocks=blocks)


@pytest.fixture
def met(article, author, editor, signed_in):
    """The author's browser on the conflict page, after the editor saved in between; and what the author had typed."""
    client, colleague = signed_in(author), signed_in(editor)
    mine, theirs = opened(client, article), opened(colleague, article)
    theirs["summary"] = ["Their summary."]
    theirs["calloutblock_set-0-DELETE"] = ["on"]
    add_block(theirs, "richtextblock", html="<p>Added by the editor.</p>")
    assert colleague.post(change_url(article), theirs | {"_continue": "1"}).status_code == 302
    mine["title"] = ["Ports & <b>harbours</b>"]
    mine["richtextblock_set-0-html"] = ["<p>First, by the author.</p>"]
    mine["calloutblock_set-0-title"] = ["Note, by the author"]
    add_block(mine, "unknownblock", html="<p>Typed for an hour.</p>")
    return client, client.post(change_url(article), mine | {"_continue": "1"})


def chosen(response, **more):
    """What the conflict page posts when one of its buttons is pressed."""
    return fields_of(response.content.decode(), None) | more


def test_stale_save_changes_nothing_and_shows_both_texts(met, article):
    _client, response = met
    html = response.content.decode()
    assert response.status_code == 409
    for words in ("Their summary.", "Typed for an hour.", "Added by the editor."):
        assert words in visible_text(html)
    assert "<b>harbours</b>" not in html
    article.refresh_from_db()
    assert (article.title, article.version) == ("Ports", 2)


def test_saving_mine_over_it_keeps_their_new_blocks_and_brings_deleted_ones_back(met, article):
    client, response = met
    saved = client.post(change_url(article), chosen(response))
    assert saved.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.summary, article.version) == (
        "Ports & <b>harbours</b>", "What is known, and who says so.", 3,
    )  # fmt: skip
    texts = [getattr(block, "title", "") + block.html for block in blocks_of(article)]
    assert sorted(texts) == [
        "<p>Added by the editor.</p>",
        "<p>First, by the author.</p>",
        "<p>Typed for an hour.</p>",
        "Note, by the author<p>Second.</p>",
    ]


@pytest.mark.parametrize("way", ["over", "editing"])
def test_their_new_block_is_in_the_saved_version_too(way, met, article):
    """It has no form in what is posted: the version, the document of a submission and the search of the desk would lack
    what the article has."""
    client, response = met
    fields = chosen(response)
    if way == "editing":
        fields = fields_of(client.post(change_url(article), fields | {"_edit": "1"}).content.decode())
    assert client.post(change_url(article), fields | {"_submit": "1"}).status_code == 302
    article = Article.objects.get(pk=article.pk)
    assert newest_version(article).content["blocks"] == content_of(article, blocks_of(article))["blocks"]
    assert "Added by the editor." in str(newest_version(article).content)
    assert article.workflow.stage == "in_review" and article.workflow.submitted_hash == resolve(article).signed
    assert list(found_at_desk(Article.objects.all(), "added")) == [article]


def test_going_back_to_editing_shows_mine_and_saves_nothing(met, article):
    client, response = met
    again = client.post(change_url(article), chosen(response, _edit="1"))
    assert again.status_code == 200
    fields = fields_of(again.content.decode())
    assert fields["title"] == ["Ports & <b>harbours</b>"]
    assert fields["unknownblock_set-0-html"] == ["<p>Typed for an hour.</p>"]
    assert fields["version"] == ["2"]
    article.refresh_from_db()
    assert article.title == "Ports"
    assert client.post(change_url(article), fields | {"_continue": "1"}).status_code == 302
    article.refresh_from_db()
    assert article.title == "Ports & <b>harbours</b>"


def test_third_save_meanwhile_leads_to_the_page_again(met, article, editor, signed_in):
    client, response = met
    colleague = signed_in(editor)
    colleague.post(change_url(article), opened(colleague, article) | {"title": "Harbours", "_continue": "1"})
    assert client.post(change_url(article), chosen(response)).status_code == 409


def test_form_without_a_version_is_stale(article, author, signed_in):
    client = signed_in(author)
    fields = opened(client, article)
    del fields["version"]
    assert client.post(change_url(article), fields | {"title": ["Other"], "_continue": "1"}).status_code == 409


def test_text_kept_in_a_browser_comes_back_into_the_form_of_a_new_article(author, signed_in):
    client = signed_in(author)
    fields = opened(client)
    fields |= {"title": [""], "slug": [""], "typing": ["abc"]}
    add_block(fields, "richtextblock", html="<p>Typed for an hour.</p>")
    response = client.post("/admin/briefings/article/add/", fields | {"_edit": "1"})
    assert response.status_code == 200
    again = fields_of(response.content.decode())
    assert again["richtextblock_set-0-html"] == ["<p>Typed for an hour.</p>"]
    assert again["typing"] == ["abc"]
    assert "This field is required" not in response.content.decode()


def test_saved_text_is_no_longer_offered(article, author, signed_in):
    client = signed_in(author)
    client.post(change_url(article), opened(client, article) | {"typing": ["abc"], "_continue": "1"})
    assert client.cookies["saved_typing"].value == "abc"


def test_what_is_refused_in_a_block_is_shown_as_it_was_typed(article, author, editor, signed_in):
    client = signed_in(author)
    mine = opened(client, article)
    theirs = opened(client, article) | {"summary": ["Their summary."], "_continue": "1"}
    signed_in(editor).post(change_url(article), theirs)
    add_block(mine, "datatableblock", table="")
    add_block(mine, "texttableblock", caption="Gangs & <i>members</i>", cells="One\nTwo\tthree", header_row="on")
    add_block(mine, "keyfigureblock", series="", period="20xx", compare_with="", label="Typed for an hour")
    response = client.post(change_url(article), mine | {"_continue": "1"})
    assert response.status_code == 409
    html = response.content.decode()
    for words in ("Gangs & <i>members</i>", "Two three", "20xx", "Typed for an hour"):
        assert words in visible_text(html)
    assert "<i>members" not in html


def test_order_of_chosen_things_is_compared(author, editor, signed_in):
    impacts = [make.impact("Trust"), make.impact("Trade")]
    blocks = [(ImpactTableBlock, {"caption": "Impacts", "selection": impacts})]
    article = make.article("Ports", by=author, blocks=blocks)
    client = signed_in(author)
    mine = opened(client, article)
    theirs = opened(client, article) | {"summary": ["Their summary."], "_continue": "1"}
    signed_in(editor).post(change_url(article), theirs)
    mine["impacttableblock_set-0-chosen"] = [str(impact.pk) for impact in reversed(impacts)]
    response = client.post(change_url(article), mine | {"_continue": "1"})
    assert [piece.heading for piece in response.context["comparison"].pieces] == ["summary", "impact table"]
