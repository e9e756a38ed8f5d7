"""The second look at an edition that was published without a second person: who may take it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...accounts.models import User
from ...history.models import Event
from ...lib.acts import declare
from ...roles import SomebodyElses, needs
from ..models import Edition
from .details import EDITION, NOTE
from .publishing import FORCE_PUBLISH, PUBLISHED
from .writing import WRITING

# A second look is never deleted, but a waiting edition can be cancelled.
NOT_YET = gettext_lazy("This edition has not appeared yet: the second look is taken when readers can open it.")


def _read_by_two(edition):
    """Number of the newest earlier edition that two people have read, or None."""
    earlier = Edition.objects.filter(article=edition.article_id, number__lt=edition.number).with_marks()
    return earlier.filter(is_read_by_one=False).order_by("-number").values_list("number", flat=True).first()


def contributors(edition):
    """Keys of the accounts that worked on a forced edition: who published it, who owns the article, and who saved it
    since the last text that two people have read. Forced or cancelled editions in between had no second reader."""
    events = Event.objects.filter(target_type="article", target_id=edition.article_id).order_by("-pk")
    publishing = events.filter(act__in=PUBLISHED).values_list("pk", flat=True)
    forced = publishing.filter(act=FORCE_PUBLISH.name, detail__edition=edition.number).first() or 0
    writing = events.filter(act__in=WRITING, pk__lt=forced)
    if before := publishing.filter(detail__edition=_read_by_two(edition), pk__lt=forced).first():
        writing = writing.filter(pk__gt=before)
    wrote = set(writing.order_by().values_list("by_id", flat=True).distinct())
    return (wrote | {edition.by_id, edition.submitted_by_id, edition.article.workflow.owner_id}) - {None}


def has_appeared(attempt):
    if not Edition.objects.has_appeared().filter(pk=attempt.edition.pk).exists():
        raise ValidationError(NOT_YET, code="stage")


def needs_second_look(attempt):
    if not Edition.objects.needing_second_look().filter(pk=attempt.edition.pk).exists():
        raise ValidationError(_("This edition needs no second look: somebody has taken it already."), code="stage")


def did_not_contribute(attempt):
    if attempt.by.pk in (people := contributors(attempt.edition)):
        raise SomebodyElses(
            _("You had a hand in this edition: somebody else has to take the second look."),
            User.objects.who_may("take_second_look").exclude(pk__in=people),
        )


LOOK_AGAIN = declare(
    "look_again",
    gettext_lazy("Second look confirmed"),
    title=gettext_lazy("Confirm the second look"),
    conditions=[needs("take_second_look"), has_appeared, needs_second_look, did_not_contribute],
    details=[EDITION, NOTE.called(gettext_lazy("remark")).for_staff()],
)
