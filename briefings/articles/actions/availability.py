"""What every act on an article begins with: its lock, who may read and write it, and what stands in the way."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from ...history.actions import record as record_event
from ...history.models import Event
from ...lib.clock import database_now
from ...roles import SomebodyElses, may, require
from ..checklist import blockers
from ..models import Article, Edition, Workflow
from ..models.articles import Stage


def lock(article):
    """The article's workflow, with both rows locked until the transaction ends: the article first, always.

    `no_key`: an act on another article may go on referring to this one meanwhile, and each to the other.
    """
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    return Workflow.objects.select_for_update(of=("self",)).select_related("article", "owner").get(article=article)


def record(*, by, act, article, now=None, **detail):
    """One event about an article or one of its editions."""
    return record_event(by=by, act=act, target=article, realm=Event.Realm.ARTICLES, detail=detail, now=now)


def is_owner(workflow, user):
    return workflow.owner_id == user.pk


def may_edit(article, user):
    """Authors edit their own articles, editors every one."""
    return may(user, "edit_any_article") or (may(user, "write_article") and is_owner(article.workflow, user))


def may_read(article, user):
    return may(user, "read_drafts") or may_edit(article, user)


def may_comment(article, user):
    """Whoever may read the working copy, except those who change nothing."""
    return may(user, "comment_article") and may_read(article, user)


def is_approvable(workflow, user):
    """Whether the person can be the second one for what was submitted."""
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


def require_seen(document, seen):
    if document.signed != seen:
        raise ValidationError(
            _("The text or something that it refers to has changed since you opened this page. Read it again."),
            code="seen",
        )


def require_publishable(document, now=None):
    """What blocks publication by the checklist blocks it here, whoever publishes in whatever way."""
    if found := dict.fromkeys(item.words for item in blockers(document, now)):
        raise ValidationError([ValidationError(words, code="problem") for words in found])


def clock_is_back(article, moment):
    """Whether the database's clock shows a time before something that has happened to the article's editions."""
    editions = article.editions.order_by()
    appeared = Event.objects.filter(
        target_type="edition", target_id__in=editions.values("pk"), act="appear", at__gt=moment
    )
    return editions.filter(created_at__gt=moment).exists() or appeared.exists()


def has_been_public(article, now=None):
    """Whether readers could open an edition of the article at some time, taken down since or not.

    True while the clock is back: whoever wants to take something away must not be kept from it.
    """
    appeared = Edition.objects.has_appeared(now).filter(article=article)
    return appeared.exists() or clock_is_back(article, now or database_now())


def waiting_edition(article, now=None):
    """The edition that nobody has been able to read yet, or None."""
    return Edition.objects.waiting(now).filter(article=article).order_by("-number").first()
