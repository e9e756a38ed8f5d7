import datetime
import hashlib

import pytest
from django.utils import timezone

from briefings.articles import models
from briefings.articles.actions import approve_and_publish, cancel, force_publish, submit
from briefings.history.models import Event
from briefings.search.models import SearchDocument
from briefings.statistics.models import Observation
from tests import kinds

from .. import make
from .scenes import counts, every_block, refused, seen, workflow_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def waiting(author, editor):
    return make.edition(
        "Ports", by=author, approver=editor, publish_at=timezone.now() + DAY, blocks=every_block(author)
    )


def test_cancelled_edition_is_gone_and_the_event_keeps_what_it_said(waiting, editor):
    cancel(waiting, by=editor)
    for model in (
        models.Edition, models.Rendering, models.FigureUse, models.Citation, models.ImageUse, SearchDocument,
    ):  # fmt: skip
        assert not model.objects.exists()
    detail = Event.objects.get(act="cancel").detail
    assert hashlib.sha256(detail["document"].encode()).hexdigest() == detail["sha256"] == waiting.sha256
    assert detail["publish_at"] == waiting.publish_at.isoformat()


def test_cancelling_leaves_the_working_copy_and_keeps_the_address(waiting, author, editor):
    before = seen(waiting.article)
    cancel(waiting, by=editor)
    assert seen(waiting.article) == before
    assert workflow_of(waiting.article).address.slug == "ports"
    submit(waiting.article, by=author)
    edition = approve_and_publish(waiting.article, by=editor, seen=before, change_kind="first")
    assert (edition.number, edition.article.workflow.address.slug) == (1, "ports")


def test_text_of_a_cancelled_edition_is_a_draft_again(waiting, editor):
    assert workflow_of(waiting.article).unchanged_since_edition
    cancel(waiting, by=editor)
    assert not workflow_of(waiting.article).unchanged_since_edition


def test_text_that_an_older_edition_says_too_stays_no_draft(author, editor):
    article = make.article("Ports", by=author)
    force_publish(article, by=editor, seen=seen(article), reason="The telephone is dead.", change_kind="first")
    waiting = make.edition(article=article, by=author, approver=editor, publish_at=timezone.now() + DAY)
    cancel(waiting, by=editor)
    assert workflow_of(article).unchanged_since_edition


def test_what_nobody_cites_any_more_may_be_revised_by_one_person_again(waiting, editor):
    assert Observation.objects.filter(cited=True).exists()
    cancel(waiting, by=editor)
    assert not Observation.objects.filter(cited=True).exists()


def test_what_another_edition_cites_stays_cited(author, editor):
    series = counts()
    block = (kinds.KeyFigureBlock, {"series": series, "period": "2022"})
    make.edition(by=author, approver=editor, blocks=[block])
    waiting = make.edition(by=author, approver=editor, blocks=[block], publish_at=timezone.now() + DAY)
    cancel(waiting, by=editor)
    assert Observation.objects.get(cited=True).start.year == 2022


def test_public_edition_cannot_be_cancelled(author, editor):
    edition = make.edition(by=author, approver=editor)
    with refused(code="public"):
        cancel(edition, by=editor)
