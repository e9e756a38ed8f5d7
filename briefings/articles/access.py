from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from ..history.actions import record as record_event
from ..lib.act_pages import NotNow
from ..roles import SomebodyElses, may, require
from .models import Article, Unread, Workflow
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


def is_archived(article):
    return article.workflow.stage == Stage.ARCHIVED


def _writes(article, user):
    """Authors write their own articles, editors every one."""
    return may(user, "edit_any_article") or (may(user, "write_article") and is_owner(article.workflow, user))


def may_edit(article, user):
    return _writes(article, user) and not is_archived(article)


def may_read(article, user):
    return may(user, "read_drafts") or _writes(article, user)


def may_comment(article, user):
    """Everybody who may read the working copy and has a role that writes."""
    return may(user, "comment_article") and may_read(article, user) and not is_archived(article)


def has_unread_words(workflow, user):
    """Whether the text has words of the person that nobody else has read."""
    return workflow.submitted_by_id == user.pk or workflow.unread.filter(person_id=user.pk).exists()


def others_are_unread(workflow, user):
    """Whether the text in review has words of others that the person may not have read."""
    return workflow.submitted_by_id != user.pk or workflow.unread.exclude(person_id=user.pk).exists()


def add_unread(workflow, user):
    Unread.objects.bulk_create([Unread(workflow=workflow, person=user)], ignore_conflicts=True)


def leave_only(workflow, user):
    """`user` has read the whole text: only the words of `user` may be unread by others now."""
    people = set(workflow.unread.values_list("person", flat=True))
    if people - {user.pk}:
        workflow.unread.exclude(person=user).delete()
    if user.pk not in people:
        add_unread(workflow, user)


def require_unarchived(article):
    if is_archived(article):
        raise NotNow(_("This draft is archived. Its author has to bring it back first."))


def require_edit(article, user):
    if _writes(article, user):
        require_unarchived(article)
        return
    require(user, "write_article")
    raise SomebodyElses(_("You may edit only your own articles."), [article.workflow.owner])


def require_comment(article, user):
    require(user, "comment_article")
    if not may_read(article, user):
        raise PermissionDenied(_("You may comment only on articles that you may read."))
    require_unarchived(article)
