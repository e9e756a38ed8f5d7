import pytest

from briefings.articles.actions import approve_and_publish, submit, take_down, withdraw
from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.search.models import SearchDocument

from .. import make
from .scenes import refused, seen, workflow_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(author, editor):
    return make.edition("Ports", by=author, approver=editor).article


@pytest.mark.parametrize("act", [withdraw, take_down])
@pytest.mark.parametrize("reason", ["", " \n "])
def test_readers_are_told_why(act, reason, article, editor):
    with refused() as caught:
        act(article, by=editor, reason=reason)
    assert "reason" in caught.value.message_dict


def test_withdrawn_text_stays_readable_under_the_reason(article, editor, reader):
    withdraw(article, by=editor, reason=" The <b>count</b> was wrong. ")
    page = reader.get("/en/briefings/ports/")
    assert page.status_code == 200
    assert "The &lt;b&gt;count&lt;/b&gt; was wrong." in page.content.decode()
    assert "Three ports." in page.content.decode()
    assert Edition.objects.latest().exists() and SearchDocument.objects.exists()
    assert Event.objects.get(act="withdraw").detail["reason"] == "The <b>count</b> was wrong."


def test_second_withdrawal_does_not_overwrite_the_reason(article, editor, other_editor):
    withdraw(article, by=editor, reason="Wrong.")
    with refused(code="stage"):
        withdraw(article, by=other_editor, reason="Other.")


def test_taken_down_article_cannot_be_withdrawn_as_well(article, editor):
    take_down(article, by=editor, reason="Names a witness.")
    with refused(code="stage"):
        withdraw(article, by=editor, reason="Other.")


def test_publishing_again_does_not_undo_the_withdrawal(article, author, editor):
    withdraw(article, by=editor, reason="Wrong.")
    submit(make.reword(article), by=author)
    approve_and_publish(article, by=editor, seen=seen(article), change_kind="update", note="New.")
    assert workflow_of(article).withdrawn_at
