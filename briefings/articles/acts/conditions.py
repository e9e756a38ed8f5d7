"""The conditions of acts on articles. Each raises the reason for a refusal, in words.

An act checks them in this order: role, ownership, stage, whether there is anything to do.
"""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...accounts.models import User
from ...documents.document import Document
from ...lib import acts
from ...lib.clock import database_now
from ...roles import SomebodyElses, may, require
from .. import access
from ..models import Article, Edition
from ..models.articles import Stage
from ..resolving import resolve
from .standing import clock_is_back, translated_edition, waiting_edition


class Attempt(acts.Attempt):
    """A person and an article, or one of its editions. Reading `waiting` of an edition locks it.

    The database's clock decides what is public and what waits; `now` is only the moment that the act records.
    """

    def __init__(self, by, workflow=None, now=None, *, edition=None, blocks=None, document=None):
        """`blocks` and `document` of the article, where the caller has them."""
        super().__init__(by, now)
        self.workflow, self.article, self.edition = workflow, workflow and workflow.article, edition
        self.blocks = blocks
        if document is not None:
            self.document = document

    @cached_property
    def document(self) -> Document:
        """Resolved once, for the conditions and the act."""
        return resolve(self.article, blocks=self.blocks, now=self.now)

    @cached_property
    def newest(self):
        """The newest edition, public, waiting or taken down, without its document; None without one."""
        return self.article.editions.with_marks().defer("document").order_by("-number").first()

    @property
    def has_edition(self):
        return self.newest is not None

    @cached_property
    def has_changed_since_approval(self):
        """Whether something that an approved text refers to is otherwise now."""
        return self.workflow.stage == Stage.APPROVED and self.document.signed != self.workflow.approved_hash

    @cached_property
    def moment(self):
        return self.now or database_now()

    @cached_property
    def waiting(self):
        if self.edition is None:
            return waiting_edition(self.article)
        locked = Edition.objects.waiting().select_for_update(of=("self",))
        return locked.filter(pk=self.edition.pk).first()

    @cached_property
    def is_clock_back(self):
        return clock_is_back(self.article)

    @cached_property
    def has_been_public(self):
        """Whether readers could open an edition of the article at some time, even if it was taken down since.

        True while the clock is back, so that withdrawing stays possible.
        """
        if self.workflow.address_id is None:
            return False
        return Edition.objects.has_appeared().filter(article=self.article).exists() or self.is_clock_back

    @cached_property
    def languages(self):
        articles = Article.objects.unarchived().filter(group=self.article.group_id)
        return set(articles.values_list("language", flat=True))


ARCHIVED = gettext_lazy("Its author has to bring it back first.")


def other_stage(words):
    """Refuse the stages that are keys of `words`, and archived drafts; the values say what has to happen first."""
    words = {Stage.ARCHIVED: ARCHIVED, **words}

    def condition(attempt):
        stage = attempt.workflow.stage
        if stage in words:
            raise ValidationError(
                _("This cannot be done while the article is “%(stage)s”. %(first)s"),
                code="stage",
                params={"stage": attempt.workflow.get_stage_display(), "first": words[stage]},
            )

    return condition


is_not_archived = other_stage({})


def may_edit(attempt):
    access.require_edit(attempt.article, attempt.by)


may_edit.permission = "write_article"


def _require_author(attempt, words):
    owner = attempt.workflow.owner
    if not access.is_owner(attempt.workflow, attempt.by):
        ask = [owner] if owner.is_active else User.objects.who_may("edit_any_article")
        raise SomebodyElses(words, ask)


def is_author(attempt):
    require(attempt.by, "write_article")
    _require_author(attempt, _("Only the article’s author can do this."))


is_author.permission = "write_article"


def may_submit(attempt):
    """Its author; of an article that has an edition everybody who may edit it."""
    require(attempt.by, "write_article")
    if not (may(attempt.by, "edit_any_article") and attempt.has_edition):
        _require_author(attempt, _("Only the article’s author can submit it for the first time."))


may_submit.permission = "write_article"


def may_comment(attempt):
    access.require_comment(attempt.article, attempt.by)


may_comment.permission = "comment_article"


def may_read(attempt):
    if not access.may_read(attempt.article, attempt.by):
        access.require_edit(attempt.article, attempt.by)


def is_not_author(attempt):
    if access.is_owner(attempt.workflow, attempt.by):
        raise SomebodyElses(_("This article is yours: submit it."))


def is_changed(attempt):
    if attempt.workflow.unchanged_since_edition:
        raise ValidationError(
            _("Nothing has changed since the newest edition: there is nothing to publish."), code="same"
        )


def is_waiting(attempt):
    if attempt.waiting is None and attempt.edition is None:
        raise ValidationError(_("No edition of this article is waiting any more."), code="public")
    if attempt.waiting is None:
        raise no_longer_waits()


def no_longer_waits():
    return ValidationError(
        _("This edition does not wait any more: it is public, or somebody cancelled it."), code="public"
    )


def clock_is_right(attempt):
    """With the clock before the creation of the last edition, what waits cannot be known."""
    if attempt.is_clock_back:
        raise ValidationError(
            _("The database’s clock shows a time before the last edition was made. Have the clock set right first."),
            code="clock",
        )


def is_held(attempt):
    if not attempt.waiting.held_at:
        raise ValidationError(_("Nobody holds the waiting edition: it becomes public at its date."), code="stage")


def is_not_held(attempt):
    if attempt.waiting.held_at:
        raise ValidationError(_("The waiting edition is held already."), code="stage")


def has_address(attempt):
    if not attempt.workflow.address_id:
        raise ValidationError(_("Before the first publication the address is changed in the form."), code="unpublished")


def has_readers(attempt):
    if not attempt.has_been_public:
        raise ValidationError(
            _("No reader has seen this article yet. What waits to appear can be held or cancelled."), code="unpublished"
        )
    is_not_taken_down(attempt)


def is_not_taken_down(attempt):
    if attempt.workflow.taken_down_at:
        raise ValidationError(_("This article has been taken down already."), code="stage")


def is_not_withdrawn(attempt):
    if attempt.workflow.withdrawn_at:
        raise ValidationError(_("This article has been withdrawn already."), code="stage")


def is_taken_back(attempt):
    if not (attempt.workflow.taken_down_at or attempt.workflow.withdrawn_at):
        raise ValidationError(_("This article is neither withdrawn nor taken down."), code="stage")


def is_author_gone(attempt):
    """Editors give away every article, administrators those whose author has left."""
    if not may(attempt.by, "edit_any_article") and attempt.workflow.owner.is_active:
        raise SomebodyElses(
            _("You may give away only articles whose author has left."), User.objects.who_may("edit_any_article")
        )


def _byline_keys(rows):
    """Keys, not names: renaming or hiding a byline changes every edition at once and is no news."""
    return tuple(row.byline_id for row in sorted(rows, key=lambda row: (row.position, row.byline.name)))


def _equals_article(edition, attempt):
    names = edition.byline_rows.select_related("byline"), attempt.article.byline_rows.all()
    if edition.content_hash != attempt.document.content_hash or len({*map(_byline_keys, names)}) > 1:
        return False
    translated = translated_edition(attempt.article)
    return edition.translates_id == (translated and translated.pk)


def same_edition(attempt):
    """The newest edition, public or waiting, if the article equals it, else None.

    An edition that one person published and nobody else has read does not count: a second person may still approve
    the same text. The address does not count, because it is not part of an edition.
    """
    is_same = attempt.newest and not attempt.newest.is_read_by_one and _equals_article(attempt.newest, attempt)
    return attempt.newest if is_same else None


def has_news(attempt):
    """Refuse to submit a text that is published, or waits for its date, unchanged."""
    edition = same_edition(attempt)
    if edition is None:
        return
    if attempt.workflow.taken_down_at or attempt.workflow.withdrawn_at:
        words = _(
            "Nothing has changed since edition %(number)d. To undo the withdrawal use “Undo withdrawal”; for "
            "a new edition change the text first."
        )
    elif Edition.objects.waiting().filter(pk=edition.pk).exists():
        words = _(
            "Nothing has changed since edition %(number)d, which waits to appear. It needs no second review; for "
            "another edition change the text first."
        )
    else:
        words = _(
            "Nothing has changed since edition %(number)d, which readers have. For a new edition change the text first."
        )
    raise ValidationError(words, code="same", params={"number": edition.number})
