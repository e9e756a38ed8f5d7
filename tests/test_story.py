"""One briefing from the first word to the last, through the pages that people use."""

from briefings.articles.models import Article
from tests import make
from tests.articles.typing import act_url, add_block, change_url, fields_of, opened


def do(client, article, act, **typed):
    """Fill in the act's page and press its button."""
    page = client.get(act_url(article, act))
    assert page.status_code == 200
    answer = client.post(act_url(article, act), fields_of(page.text, None) | typed)
    assert answer.status_code == 302, answer.context and answer.context["form"].errors


def save(client, article, **typed):
    answer = client.post(change_url(article), opened(client, article) | typed)
    assert answer.status_code == 302


def test_briefing_is_written_returned_published_corrected_and_withdrawn(author, editor, signed_in, reader):
    series = make.series(of=make.indicator("Homicides"))
    make.recorded(series, {"2021": "2495", "2022": "4886"})
    writing, editing = signed_in(author), signed_in(editor)

    fields = opened(writing) | {"title": ["Ports"], "slug": ["ports"], "summary": ["Three ports."]}
    add_block(fields, "richtextblock", html="<p>Containers are searched seldom.</p>")
    add_block(fields, "keyfigureblock", series=str(series.pk), period="2022", compare_with="2021")
    assert writing.post("/admin/briefings/article/add/", fields | {"_submit": "1"}).status_code == 302
    article = Article.objects.get()
    address = "/en/briefings/ports/"
    assert reader.get(address).status_code == 404

    do(editing, article, "return_to_author", comment="Which ports?")
    save(writing, article, summary="Three ports in Guayas.", _submit="1")
    do(editing, article, "approve_and_publish")
    page = reader.get(address).text
    assert "Three ports in Guayas." in page
    assert "4,886" in page
    assert "Containers are searched seldom." in page

    save(writing, article, summary="Four ports in Guayas.", _submit="1")
    assert "Three ports in Guayas." in reader.get(address).text
    do(editing, article, "approve_and_publish", change_kind="correction", note="It is four ports.")
    page = reader.get(address).text
    assert "Four ports in Guayas." in page
    assert "It is four ports." in page
    assert "Three ports in Guayas." in reader.get(f"{address}1/").text

    do(editing, article, "withdraw", reason="The port authority counted again.")
    assert "The port authority counted again." in reader.get(address).text
