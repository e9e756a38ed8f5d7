"""Comments written and resolved beside the blocks of the form: the answer is the comment alone."""

import pytest

from briefings.articles.actions import comment
from briefings.articles.models import Comment
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(author):
    return make.article("Ports", by=author)


def part_url(article):
    return f"/admin/briefings/article/{article.pk}/comments/?part"


def test_comment_is_written_resolved_and_opened_again(article, author, editor, signed_in):
    key, client = str(article.richtextblock_set.get().key), signed_in(editor)
    answer = client.post(part_url(article), {"block_key": key, "text": "Who counted?"})
    made = Comment.objects.get()
    assert answer.status_code == 200 and str(made.block_key) == key
    assert "Who counted?" in answer.text and f'name="resolve" value="{made.pk}"' in answer.text
    answer = signed_in(author).post(part_url(article), {"resolve": made.pk})
    assert "Resolved by Amaya" in answer.text and f'name="reopen" value="{made.pk}"' in answer.text
    answer = client.post(part_url(article), {"reopen": made.pk})
    assert f'name="resolve" value="{made.pk}"' in answer.text
    assert "Your comment is there." not in client.get(article.desk_url()).text  # no message waits for the next page


def test_what_is_wrong_is_said(article, author, auditor, signed_in):
    answer = signed_in(author).post(part_url(article), {"text": ""})
    assert answer.status_code == 400 and answer.text
    assert signed_in(auditor).post(part_url(article), {"text": "Who?"}).status_code == 403
    assert not Comment.objects.exists()


def test_form_has_the_buttons_outside_its_own_form(article, author, editor, signed_in):
    made = comment(article, by=editor, text="Who says so?", block_key=article.richtextblock_set.get().key)
    page = signed_in(author).get(article.desk_url()).text
    assert f'form="comment-acts" name="resolve" value="{made.pk}"' in page
    article_form = page[page.index('id="article_form"') :].partition("</form>")[0]
    assert 'id="comment-acts"' not in article_form and 'id="comment-acts"' in page
