"""The act on an edition that is held because values have changed: publish the same text with the new ones."""

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.acts import declare
from ...roles import SomebodyElses, needs
from ..models import FigureUse
from .conditions import clock_is_right, is_held, is_waiting
from .details import ArticlePage
from .four_eyes import did_not_change_names, has_no_unread_words


def changed_uses():
    """Uses of vintages that are not current any more, where value, status, low or high differ from the current ones."""
    current = "vintage__observation__current"
    same = Q()
    for name in ("value", "status", "low", "high"):
        printed, now = f"vintage__{name}", f"{current}__{name}"
        same &= Q(**{printed: F(now)}) | Q(**{f"{printed}__isnull": True, f"{now}__isnull": True})
    return FigureUse.objects.exclude(vintage=F(current)).filter(~same)


def prints_changed_values(attempt):
    if not changed_uses().filter(edition=attempt.waiting).exists():
        raise ValidationError(_("The waiting edition prints the values that are current."), code="stage")


def is_the_text_that_waits(attempt):
    if not attempt.workflow.unchanged_since_edition:
        raise ValidationError(
            _("The article has been changed since this edition was made: cancel the edition, and publish as always."),
            code="stage",
        )


def did_not_submit_it(attempt):
    if attempt.waiting.submitted_by_id == attempt.by.pk:
        raise SomebodyElses(_("You submitted this text: somebody else has to approve it with the new figures."))


APPROVE_NEW_FIGURES = declare(
    "approve_new_figures",
    "",  # the log gets a cancellation, an approval and a publication instead
    conditions=[
        needs("approve_article"),
        needs("publish_article"),
        is_waiting,
        is_held,
        prints_changed_values,
        is_the_text_that_waits,
        did_not_submit_it,
        has_no_unread_words,
        did_not_change_names,
        clock_is_right,
    ],
    title=gettext_lazy("Approve the new figures"),
    page=ArticlePage(
        gettext_lazy(
            "The same text with the values that are current: you approve exactly what is below. It replaces the held "
            "edition and keeps its date. Read whether the words still fit the figures."
        ),
        gettext_lazy("“%(article)s” is approved with the new figures and published."),
        reads=True,
        on_waiting=True,
        needs_complete_text=True,
        to_come=gettext_lazy("“%(article)s” is approved with the new figures. Readers see it from %(when)s."),
    ),
)
