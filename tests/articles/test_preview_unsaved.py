"""The preview of the form shows what is typed in it, saves nothing, and opens in a frame of the form only."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles.models import Article, SavedVersion
from tests import make
from tests.kinds import KeyFigureBlock, RichTextBlock

from .scenes import every_block
from .typing import add_block, opened

pytestmark = pytest.mark.django_db


def preview_url(article):
    return f"/admin/briefings/article/{article.pk}/preview/"


def test_preview_shows_what_is_typed_and_saves_nothing(author, signed_in):
    article, client = make.article("Ports", by=author), signed_in(author)
    fields = opened(client, article)
    text = next(name for name in fields if name.startswith("richtextblock_set-0-") and name.endswith("html"))
    fields |= {"title": ["Harbours"], "summary": ["Another summary."], text: ["<p>Four quays.</p>"]}
    page = client.post(preview_url(article), fields)
    assert page.status_code == 200
    for words in ("<h1>Harbours</h1>", "Another summary.", "Four quays.", "Nobody else sees it."):
        assert words in page.text
    stored = Article.objects.get()
    assert (stored.title, stored.version, stored.richtextblock_set.get().html) == (
        "Ports", article.version, "<p>Three ports.</p>",
    )  # fmt: skip
    assert SavedVersion.objects.count() == 1


def test_unfinished_block_is_shown_as_it_is_typed(author, signed_in):
    figure = (KeyFigureBlock, {"series": make.series(), "period": "2022"})
    article, client = make.article(by=author, blocks=[figure]), signed_in(author)
    fields = opened(client, article)
    period = next(name for name in fields if name.endswith("-period") and "__prefix__" not in name)
    page = client.post(preview_url(article), fields | {period: ["some time"]})
    assert page.status_code == 200 and "some time" in page.text


def test_whoever_may_not_edit_cannot_post_to_the_preview(author, auditor, other_author, signed_in):
    article = make.article(by=author)
    fields = opened(signed_in(author), article)
    assert signed_in(auditor).get(preview_url(article)).status_code == 200
    assert signed_in(auditor).post(preview_url(article), fields).status_code == 403
    assert signed_in(other_author).post(preview_url(article), fields).status_code == 404


def test_preview_alone_may_be_framed_by_the_desk(author, signed_in):
    article, client = make.article(by=author), signed_in(author)
    page = client.get(preview_url(article))
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    form = client.get(article.desk_url())
    assert form["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in form["Content-Security-Policy"]


def test_posted_preview_costs_the_same_for_more_texts(author, signed_in):
    costs = []
    for number in (1, 6):
        blocks = [*every_block(author), *[(RichTextBlock, {"html": "<p>Ports.</p>"})] * number]
        article, client = make.article(by=author, blocks=blocks), signed_in(author)
        fields = opened(client, article)
        with CaptureQueriesContext(connection) as queries:
            assert client.post(preview_url(article), fields).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 75


NEW = "/admin/briefings/article/preview/"


def test_new_article_is_previewed_before_its_first_save(author, signed_in):
    client, impact = signed_in(author), make.impact()
    fields = opened(client) | {"title": ["Harbours"], "summary": ["A summary."], "language": ["en"]}
    add_block(fields, "richtextblock", html="<p>Four quays.</p>")
    add_block(fields, "impacttableblock", caption="Impacts", chosen=[str(impact.pk)])
    add_block(fields, "keyfigureblock")
    page = client.post(NEW, fields)
    assert page.status_code == 200 and page["X-Frame-Options"] == "SAMEORIGIN"
    for words in ("<h1>Harbours</h1>", "A summary.", "Four quays.", "Trust falls.", "Nobody else sees it."):
        assert words in page.text
    assert not Article.objects.exists() and not SavedVersion.objects.exists()


@pytest.mark.parametrize(
    "forged", [{}, {"impacttableblock_set-TOTAL_FORMS": ["1"], "impacttableblock_set-INITIAL_FORMS": ["0"]}]
)
def test_preview_of_a_forged_new_article_answers(author, signed_in, forged):
    assert signed_in(author).post(NEW, forged).status_code == 200


def test_whoever_may_not_write_has_no_preview_of_a_new_article(auditor, administrator, reader, signed_in):
    assert [signed_in(person).post(NEW, {}).status_code for person in (auditor, administrator)] == [403, 403]
    assert reader.post(NEW, {}).status_code == 302


def test_invalid_block_shows_what_was_chosen_and_what_is_wrong(author, signed_in):
    series, client = make.series(), signed_in(author)
    fields = opened(client)
    add_block(fields, "keyfigureblock", series=str(series.pk), period="2022", label="x" * 300)
    page = client.post(NEW, fields).text
    assert f"<p>{series}<br>" in page and "Ensure this value has at most" in page
