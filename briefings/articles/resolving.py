"""Resolving: from the working copy and everything that it refers to, to the document that is published."""

from dataclasses import replace
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy

from ..documents.document import FORMAT, Document, NamesAndAddress, Problem
from ..documents.resolution import Resolution
from ..lib.texts import without_direction_marks
from .blocks import Block, block_models, blocks_of
from .models import Article


def resolve(article: Article, *, blocks: list[Block] | None = None, now: datetime | None = None) -> Document:
    """The `Document` if the article were published now. `blocks`: its `blocks_of`, if the caller has read them."""
    related = [other.pk for other in article.related.all() if other.language == article.language]
    blocks = blocks_of(article) if blocks is None else blocks
    document = resolve_blocks(article, blocks, article.topics.all(), related, now=now)
    slug = "" if article.workflow.address_id else article.slug
    names = names_of(article.byline_rows.all())
    problems = document.problems
    if not (slug or article.workflow.address_id):
        problems += (Problem(gettext("The article has no address."), field="slug"),)
    return replace(document, problems=problems, names_and_address=NamesAndAddress(names, slug))


def read_relations(article: Article) -> None:
    """Read topics, related articles and bylines once, for the form, the document and the saved version."""
    prefetch_related_objects([article], "topics", "related", "byline_rows")


def names_of(rows):
    """(name, hidden) of each row of bylines, in the order in which readers see them."""
    rows = sorted(rows, key=lambda row: (row.position, row.byline.name))
    return tuple((row.byline.name, row.byline.hidden) for row in rows)


def resolve_blocks(article: Article, blocks: list[Block], topics, related, *, now: datetime | None = None) -> Document:
    """The `Document` of an article with these blocks and topics, stored or not. `related` are keys of articles in
    its language; a page shows their public titles."""
    resolution = Resolution(article.language)
    missing = [block.missing() for block in blocks]
    finished = [block for block, lacking in zip(blocks, missing, strict=True) if not lacking]
    for model in block_models():
        if same_kind := [block for block in finished if type(block) is model]:
            model.prepare(same_kind, article.language)
    with translation.override(article.language):
        topics = list(topics)
        data = {
            "format": FORMAT,
            "language": article.language,
            "kind": str(article.kind),
            "title": str(article),
            "summary": article.summary,
            "topics": [{"slug": topic.slug, "name": resolution.text_in(topic, "name")} for topic in topics],
            "related": sorted(related),
            "blocks": [_part(block, lacking, resolution) for block, lacking in zip(blocks, missing, strict=True)],
            "as_of": timezone.localdate(now).isoformat(),
        }
    if not article.title:
        resolution.about(field="title")
        resolution.add_problem(gettext_lazy("The article has no title."))
    resolution.about(field="topics")
    for topic in topics:
        resolution.require_public(topic)
    problems = tuple(dict.fromkeys(resolution.problems))
    return Document(
        without_direction_marks(data), problems, frozenset(resolution.observations), frozenset(resolution.images)
    )


def _part(block: Block, missing: list[str], resolution: Resolution) -> dict:
    resolution.about(block_key=str(block.key))
    for words in missing:
        resolution.add_problem(words)
    content = {"typed": block.typed()} if missing else block.resolve(resolution)
    return {"key": str(block.key), "type": block.kind.type} | content
