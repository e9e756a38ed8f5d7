"""The names of stages on lists and forms. A draft that is unchanged since its newest edition is not called draft."""

from django.db.models import Case, Exists, F, OuterRef, Q, TextChoices, Value, When
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
    WITHDRAWN = "withdrawn", _("withdrawn")
    TAKEN_DOWN = "taken_down", _("taken down")


def _before_the_stage():
    """(display stage, condition on articles); the first that holds counts, otherwise the stage."""
    waits = Exists(Edition.objects.waiting().filter(article=OuterRef("pk")))
    return [
        (DisplayStage.TAKEN_DOWN, Q(workflow__taken_down_at__isnull=False)),
        (DisplayStage.WITHDRAWN, Q(workflow__withdrawn_at__isnull=False)),
        (DisplayStage.TO_COME, Q(waits, workflow__unchanged_since_edition=True)),
        (DisplayStage.PUBLISHED, Q(workflow__unchanged_since_edition=True)),
    ]


def display_stage_of_each():
    """The display stage of an article as an expression, for a column."""
    cases = [When(condition, then=Value(display_stage.value)) for display_stage, condition in _before_the_stage()]
    return Case(*cases, default=F("workflow__stage"))


def has_display_stage(wanted):
    """The condition for articles whose `display_stage_of_each` is `wanted`."""
    others = Q()
    for display_stage, condition in _before_the_stage():
        if display_stage == wanted:
            return condition & others
        others &= ~condition
    return Q(workflow__stage=wanted) & others


def stage_words(workflow, *, waits):
    """`waits`: the newest edition is waiting."""
    if not workflow.unchanged_since_edition:
        return workflow.get_stage_display()
    return (DisplayStage.TO_COME if waits else DisplayStage.PUBLISHED).label
