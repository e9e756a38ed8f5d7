"""Restoring a saved version. It counts as a save and does not restore the workflow."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...addresses.models import BRIEFING, Address
from ...lib.acts import does, require_act
from ..access import lock
from ..acts.conditions import Attempt
from ..acts.writing import RESTORE_VERSION
from ..blocks import blocks_of
from ..models import Article, ArticleByline, SavedVersion
from ..versions import FIELDS, read_version
from .writing import article_saved
from .writing_blocks import delete_blocks, write_blocks


def _put_slug_back(article, slug):
    """Restore the slug before the first publication. Return messages if another article has it now."""
    if article.workflow.address_id or slug in ("", article.slug):
        return []
    articles = Article.objects.filter(language=article.language, slug=slug).exclude(pk=article.pk)
    addresses = Address.objects.at(BRIEFING, article.language, slug).of_others(BRIEFING, article.pk)
    if articles.exists() or addresses.exists():
        return [_("The address “%(slug)s” belongs to another article by now.") % {"slug": slug}]
    article.slug = slug
    return []


def _put_bylines_back(article, bylines):
    if [row.byline_id for row in article.byline_rows.all()] == [byline.pk for byline in bylines]:
        return
    article.byline_rows.all().delete()
    ArticleByline.objects.bulk_create(
        ArticleByline(article=article, byline=byline, position=place) for place, byline in enumerate(bylines)
    )


def _validate(block):
    """Validate and sanitise the block again: rules may have changed since it was saved."""
    try:
        block.full_clean(exclude=["parent"])
        for row in block.chosen:
            row.full_clean(exclude=["block", *(field.name for field in block.row_fields() if field.is_relation)])
    except ValidationError as error:
        raise ValidationError(
            _("“%(block)s” cannot come back as it was: %(why)s") % {"block": block, "why": " ".join(error.messages)},
            code="unfit",
        ) from error


def _put_blocks_back(article, blocks):
    """Update blocks under their keys, create those deleted since, delete those added since. Return them in order."""
    stored = {(type(block), block.key): block for block in blocks_of(article)}
    pairs = [(block, stored.pop((type(block), block.key), None)) for block in blocks]
    for place, (block, before) in enumerate(pairs, 1):
        block.ordering = place * 10
        if before:
            block.pk, block._state.adding = before.pk, False
        _validate(block)
    write_blocks(article, pairs)
    delete_blocks(article, stored.values())
    return blocks


@does(RESTORE_VERSION)
@transaction.atomic
def restore_version(article: Article, *, version, by: User, seen_version, now: datetime | None = None):
    """Save text and blocks of saved version number `version` as the article's next version.

    `seen_version` is the version of the article that the person wants to replace. Returns what could not be restored.
    """
    workflow = lock(article)
    article = workflow.article
    require_act(RESTORE_VERSION, Attempt(by, workflow, now))
    if article.version != seen_version:
        raise ValidationError(
            _("Somebody has saved this article since you opened this page. Look again at what would be replaced."),
            code="seen",
        )
    saved = SavedVersion.objects.filter(article=article, number=version).first()
    if saved is None:
        raise ValidationError(_("This article has no such version."), code="absent")
    old = read_version(saved, article)
    for name in FIELDS:
        setattr(article, name, getattr(old.article, name))
    left_out = old.left_out + _put_slug_back(article, old.slug)
    article.full_clean(exclude=["group", "changed_by"])
    article.save(update_fields=[*FIELDS, "slug"])
    article.topics.set(old.topics)
    article.related.set(old.related)
    _put_bylines_back(article, old.bylines)
    blocks = _put_blocks_back(article, old.blocks)
    article_saved(article, by=by, act=RESTORE_VERSION, blocks=blocks, now=now, restored=version, left_out=left_out)
    return left_out
