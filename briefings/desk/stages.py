"""The names of stages on lists and forms. What readers have is never called a draft."""

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, TextChoices, Value, When
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from ..articles.models import Edition
from ..articles.models.articles import Stage


class DisplayStage(TextChoices):
    DRAFT = Stage.DRAFT.value, Stage.DRAFT.label
    IN_REVIEW = Stage.IN_REVIEW.value, Stage.IN_REVIEW.label
    APPROVED = Stage.APPROVED.value, Stage.APPROVED.label
    ARCHIVED = Stage.ARCHIVED.value, Stage.ARCHIVED.label
    TO_COME = "to_come", _("to be published")
    PUBLISHED = "published", _("published")
    CHANGED = "changed", _("published, with changes")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TAKEN_DOWN = "taken_down", _("taken down")


def _before_the_stage(are_some):
    """(display stage, condition on articles); the first that holds counts, otherwise the stage.

    `are_some`: the condition that a queryset of editions has rows.
    """
    editions = Edition.objects.filter(article=OuterRef("pk"))
    waits, is_public = are_some(editions.waiting()), are_some(editions.public())
    return [
        (DisplayStage.TAKEN_DOWN, Q(workflow__taken_down_at__isnull=False)),
        (DisplayStage.WITHDRAWN, Q(workflow__withdrawn_at__isnull=False)),
        (DisplayStage.TO_COME, Q(waits, workflow__unchanged_since_edition=True)),
        (DisplayStage.PUBLISHED, Q(workflow__unchanged_since_edition=True)),
        (DisplayStage.CHANGED, Q(is_public, workflow__stage=Stage.DRAFT)),
    ]


def _one_is_found(editions):
    """As `Exists` for a column of a page of rows: with that, PostgreSQL reads all editions for them (17,000: 20 ms)"""
    return IsNull(Subquery(editions.values("pk")[:1]), False)


def display_stage_of_each():
    """The display stage of an article as an expression, for a column."""
    stages = _before_the_stage(_one_is_found)
    cases = [When(condition, then=Value(display_stage.value)) for display_stage, condition in stages]
    return Case(*cases, default=F("workflow__stage"))


def has_display_stage(wanted):
    """The condition for articles whose `display_stage_of_each` is `wanted`."""
    others = Q()
    for display_stage, condition in _before_the_stage(Exists):
        if display_stage == wanted:
            return condition & others
        others &= ~condition
    return Q(workflow__stage=wanted) & others


def stage_words(workflow, *, waits, is_public):
    """`waits`: the newest edition is waiting; `is_public`: readers have an edition."""
    if is_public and workflow.stage == Stage.DRAFT and not workflow.unchanged_since_edition:
        return DisplayStage.CHANGED.label
    if not workflow.unchanged_since_edition:
        return workflow.get_stage_display()
    return (DisplayStage.TO_COME if waits else DisplayStage.PUBLISHED).label
