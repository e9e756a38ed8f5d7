"""Who takes care of an article, when it is meant to appear, and its topics. Nothing here publishes anything."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...lib.acts import does, require_act
from ...roles import EDITOR, may
from ..access import lock, record
from ..acts.conditions import Case
from ..acts.writing import ADD_TOPIC, ASSIGN_EDITOR, PLAN, REASSIGN
from ..models import Article
from ..signals import reassigned
from .waiting import FURTHEST, too_far
from .writing import article_saved


def _settle(workflow, name, value, said, *, by, act, now):
    """Give a field of the workflow another value, or None; the record has both, as `said` puts them."""
    before = getattr(workflow, name)
    setattr(workflow, name, value)
    workflow.save(update_fields=[name])
    record(
        by=by, act=act, article=workflow.article, now=now, before=before and said(before), after=value and said(value)
    )


@does(PLAN)
@transaction.atomic
def plan(article, *, by, planned_on, now=None):
    """The day on which the article is meant to appear, or None for no day; it neither schedules nor publishes."""
    workflow = lock(article)
    require_act(PLAN, Case(by, workflow, now))
    if planned_on == workflow.planned_on:
        return
    if planned_on and planned_on < localdate(now):
        passed = ValidationError(_("This day has passed. Choose a later one, or none."), code="passed")
        raise ValidationError({"planned_on": passed})
    if planned_on and planned_on > localdate(now) + FURTHEST:
        raise ValidationError({"planned_on": too_far()})
    _settle(workflow, "planned_on", planned_on, datetime.date.isoformat, by=by, act=PLAN, now=now)


@does(ASSIGN_EDITOR)
@transaction.atomic
def assign_editor(article, *, by, editor, now=None):
    """Put an editor in charge, or None for nobody. Any other editor may still act on the article."""
    workflow = lock(article)
    require_act(ASSIGN_EDITOR, Case(by, workflow, now))
    if editor == workflow.editor:
        return
    if editor and EDITOR not in editor.roles:
        no_editor = ValidationError(_("%(who)s is no editor.") % {"who": editor}, code="editor")
        raise ValidationError({"editor": no_editor})
    _settle(workflow, "editor", editor, User.get_username, by=by, act=ASSIGN_EDITOR, now=now)


@does(ADD_TOPIC)
@transaction.atomic
def add_topic(article, *, by, topic, now=None):
    """One more topic. Topics are part of the document: what was submitted or approved no longer is. Whether it was."""
    workflow = lock(article)
    require_act(ADD_TOPIC, Case(by, workflow, now))
    if workflow.article.topics.filter(pk=topic.pk).exists():
        raise ValidationError(_("It has this topic already."), code="same")
    workflow.article.topics.add(topic)
    record(by=by, act=ADD_TOPIC, article=workflow.article, now=now, topic=topic.slug)
    return article_saved(workflow.article, by=by, now=now)


@does(REASSIGN)
@transaction.atomic
def reassign(article, *, to, by, now=None):
    """Make `to` the author. Stage, submission and approval stay: the text is the same."""
    workflow = lock(article)
    require_act(REASSIGN, Case(by, workflow, now))
    to, before = User.objects.get(pk=to.pk), workflow.owner
    if not may(to, "write_article"):
        raise ValidationError(
            {"to": ValidationError(_("%(person)s may not write articles.") % {"person": to}, code="author")}
        )
    if to.pk == before.pk:
        raise ValidationError({"to": ValidationError(_("The article is theirs already."), code="same")})
    workflow.owner = to
    workflow.save(update_fields=["owner"])
    record(
        by=by, act=REASSIGN, article=workflow.article, now=now, before=before.get_username(), after=to.get_username()
    )
    reassigned.send(Article, article=workflow.article, person=before, by=by, now=now)
    return workflow.article
