import copy
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...documents.document import Document
from ...lib.acts import Act, does, require_act
from ..access import add_unread, is_owner, lock, record
from ..acts.conditions import Attempt
from ..acts.translating import START_TRANSLATION
from ..acts.writing import BEGIN, SAVE
from ..blocks import Block, block_models, blocks_of
from ..mails import tell
from ..models import Article, SavedVersion, TranslationGroup, Workflow
from ..models.articles import LANGUAGES, Stage, free_slug, slug_of
from ..resolving import resolve
from ..versions import is_written_as_before, keep_version, newest_version

ONE_SITTING = timedelta(hours=1)


@does(BEGIN)
@transaction.atomic
def begin(article: Article, *, by: User, more_follows=False, now: datetime | None = None):
    """Save a new article as `by`'s draft. With `more_follows` the caller adds blocks and keeps the first version."""
    require_act(BEGIN, Attempt(by, now=now))
    if article.group_id is None:
        article.group = TranslationGroup.objects.create()
    article.changed_by = by
    article.full_clean()
    article.save()
    add_unread(Workflow.objects.create(article=article, owner=by), by)
    record(by=by, act=BEGIN, article=article, now=now)
    if not more_follows:
        keep_version(article, by=by, act=BEGIN, now=now)
    return article


def void_approval(workflow):
    """The caller saves the workflow."""
    workflow.approved_hash, workflow.approved_by = "", None
    workflow.sent_hash, workflow.sent_by = "", None


def back_to_draft(workflow):
    """The caller saves the workflow."""
    workflow.stage, workflow.unchanged_since_edition = Stage.DRAFT, False
    void_approval(workflow)


def sign(workflow, document, *, by, now):
    """Make `document` the text in review, as `by` has saved or read it. The caller saves the workflow."""
    workflow.stage, workflow.unchanged_since_edition = Stage.IN_REVIEW, False
    void_approval(workflow)
    workflow.submitted_hash, workflow.submitted_by = document.signed, by
    workflow.submitted_at = now or timezone.now()


def _goes_on(before, version):
    """Whether the version before is by the same person and less than an hour older: its mail is enough."""
    return before is not None and before.by_id == version.by_id and version.at - before.at < ONE_SITTING


@does(SAVE)
@transaction.atomic
def article_saved(
    article: Article,
    *,
    by: User,
    act: Act = SAVE,
    mail_author=True,
    blocks: list[Block] | None = None,
    document: Document | None = None,
    before: SavedVersion | None = None,
    now: datetime | None = None,
    **detail,
) -> bool:
    """After a save of the article and its blocks: keep the new version. If the writing differs from the version before,
    nobody else has read it: `by` cannot approve it, and a text in review or approved is in review as it is now.

    `act` is the act that saved the article; `detail` goes into its event. `mail_author`: tell the author of a change
    by another; False if the caller does. `before`: the newest version until now, if the caller has read it. `blocks`
    and `document`: as the caller has read them since the save, in the same transaction, which makes `article` current
    too; without `blocks` it is read again. Return whether a text in review or approved has changed.
    """
    workflow = lock(article)
    require_act(act, Attempt(by, workflow, now))
    saved = {"version": workflow.article.version + 1, "changed_by": by, "changed_at": now or timezone.now()}
    Article.objects.filter(pk=article.pk).update(**saved)
    current = workflow.article if blocks is None else article
    for name, value in saved.items():
        setattr(article, name, value)
        setattr(current, name, value)
    before, blocks = before or newest_version(article), blocks_of(current) if blocks is None else blocks
    version = keep_version(current, by=by, act=act, blocks=blocks, now=now)
    stage, is_changed = workflow.stage, not is_written_as_before(version.content, current, before)
    changes_review = is_changed and stage != Stage.DRAFT
    if changes_review:
        sign(workflow, document or resolve(current, blocks=blocks), by=by, now=now)
    if changes_review or workflow.unchanged_since_edition:
        workflow.unchanged_since_edition = False
        workflow.save_work()
    if is_changed:
        add_unread(workflow, by)
    voided = changes_review and stage == Stage.APPROVED
    record(by=by, act=act, article=article, now=now, version=article.version, voided=voided, **detail)
    if changes_review and mail_author:
        tell(workflow, act, by=by, now=now)
    elif is_changed and mail_author and not is_owner(workflow, by) and not _goes_on(before, version):
        tell(workflow, act, by=by, variant="draft", now=now)
    return changes_review


def copy_blocks(original, to):
    """Copy every block under its key, with the rows of its ordered selection."""
    for model in block_models():
        for block in model.objects.filter(parent=original):
            new_block = copy.copy(block)
            new_block.pk, new_block.parent, new_block._state.adding = None, to, True
            new_block.full_clean(exclude=["parent"])
            new_block.save()
            if model.row_model():
                for row in block.rows.all():
                    row.pk, row.block, row._state.adding = None, new_block, True
                    row.save()


def make_room_for_language(article: Article, language: str) -> None:
    """Another article of the briefing in this language, archived, is an article of its own when it is brought back."""
    archived = Article.objects.filter(group=article.group_id, language=language, workflow__stage=Stage.ARCHIVED)
    if keys := list(archived.exclude(pk=article.pk).values_list("pk", flat=True)):
        Article.objects.filter(pk__in=keys).update(group=TranslationGroup.objects.create())


@does(START_TRANSLATION)
@transaction.atomic
def start_translation(article: Article, *, language, by: User, now: datetime | None = None):
    """Begin the article in the other language, with the blocks copied under their keys."""
    workflow = lock(article)
    article = workflow.article
    require_act(START_TRANSLATION, Attempt(by, workflow, now))
    if language not in dict(LANGUAGES) or article.group.articles.filter(language=language).unarchived().exists():
        raise ValidationError(_("This briefing already has an article in this language."))
    make_room_for_language(article, language)
    translation = Article(
        group=article.group,
        language=language,
        kind=article.kind,
        title=article.title,
        slug=free_slug(slug_of(article.title), language),
        summary=article.summary,
    )
    begin(translation, by=by, more_follows=True, now=now)
    translation.topics.set(article.topics.all())
    for row in article.byline_rows.all():
        translation.byline_rows.create(byline=row.byline, position=row.position)
    copy_blocks(article, translation)
    keep_version(translation, by=by, act=BEGIN, now=now)
    record(by=by, act=START_TRANSLATION, article=article, now=now, language=language)
    return translation
