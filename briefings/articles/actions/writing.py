"""Writing: a new article, a saved one, a translation."""

import copy

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ..access import lock, record
from ..acts.conditions import Case
from ..acts.writing import BEGIN, SAVE, START_TRANSLATION
from ..blocks import block_models
from ..mailing import tell
from ..models import Address, Article, TranslationGroup, Workflow
from ..models.articles import LANGUAGES, Stage
from ..resolving import resolve
from ..versions import keep_version


@does(BEGIN)
@transaction.atomic
def begin(article, *, by, more_follows=False, now=None):
    """Save a new article as `by`'s draft. `more_follows`: the caller adds the blocks and keeps the first version."""
    require_act(BEGIN, Case(by, now=now))
    if article.group_id is None:
        article.group = TranslationGroup.objects.create()
    article.changed_by = by
    article.full_clean()
    article.save()
    Workflow.objects.create(article=article, owner=by)
    record(by=by, act=BEGIN, article=article, now=now)
    if not more_follows:
        keep_version(article, by=by, act=BEGIN, now=now)
    return article


def void(workflow):
    """Back to draft: whatever was submitted or approved no longer is."""
    workflow.stage, workflow.at_rest = Stage.DRAFT, False
    workflow.approved_hash, workflow.approved_by, workflow.approved_at = "", None, None


@does(SAVE)
@transaction.atomic
def article_saved(
    article, *, by, around_changed=False, act=SAVE, told_apart=False, blocks=None, document=None, now=None, **detail
):
    """After the article and its blocks were saved: count and keep the version, and void what no longer is what was
    submitted; the author is told by mail, unless the caller tells them (`told_apart`).

    `around_changed`: readers would see other bylines or another address, which are not in the document; `act` is what
    saved it, `detail` what the event says of it. `blocks` and `document` are what the caller has read of the article
    since it was saved, in the same transaction. Returns whether the article went back to draft.
    """
    workflow = lock(article)
    require_act(act, Case(by, workflow, now))
    saved = {"version": workflow.article.version + 1, "changed_by": by, "changed_at": now or timezone.now()}
    Article.objects.filter(pk=article.pk).update(**saved)
    for name, value in saved.items():
        setattr(article, name, value)
    voided = workflow.stage != Stage.DRAFT and (
        around_changed or (document or resolve(workflow.article, blocks=blocks)).signed != workflow.submitted_hash
    )
    if voided or workflow.at_rest:
        void(workflow)
        workflow.save()
    workflow.article.version = article.version
    keep_version(workflow.article, by=by, act=act, blocks=blocks, now=now)
    record(by=by, act=act, article=article, now=now, version=article.version, voided=voided, **detail)
    if voided and not told_apart:
        tell(workflow, act, by=by, now=now)
    return voided


def _free_slug(slug, language):
    """The slug itself, or the first numbered one that no article of the language has or has had."""
    stem = slug[:110]
    taken = set(Article.objects.filter(language=language, slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(Address.objects.filter(language=language, slug__startswith=stem).values_list("slug", flat=True))
    candidate, number = slug, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


def copy_blocks(original, to):
    """Every block with its key, and the rows of its ordered selection."""
    for model in block_models():
        for block in model.objects.filter(parent=original):
            twin = copy.copy(block)
            twin.pk, twin.parent, twin._state.adding = None, to, True
            twin.full_clean(exclude=["parent"])
            twin.save()
            if model.row_model():
                for row in block.rows.all():
                    row.pk, row.block, row._state.adding = None, twin, True
                    row.save()


@does(START_TRANSLATION)
@transaction.atomic
def start_translation(article, *, language, by, now=None):
    """An article in the other language, with blocks and figures carried over under their keys."""
    workflow = lock(article)
    article = workflow.article
    require_act(START_TRANSLATION, Case(by, workflow, now))
    if language not in dict(LANGUAGES) or article.group.articles.filter(language=language).exists():
        raise ValidationError(_("This briefing already has an article in this language."))
    translation = Article(
        group=article.group,
        language=language,
        kind=article.kind,
        title=article.title,
        slug=_free_slug(article.slug, language),
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
