"""What the checklist calls a blocker keeps every act of publishing from happening."""

import datetime

import pytest
from django.utils import timezone

from briefings.articles.actions import approve, approve_and_publish, force_publish, publish, take_down
from tests import make
from tests.kinds import RichTextBlock

from .scenes import refused, seen, submitted

pytestmark = pytest.mark.django_db


def text(html):
    return RichTextBlock, {"html": html}


BLOCKED = '<p><a href="/admin/">here</a></p>'


def test_nobody_approves_or_publishes_what_is_blocked(author, editor):
    article = submitted(make.article(by=author, blocks=[text(BLOCKED)]), by=author)
    with refused(code="problem", says="administration"):
        approve(article, by=editor, seen=seen(article))
    with refused(code="problem", says="administration"):
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="first")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    with refused(code="problem", says="administration"):
        approve_and_publish(article, by=editor, seen=seen(article), publish_at=tomorrow, change_kind="first")


def test_nobody_publishes_by_force_what_is_blocked(editor):
    article = make.article(by=editor, blocks=[text(BLOCKED)])
    reason = "Nobody else is on duty tonight."
    with refused(code="problem", says="administration"):
        force_publish(article, by=editor, seen=seen(article), reason=reason, change_kind="first")


def test_what_comes_to_block_after_the_approval_blocks_the_publication(author, editor):
    target = make.edition("Ports", by=author, approver=editor, slug="ports").article
    block = text('<p><a href="/en/briefings/ports/">here</a></p>')
    article = make.approved(by=author, approver=editor, blocks=[block])
    take_down(target, by=editor, reason="At a court’s order.")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    for publish_at in (None, tomorrow):
        with refused(code="problem", says="readers find nothing"):
            publish(article, by=editor, seen=seen(article), publish_at=publish_at, change_kind="first")
