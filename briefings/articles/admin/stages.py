"""What the stage of an article is called. A draft that nobody has touched since its newest edition is no draft."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from ..models import Edition
from ..models.articles import Stage


def untouched():
    """Condition on articles: a draft by stage, saved for the last time before its newest edition was made."""
    since = Edition.objects.filter(article=OuterRef("pk"), created_at__gte=OuterRef("changed_at"))
    return Q(Exists(since), workflow__stage=Stage.DRAFT, workflow__returned_comment="")


def is_untouched(article, newest):
    workflow = article.workflow
    at_rest = workflow.stage == Stage.DRAFT and not workflow.returned_comment
    return bool(newest and at_rest and article.changed_at <= newest.created_at)


def stage_words(workflow, *, untouched, waits):
    """`waits`: the newest edition has its date to come, or is held."""
    if not untouched:
        return workflow.get_stage_display()
    return _("to be published, nothing changed since") if waits else _("published, nothing changed since")
