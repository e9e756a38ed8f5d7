"""The planned day, the editor in charge, the author and the topics of an article."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...lib.acts import does, require_act
from ...roles import EDITOR, may
from ..access import lock, record
from ..acts.conditions import Attempt
from ..acts.writing import ADD_TOPIC, ASSIGN_EDITOR, PLAN, REASSIGN
from ..models import Article
from ..signals import reassigned
from .waiting_editions import FURTHEST, too_far
from .writing import article_saved


def _set(workflow, field, value, as_text, *, by, act, now):
    """Set a field of the workflow and record both values, each by `as_text` or as None."""
    values = {"before": getattr(workflow, field), "after": value}
    setattr(workflow, field, value)
    workflow.save(update_fields=[field])
    texts = {name: value and as_text(value) for name, value in values.items()}
    record(by=by, act=act, article=workflow.article, now=now, **texts)


@does(PLAN)
@transaction.atomic
def plan(article: Article, *, by: User, planned_on, now: datetime.datetime | None = None):
    """Set the planned day, or None. It neither schedules nor publishes."""
    workflow = lock(article)
    require_act(PLAN, Attempt(by, workflow, now))
    if planned_on == workflow.planned_on:
        return
    if planned_on and planned_on < localdate(now):
        passed = ValidationError(_("This day has passed. Choose a later one, or none."), code="passed")
        raise ValidationError({"planned_on": passed})
    if planned_on and planned_on > localdate(now) + FURTHEST:
        raise ValidationError({"planned_on": too_far()})
    _set(workflow, "planned_on", planned_on, datetime.date.isoformat, by=by, act=PLAN, now=now)


@does(ASSIGN_EDITOR)
@transaction.atomic
def assign_editor(article: Article, *, by: User, editor, now: datetime.datetime | None = None):
    """Put an editor in charge, or nobody. Other editors may still act on the article."""
    workflow = lock(article)
    require_act(ASSIGN_EDITOR, Attempt(by, workflow, now))
    if editor == workflow.editor:
        return
    if editor and EDITOR not in editor.roles:
        no_editor = ValidationError(_("%(who)s is no editor.") % {"who": editor}, code="editor")
        raise ValidationError({"editor": no_editor})
    _set(workflow, "editor", editor, User.get_username, by=by, act=ASSIGN_EDITOR, now=now)


@does(ADD_TOPIC)
@transaction.atomic
def add_topic(article: Article, *, by: User, topic, now: datetime.datetime | None = None):
    """Topics are part of the document, so this voids a submission or approval. Returns whether it did."""
    workflow = lock(article)
    require_act(ADD_TOPIC, Attempt(by, workflow, now))
    if workflow.article.topics.filter(pk=topic.pk).exists():
        raise ValidationError(_("It has this topic already."), code="same")
    workflow.article.topics.add(topic)
    record(by=by, act=ADD_TOPIC, article=workflow.article, now=now, topic=topic.slug)
    return article_saved(workflow.article, by=by, now=now)


@does(REASSIGN)
@transaction.atomic
def reassign(article: Article, *, to, by: User, now: datetime.datetime | None = None):
    """Make `to` the author. Stage, submission and approval stay, because the text is the same. What `to` has sent to
    the author as read whole counts no more: nobody accepts their own changes."""
    workflow = lock(article)
    require_act(REASSIGN, Attempt(by, workflow, now))
    to, before = User.objects.get(pk=to.pk), workflow.owner
    if not may(to, "write_article"):
        words = _("%(person)s may not write articles.")
        raise ValidationError({"to": ValidationError(words % {"person": to}, code="author")})
    if to.pk == before.pk:
        raise ValidationError({"to": ValidationError(_("The article is theirs already."), code="same")})
    workflow.owner = to
    if workflow.sent_by_id == to.pk:
        workflow.sent_hash, workflow.sent_by = "", None
    workflow.save(update_fields=["owner", "sent_hash", "sent_by"])
    record(
        by=by, act=REASSIGN, article=workflow.article, now=now, before=before.get_username(), after=to.get_username()
    )
    reassigned.send(Article, article=workflow.article, person=before, by=by, now=now)
    return workflow.article
