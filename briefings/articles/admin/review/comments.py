"""The open comments on an article, shown beside the blocks of the form and of the text."""

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from ....documents.kinds import kind_of
from ....documents.reading import excerpt
from ....documents.rendering import for_reading, render_draft
from ....lib.acts import why_not
from ...acts.conditions import Attempt
from ...acts.review import COMMENT

NEWEST = 20  # open comments on a page, with a link to older ones
ANCHOR = re.compile(r'<span id="text-([0-9a-f-]{36})" tabindex="-1"></span>')  # where the rendering begins a block


def comments_url(article, block_key="", comment=None):
    """The comments page, at the form for a comment on a block, or at a comment."""
    url = reverse("admin:briefings_article_comments", args=[article.pk])
    if comment:
        return f"{url}#comment-{comment.pk}"
    return f"{url}?block={block_key}#new-comment" if block_key else url


def with_names(comments):
    return comments.select_related("by", "resolved_by", "visitor__link")


@dataclass(frozen=True)
class Remarks:
    """The newest open comments on an article."""

    article: object
    comments: list
    may_comment: bool
    has_older: bool

    @property
    def url(self):
        return comments_url(self.article)

    def of_block(self, block_key, about, *, named=False):
        """The context of block_comments.html for a block called `about`; with `named` its name is visible too."""
        comments = [comment for comment in self.comments if str(comment.block_key) == str(block_key)]
        url = comments_url(self.article, block_key)
        return {"comments": comments, "may_comment": self.may_comment, "url": url, "about": about, "named": named}

    def outside_blocks(self, block_keys):
        """Comments on the whole article and on deleted blocks."""
        return [comment for comment in self.comments if str(comment.block_key) not in block_keys]


def remarks_on(article, user):
    newest = list(with_names(article.comments.open()).order_by("-at", "-pk")[: NEWEST + 1])
    return Remarks(
        article,
        newest[:NEWEST][::-1],
        why_not(COMMENT, Attempt(user, article.workflow)) is None,
        has_older=len(newest) > NEWEST,
    )


def read_with_remarks(article, document, user):
    """The document as HTML with the open comments where each block begins, and the comments without a block."""
    remarks = remarks_on(article, user)
    of_blocks = {
        block["key"]: render_to_string(
            "admin/briefings/article/block_comments.html",
            remarks.of_block(block["key"], excerpt(block, 40), named=kind_of(block).is_grouped),  # tiles are a row
        )
        for block in document.data["blocks"]
    }
    html = ANCHOR.sub(lambda anchor: anchor[0] + of_blocks.get(anchor[1], ""), render_draft(document, anchored=True))
    return {
        "rendered": for_reading(html),
        "remarks": remarks,
        "outside_blocks": remarks.outside_blocks(of_blocks.keys()),
    }
