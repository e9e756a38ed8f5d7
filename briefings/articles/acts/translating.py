"""The two languages of a briefing: a translation is begun, and one language follows what was revised in the other."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.acts import Detail, declare
from ...roles import needs
from ..models import FollowUp
from ..models.articles import LANGUAGES
from .conditions import is_not_archived, may_read
from .details import LANGUAGE, ArticlePage


def has_language_left(attempt):
    if attempt.languages >= set(dict(LANGUAGES)):
        raise ValidationError(_("This briefing already has an article in each language."), code="stage")


def has_to_follow(attempt):
    if not FollowUp.objects.open().filter(article=attempt.article).exists():
        raise ValidationError(
            _("Nothing was updated or corrected in the other language that this article has not followed."),
            code="stage",
        )


START_TRANSLATION = declare(
    "start_translation",
    gettext_lazy("Translation started"),
    conditions=[needs("write_article"), may_read, is_not_archived, has_language_left],
    details=[LANGUAGE],
    title=gettext_lazy("Start the translation"),
    page=ArticlePage(
        gettext_lazy("A new draft in the other language, yours, with everything carried over to be translated."),
        gettext_lazy("The translation is begun. The original’s text is shown beside each block."),
    ),
)

NEEDS_NO_REVISION = declare(
    "needs_no_revision",
    gettext_lazy("Needs no revision"),
    conditions=[needs("publish_article"), has_to_follow],
    details=[
        Detail("edition", sentence=gettext_lazy("after edition %(number)s in the other language"), for_author=True)
    ],
    title=gettext_lazy("Needs no revision"),
    page=ArticlePage(
        gettext_lazy(
            "For changes in the other language that do not concern this text. Readers are no longer told that it has "
            "not been revised."
        ),
        gettext_lazy("“%(article)s” needs no revision: its readers see no notice any more."),
        reads_other_language=True,
    ),
)
