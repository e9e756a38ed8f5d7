"""What someone may do with an article now; and the checks that every act begins with."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from ...history.actions import record as record_event
from ...history.models import Event
from ...lib.clock import database_now
from ...roles import may, require
from ..checklist import blockers
from ..models import Article, Edition, Workflow
from ..models.articles import Stage

# What each act needs beside the role: the stages in which it makes sense, and whether it is the author's own.
STAGES = {
    "submit": {Stage.DRAFT},
    "return_to_author": {Stage.IN_REVIEW, Stage.APPROVED},
    "approve": {Stage.IN_REVIEW},
    "approve_and_publish": {Stage.IN_REVIEW},
    "publish": {Stage.APPROVED},
    "force_publish": {Stage.DRAFT, Stage.IN_REVIEW},
}


def lock(article):
    """The article's workflow, with both rows locked until the transaction ends: the article first, always."""
    Article.objects.select_for_update().get(pk=article.pk)
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


def may_reassign(workflow, user):
    """Editors every article; administrators those whose author has left."""
    return may(user, "reassign_article") and (may(user, "edit_any_article") or not workflow.owner.is_active)


def require_edit(article, user):
    if not may_edit(article, user):
        raise PermissionDenied(_("You may edit only your own articles."))


def require_owner(workflow, user):
    require(user, "write_article")
    if not is_owner(workflow, user):
        raise PermissionDenied(_("Only the article’s author can submit it."))


def require_stage(workflow, act):
    if workflow.stage not in STAGES[act]:
        raise ValidationError(
            _("This cannot be done while the article is “%(stage)s”. Somebody may have acted before you: look again."),
            code="stage",
            params={"stage": workflow.get_stage_display()},
        )


def require_other_eyes(workflow, user):
    if workflow.submitted_by_id == user.pk:
        raise PermissionDenied(_("Whoever submitted an article cannot approve it: a second person has to read it."))


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


def _author_acts(workflow, user):
    return ["submit"] if may(user, "write_article") and is_owner(workflow, user) else []


def _editor_acts(workflow, user):
    acts = []
    if may(user, "return_article"):
        acts.append("return_to_author")
    if may(user, "approve_article") and workflow.submitted_by_id != user.pk:
        acts += ["approve", "approve_and_publish"]
    if may(user, "publish_article"):
        acts.append("publish")
    if may(user, "publish_by_force") and not is_approvable(workflow, user):
        acts.append("force_publish")
    return acts


def _edition_acts(article, workflow, user):
    """Acts on what is public or waits."""
    acts = []
    waiting = waiting_edition(article)
    if waiting and may(user, "publish_article"):
        acts += ["reschedule", "release" if waiting.held_at else "hold", "cancel"]
    if workflow.address_id and may(user, "move_article"):
        acts.append("move")
    if workflow.address_id and may(user, "withdraw_article") and has_been_public(article):
        acts += _withdrawal_acts(workflow)
    return acts


def _withdrawal_acts(workflow):
    if workflow.taken_down_at:
        return ["restore"]
    return ["take_down", "restore"] if workflow.withdrawn_at else ["withdraw", "take_down"]


def available_acts(article, user):
    """Names of the acts on the article that this person may do now."""
    workflow = article.workflow
    acts = [act for act in _author_acts(workflow, user) + _editor_acts(workflow, user) if workflow.stage in STAGES[act]]
    acts += _edition_acts(article, workflow, user)
    if may_comment(article, user):
        acts.append("comment")
    languages = set(article.group.articles.values_list("language", flat=True))
    if may(user, "write_article") and may_read(article, user) and len(languages) == 1:
        acts.append("start_translation")
    if may_edit(article, user):
        acts.append("plan")
    if may(user, "assign_editor"):
        acts.append("assign_editor")
    if may_reassign(workflow, user):
        acts.append("reassign")
    return acts
