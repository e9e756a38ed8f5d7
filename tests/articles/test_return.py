import pytest

from briefings.articles.actions import publish, return_to_author
from briefings.articles.models.articles import Stage
from briefings.history.models import Event

from .. import make
from .scenes import refused, seen, submitted, workflow_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("comment", ["", "  \n "])
def test_return_needs_a_comment(comment, author, editor):
    article = submitted(make.article(by=author), by=author)
    with refused() as caught:
        return_to_author(article, by=editor, comment=comment)
    assert "comment" in caught.value.message_dict


def test_returned_article_is_a_draft_with_the_comment(author, editor):
    article = submitted(make.article(by=author), by=author)
    return_to_author(article, by=editor, comment="Name the source.")
    workflow = workflow_of(article)
    assert (workflow.stage, workflow.returned_comment) == (Stage.DRAFT, "Name the source.")
    assert Event.objects.get(act="return_to_author").detail == {"comment": "Name the source."}


def test_returning_takes_the_approval_along(author, editor, other_editor):
    article = make.approved(by=author, approver=editor)
    return_to_author(article, by=other_editor, comment="Name the source.")
    assert (workflow_of(article).approved_hash, workflow_of(article).approved_by) == ("", None)
    with refused(code="stage"):
        publish(article, by=editor, seen=seen(article), change_kind="first")
