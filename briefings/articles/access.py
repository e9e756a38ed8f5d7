from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from ..history.actions import record as record_event
from ..roles import SomebodyElses, may, require
from .models import Article, Workflow
from .models.articles import Stage


def lock(article):
    """The article's workflow; both rows stay locked until the transaction ends, always the article first.

    FOR NO KEY UPDATE: rows of other transactions that refer to the article by a foreign key do not wait for the lock.
    """
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    return Workflow.objects.select_for_update(of=("self",)).select_related("article", "owner").get(article=article)


def record(*, by, act, article, now: datetime | None = None, **detail):
    return record_event(by=by, act=act, target=article, detail=detail, now=now)


def is_owner(workflow, user):
    return workflow.owner_id == user.pk


def may_edit(article, user):
    """Authors edit their own articles, editors every one."""
    return may(user, "edit_any_article") or (may(user, "write_article") and is_owner(article.workflow, user))


def may_read(article, user):
    return may(user, "read_drafts") or may_edit(article, user)


def may_comment(article, user):
    """Everybody who may read the working copy and has a role that writes."""
    return may(user, "comment_article") and may_read(article, user)


def is_approvable(workflow, user):
    """Whether the person can be the second person, who approves what was submitted."""
    return workflow.stage == Stage.IN_REVIEW and workflow.submitted_by_id != user.pk


def require_edit(article, user):
    if may_edit(article, user):
        return
    require(user, "write_article")
    raise SomebodyElses(_("You may edit only your own articles."), [article.workflow.owner])


def require_comment(article, user):
    require(user, "comment_article")
    if not may_read(article, user):
        raise PermissionDenied(_("You may comment only on articles that you may read."))
