"""The conditions of review: who may approve a text, and what may have changed since it was submitted or approved."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...accounts.models import User
from ...history.models import FieldChange
from ...roles import Realm, SomebodyElses
from .. import access
from ..models.articles import Stage
from .conditions import other_stage

REVISED = "revised"  # code of the refusal to publish what has changed since its approval
IS_SUBMITTED = other_stage(
    {
        Stage.DRAFT: gettext_lazy("Its author has to submit it first."),
        Stage.APPROVED: gettext_lazy("It is approved already: it can be published."),
    }
)

IS_NOT_APPROVED = other_stage({Stage.APPROVED: gettext_lazy("It is approved: publish it in the usual way.")})


def has_title_and_address(attempt):
    if not attempt.article.title:
        raise ValidationError(_("Give the article a title before you submit it."), code="title")
    if not attempt.article.slug:
        raise ValidationError(_("Give the article an address before you submit it."), code="slug")


def is_changed_by_others(attempt):
    if not access.others_are_unread(attempt.workflow, attempt.by):
        raise ValidationError(_("It is as you submitted or accepted it: there is nothing to accept."), code="same")


def others_who_may_approve(workflow):
    """All but those whose words in the text nobody else has read."""
    unread = workflow.unread.values("person")
    return User.objects.who_may("approve_article").exclude(pk=workflow.submitted_by_id).exclude(pk__in=unread)


def has_no_unread_words(attempt):
    workflow = attempt.workflow
    if not access.has_unread_words(workflow, attempt.by):
        return
    words = _("Whoever wrote or submitted this text cannot approve it: a second person has to read it.")
    is_last = workflow.stage == Stage.IN_REVIEW and workflow.submitted_by_id == attempt.by.pk
    if is_last and not access.is_owner(workflow, attempt.by):
        words += " " + _("You can also send it to its author as read whole; it is approved if the author accepts it.")
    raise SomebodyElses(words, others_who_may_approve(workflow))


def _texts_in(value):
    """Every text in a document or in the recorded values of a change."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(part)


# Ends of the names of fields that hold a name or another text for readers.
TEXT_FIELDS = ("_en", "_es", "name", "title", "credit", "licence", "publisher")


def changed_texts(fields):
    """The names and other texts for readers among the recorded changes of one object, as they are now."""
    texts = (after for name, (_before, after) in fields.items() if name.endswith(TEXT_FIELDS))
    return {text for after in texts for text in _texts_in(after) if text}


def _changed_texts(workflow, user):
    """What the person has written beside articles since this text was last approved, or else since it was submitted."""
    since = workflow.approved_at or workflow.submitted_at
    changes = FieldChange.objects.filter(realm__in=(Realm.ARTICLES, Realm.STATISTICS), at__gt=since, by_id=user.pk)
    changed = changes.exclude(target_type="article").values_list("changes", flat=True)
    return {text for fields in changed for text in changed_texts(fields)}


def did_not_change_names(attempt):
    """Refuse who wrote a name, alternative text or description that the text shows but that is kept elsewhere."""
    if not (texts := _changed_texts(attempt.workflow, attempt.by)):
        return
    shown = [*_texts_in(attempt.document.data), *_texts_in(attempt.document.names_and_address)]
    # A column is headed by its indicator and what tells it apart: "Victims (Police)", "Victims, 2022".
    beginnings = tuple(f"{text}{sign}" for text in texts for sign in (" (", ", "))
    if any(text in texts or text.startswith(beginnings) for text in shown):
        raise SomebodyElses(
            _("You have changed a name or a description that this text shows: somebody else has to approve it."),
            others_who_may_approve(attempt.workflow).exclude(pk=attempt.by.pk),
        )


def is_to_approve(attempt):
    """In review, or approved and something that it refers to has changed since."""
    if not attempt.has_changed_since_approval:
        IS_SUBMITTED(attempt)


def is_not_approved(attempt):
    if not attempt.has_changed_since_approval:
        IS_NOT_APPROVED(attempt)


def is_as_approved(attempt):
    if attempt.has_changed_since_approval:
        raise ValidationError(
            _("Something in the text has been revised since it was approved: it has to be approved as it is now."),
            code=REVISED,
        )


def cannot_approve(attempt):
    """Publishing alone is for a text that the person cannot approve as a second one."""
    if attempt.workflow.stage != Stage.IN_REVIEW and not attempt.has_changed_since_approval:
        return
    try:
        has_no_unread_words(attempt)
        did_not_change_names(attempt)
    except SomebodyElses:
        return
    raise ValidationError(
        _("The words of this text are somebody else’s: you are the second person. Approve it instead."),
        code="approvable",
    )
