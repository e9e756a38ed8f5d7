"""What becomes of the articles of somebody who leaves."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...lib.acts import does, require_act
from ...roles import may
from ..access import lock, record
from ..acts.conditions import Case
from ..acts.writing import REASSIGN
from ..models import Article
from ..signals import reassigned


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
