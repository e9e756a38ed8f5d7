"""Bringing a saved version back. It is a save like any other: nothing of the workflow comes back with it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ..access import lock
from ..acts.conditions import Case
from ..acts.writing import RESTORE_VERSION
from ..blocks import blocks_of
from ..models import Address, Article, ArticleByline, SavedVersion
from ..versions import FIELDS, read_version
from .writing import article_saved


def _require_seen_version(article, seen_version):
    if article.version != seen_version:
        raise ValidationError(
            _("Somebody has saved this article since you opened this page. Look again at what would be replaced."),
            code="seen",
        )


def _put_slug_back(article, slug):
    """Before the first publication the address is part of the text. Returns what keeps it from coming back."""
    if article.workflow.address_id or slug == article.slug:
        return []
    others = Article.objects.filter(language=article.language, slug=slug).exclude(pk=article.pk)
    if (
        others.exists()
        or Address.objects.filter(language=article.language, slug=slug).exclude(article=article).exists()
    ):
        return [_("The address “%(slug)s” belongs to another article by now.") % {"slug": slug}]
    article.slug = slug
    return []


def _put_bylines_back(article, bylines):
    """Whether readers would see other names."""
    before = [row.byline_id for row in article.byline_rows.all()]
    if before == [byline.pk for byline in bylines]:
        return False
    article.byline_rows.all().delete()
    ArticleByline.objects.bulk_create(
        ArticleByline(article=article, byline=byline, position=place) for place, byline in enumerate(bylines)
    )
    return True


def _checked(block):
    """The block's words go through every check and the sanitiser again: rules may have changed since it was saved."""
    try:
        block.full_clean(exclude=["parent"])
        for row in block.chosen:
            row.full_clean(exclude=["block"])
    except ValidationError as error:
        raise ValidationError(
            _("“%(block)s” cannot come back as it was: %(why)s") % {"block": block, "why": " ".join(error.messages)},
            code="unfit",
        ) from error


def _values(instance, fields):
    return [getattr(instance, field.attname) for field in fields]


def _all_values(block):
    """Everything that makes the block what it is, to be compared."""
    return (
        block.ordering,
        block.region,
        _values(block, block.own_fields()),
        [_values(row, block.row_fields()) for row in block.chosen],
    )


def _put_block_back(block, stored):
    if stored:
        block.pk, block._state.adding = stored.pk, False
    _checked(block)
    if stored and _all_values(block) == _all_values(stored):
        return
    block.save()
    if stored and stored.chosen:
        block.rows.all().delete()
    for place, row in enumerate(block.chosen):
        row.block, row.position = block, place
    if block.chosen:
        block.rows.bulk_create(block.chosen)


def _put_blocks_back(article, blocks):
    """Under their keys: what has been deleted since comes back, what has been added since goes."""
    stored = {(type(block), block.key): block for block in blocks_of(article)}
    for place, block in enumerate(blocks, 1):
        block.ordering = place * 10
        _put_block_back(block, stored.pop((type(block), block.key), None))
    for model, key in stored:
        model.objects.filter(parent=article, key=key).delete()


@does(RESTORE_VERSION)
@transaction.atomic
def restore_version(article, *, version, by, seen_version, now=None):
    """Text and blocks as saved version number `version` has them, as the article's next version.

    `seen_version` is the version that the person saw it replace. Returns what could not come back, in words.
    """
    workflow = lock(article)
    article = workflow.article
    require_act(RESTORE_VERSION, Case(by, workflow, now))
    _require_seen_version(article, seen_version)
    saved = SavedVersion.objects.filter(article=article, number=version).first()
    if saved is None:
        raise ValidationError(_("This article has no such version."), code="absent")
    old = read_version(saved, article)
    for name in FIELDS:
        setattr(article, name, getattr(old.article, name))
    before = article.slug
    left_out = old.left_out + _put_slug_back(article, old.slug)
    article.full_clean(exclude=["group", "changed_by"])
    article.save(update_fields=[*FIELDS, "slug"])
    article.topics.set(old.topics)
    article.related.set(old.related)
    names_changed = _put_bylines_back(article, old.bylines)
    _put_blocks_back(article, old.blocks)
    article_saved(
        article, by=by, around_changed=names_changed or article.slug != before, act=RESTORE_VERSION, now=now,
        restored=version, left_out=left_out,
    )  # fmt: skip
    return left_out
