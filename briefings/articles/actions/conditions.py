"""What each act on an article needs, in the order in which it is asked.

The acts ask it themselves (`require_act`), the pages ask beforehand (`why_not`, `available_acts`): one list for both.
"""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...accounts.models import User
from ...lib.conditions import Conditions
from ...roles import SomebodyElses, may, require
from ..models.articles import LANGUAGES, Stage
from .availability import (
    has_been_public,
    is_approvable,
    is_owner,
    may_read,
    require_comment,
    require_edit,
    waiting_edition,
)
from .sameness import require_news

SUBMIT_FIRST = gettext_lazy("Its author has to submit it first.")
# The stages in which an act makes no sense, and what would have to happen first.
OTHER_STAGES = {
    "submit": {
        Stage.IN_REVIEW: gettext_lazy("It is submitted already: an editor approves it or returns it."),
        Stage.APPROVED: gettext_lazy("It is approved already: an editor can publish it."),
    },
    "return_to_author": {Stage.DRAFT: gettext_lazy("It is with its author already.")},
    "approve": {
        Stage.DRAFT: SUBMIT_FIRST,
        Stage.APPROVED: gettext_lazy("It is approved already: it can be published."),
    },
    "publish": {
        Stage.DRAFT: gettext_lazy("Its author has to submit it, and a second person to approve it, first."),
        Stage.IN_REVIEW: gettext_lazy("A second person has to approve it first."),
    },
    "force_publish": {Stage.APPROVED: gettext_lazy("It is approved: publish it in the usual way.")},
}
OTHER_STAGES["approve_and_publish"] = OTHER_STAGES["approve"]


class Case:
    """One person before one article. What several conditions ask for is looked up once."""

    def __init__(self, workflow, user, now=None):
        self.workflow, self.article, self.user, self.now = workflow, workflow.article, user, now

    @cached_property
    def waiting(self):
        return waiting_edition(self.article, self.now)

    @cached_property
    def has_been_public(self):
        return self.workflow.address_id is not None and has_been_public(self.article, self.now)

    @cached_property
    def languages(self):
        return set(self.article.group.articles.values_list("language", flat=True))


# Each condition raises what stands in the way: PermissionDenied for the person, ValidationError for anybody just now.


def _role(act):
    return lambda case: require(case.user, act)


def _stage(act):
    def condition(case):
        stage = case.workflow.stage
        if stage in OTHER_STAGES[act]:
            words = _("This cannot be done while the article is “%(stage)s”. %(first)s")
            named = {"stage": case.workflow.get_stage_display(), "first": OTHER_STAGES[act][stage]}
            raise ValidationError(words, code="stage", params=named)

    return condition


def _own(case):
    require(case.user, "write_article")
    owner = case.workflow.owner
    if not is_owner(case.workflow, case.user):
        ask = [owner] if owner.is_active else User.objects.who_may("edit_any_article")
        raise SomebodyElses(_("Only the article’s author can submit it."), ask)


def _news(case):
    require_news(case.workflow, now=case.now)


def _other_eyes(case):
    if case.workflow.submitted_by_id == case.user.pk:
        raise SomebodyElses(
            _("Whoever submitted an article cannot approve it: a second person has to read it."),
            User.objects.who_may("approve_article").exclude(pk=case.user.pk),
        )


def _nobody_to_approve(case):
    if is_approvable(case.workflow, case.user):
        raise ValidationError(
            _("Somebody else submitted this text: you are the second person. Approve it instead."), code="approvable"
        )


def _touched(case):
    if case.workflow.at_rest:
        raise ValidationError(
            _("Nothing has changed since the newest edition: there is nothing to publish."), code="same"
        )


def _waits(case):
    if case.waiting is None:
        raise ValidationError(_("No edition of this article is waiting any more."), code="public")


def _held(case):
    if not case.waiting.held_at:
        raise ValidationError(_("Nobody holds the waiting edition: it becomes public at its date."), code="stage")


def _not_held(case):
    if case.waiting.held_at:
        raise ValidationError(_("The waiting edition is held already."), code="stage")


def _address(case):
    if not case.workflow.address_id:
        raise ValidationError(_("Before the first publication the address is changed in the form."), code="unpublished")


def _seen_by_readers(case):
    if not case.has_been_public:
        raise ValidationError(
            _("No reader has seen this article yet. What waits to appear can be held or cancelled."), code="unpublished"
        )
    if case.workflow.taken_down_at:
        raise ValidationError(_("This article has been taken down already."), code="stage")


def _not_withdrawn(case):
    if case.workflow.withdrawn_at:
        raise ValidationError(_("This article has been withdrawn already."), code="stage")


def _taken_back(case):
    if not (case.workflow.taken_down_at or case.workflow.withdrawn_at):
        raise ValidationError(_("This article is neither withdrawn nor taken down."), code="stage")


def _comment(case):
    require_comment(case.article, case.user)


def _edit(case):
    require_edit(case.article, case.user)


def _read(case):
    if not may_read(case.article, case.user):
        require_edit(case.article, case.user)


def _language_left(case):
    if case.languages >= set(dict(LANGUAGES)):
        raise ValidationError(_("This briefing already has an article in each language."), code="stage")


def _author_has_left(case):
    """Editors give away every article, administrators those whose author has left."""
    if not may(case.user, "edit_any_article") and case.workflow.owner.is_active:
        raise SomebodyElses(
            _("You may give away only articles whose author has left."), User.objects.who_may("edit_any_article")
        )


CONDITIONS = Conditions({
    "submit": [_own, _stage("submit"), _news],
    "return_to_author": [_role("return_article"), _stage("return_to_author")],
    "approve": [_role("approve_article"), _stage("approve"), _other_eyes],
    "approve_and_publish": [
        _role("approve_article"), _role("publish_article"), _stage("approve_and_publish"), _other_eyes,
    ],
    "publish": [_role("publish_article"), _stage("publish")],
    "force_publish": [_role("publish_by_force"), _touched, _stage("force_publish"), _nobody_to_approve],
    "reschedule": [_role("publish_article"), _waits],
    "release": [_role("publish_article"), _waits, _held],
    "hold": [_role("publish_article"), _waits, _not_held],
    "cancel": [_role("publish_article"), _waits],
    "move": [_role("move_article"), _address],
    "withdraw": [_role("withdraw_article"), _seen_by_readers, _not_withdrawn],
    "take_down": [_role("withdraw_article"), _seen_by_readers],
    "restore": [_role("withdraw_article"), _taken_back],
    "comment": [_comment],
    "start_translation": [_role("write_article"), _read, _language_left],
    "plan": [_edit],
    "assign_editor": [_role("assign_editor")],
    "reassign": [_role("reassign_article"), _author_has_left],
})  # fmt: skip


def require_act(workflow, act, *, by, now=None):
    """What an act begins with, once it has locked the article: refused unless `by` may do it now."""
    CONDITIONS.require(Case(workflow, by, now), act)


def why_not(article, user, act):
    """What the act would refuse to this person now, as the exception that it would raise; None if it would not."""
    return CONDITIONS.reason(Case(article.workflow, user), act)


def available_acts(article, user):
    """Names of the acts on the article that this person may do now."""
    return CONDITIONS.available(Case(article.workflow, user))
