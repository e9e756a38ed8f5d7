"""Archiving a draft that was never submitted, and bringing it back. No row is deleted."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ...accounts.models import User
from ...lib.acts import does, require_act
from ..access import lock, record
from ..acts.archiving import ARCHIVE_ARTICLE, BRING_BACK
from ..acts.conditions import Attempt
from ..models import Article
from ..models.articles import Stage, free_slug, slug_of
from ..versions import keep_version


@does(ARCHIVE_ARTICLE)
@transaction.atomic
def archive_article(article: Article, *, by: User, now: datetime | None = None):
    """Take the draft out of every list. Its slug is free for other articles."""
    workflow = lock(article)
    article = workflow.article
    require_act(ARCHIVE_ARTICLE, Attempt(by, workflow, now))
    workflow.stage = Stage.ARCHIVED
    workflow.save(update_fields=["stage"])
    record(by=by, act=ARCHIVE_ARTICLE, article=article, now=now, slug=article.slug)
    article.slug = ""
    article.save(update_fields=["slug"])


@does(BRING_BACK)
@transaction.atomic
def bring_back(article: Article, *, by: User, now: datetime | None = None):
    """Make the archived article its author's draft again, with a slug made from its title, as a new version."""
    workflow = lock(article)
    article = workflow.article
    require_act(BRING_BACK, Attempt(by, workflow, now))
    workflow.stage = Stage.DRAFT
    workflow.save(update_fields=["stage"])
    slug = slug_of(article.title)
    article.slug = slug and free_slug(slug, article.language, of=article)
    article.version, article.changed_by, article.changed_at = article.version + 1, by, now or timezone.now()
    article.save(update_fields=["slug", "version", "changed_by"])
    Article.objects.filter(pk=article.pk).update(changed_at=article.changed_at)  # a save writes the present moment
    keep_version(article, by=by, act=BRING_BACK, now=now)
    record(by=by, act=BRING_BACK, article=article, now=now, version=article.version, slug=article.slug)
