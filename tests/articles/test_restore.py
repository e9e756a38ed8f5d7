import datetime

import pytest
from django.utils import timezone

from briefings.articles.actions import hold, restore, take_down, withdraw
from briefings.search.models import SearchDocument
from tests.kinds import PictureBlock

from .. import make
from .scenes import every_block, refused, workflow_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def article(author, editor):
    return make.edition("Ports", by=author, approver=editor, blocks=every_block(author)).article


def test_withdrawal_is_undone(article, editor, reader):
    withdraw(article, by=editor, reason="Wrong.")
    restore(article, by=editor)
    workflow = workflow_of(article)
    assert (workflow.withdrawn_at, workflow.withdrawal_reason) == (None, "")
    assert "Wrong." not in reader.get("/en/briefings/ports/").content.decode()


def test_taking_down_is_undone_with_search_and_pictures(article, editor, reader):
    rows = list(SearchDocument.objects.values_list("target_id", "text", "url", "public_from"))
    take_down(article, by=editor, reason="Names a witness.")
    restore(article, by=editor, reason="It was another person.")
    assert list(SearchDocument.objects.values_list("target_id", "text", "url", "public_from")) == rows
    assert reader.get("/en/briefings/ports/").status_code == 200
    assert reader.get(PictureBlock.objects.get().image.get_absolute_url()).status_code == 200


def test_what_was_withdrawn_before_it_was_taken_down_is_withdrawn_again(article, editor):
    withdraw(article, by=editor, reason="Wrong.")
    take_down(article, by=editor, reason="Names a witness.")
    restore(article, by=editor)
    workflow = workflow_of(article)
    assert workflow.withdrawn_at and not workflow.taken_down_at and workflow.withdrawal_reason
    restore(article, by=editor)
    assert not workflow_of(article).withdrawn_at


def test_nothing_to_restore(article, editor):
    with refused(code="stage"):
        restore(article, by=editor)


def test_restoring_brings_the_latest_and_the_waiting_edition_into_the_search(article, author, editor):
    second = make.edition(article=article, by=author, approver=editor)
    waiting = make.edition(article=article, by=author, approver=editor, publish_at=timezone.now() + DAY)
    take_down(article, by=editor, reason="Names a witness.", waiting_edition="keep", shown_waiting=waiting)
    restore(article, by=editor)
    rows = dict(SearchDocument.objects.values_list("target_id", "public_from"))
    assert rows == {second.pk: second.publish_at, waiting.pk: waiting.publish_at}


def test_restoring_does_not_let_a_held_edition_be_found(article, author, editor):
    waiting = make.edition(article=article, by=author, approver=editor, publish_at=timezone.now() + DAY)
    hold(waiting, by=editor)
    take_down(article, by=editor, reason="Names a witness.", waiting_edition="keep", shown_waiting=waiting)
    restore(article, by=editor)
    assert waiting.pk not in SearchDocument.objects.values_list("target_id", flat=True)
