"""The open comments on an article, beside each block of the form and of the text."""

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from ....documents.kinds import kind_of
from ....documents.reading import excerpt
from ....documents.rendering import for_reading, render_draft
from ...access import may_comment

NEWEST = 20  # so many open comments stand on a page; older ones are led to

ANCHOR = re.compile(r'<span id="text-([0-9a-f-]{36})" tabindex="-1"></span>')  # where the rendering begins a block


def comments_url(article, block_key="", comment=None):
    """The page; with a block's key the form for a comment on it, with a comment that comment."""
    url = reverse("admin:briefings_article_comments", args=[article.pk])
    if comment:
        return f"{url}#comment-{comment.pk}"
    return f"{url}?block={block_key}#new-comment" if block_key else url


def with_names(comments):
    return comments.select_related("by", "resolved_by", "visitor__link")


@dataclass(frozen=True)
class Remarks:
    """The open comments on an article, for somebody who may or may not add to them."""

    article: object
    comments: list
    may_comment: bool
    has_older: bool  # there are open ones besides these

    @property
    def url(self):
        return comments_url(self.article)

    def beside(self, block_key, about, *, named=False):
        """What block_comments.html shows beside a block that is called `about`; `named`: and says so to the eye."""
        comments = [one for one in self.comments if one.block_key and str(one.block_key) == str(block_key)]
        url = comments_url(self.article, block_key)
        return {"comments": comments, "may_comment": self.may_comment, "url": url, "about": about, "named": named}

    def besides(self, block_keys):
        """Those on the whole article, and on blocks that are not there any more."""
        return [one for one in self.comments if str(one.block_key) not in block_keys]


def remarks_on(article, user):
    newest = list(with_names(article.comments.open()).order_by("-at", "-pk")[: NEWEST + 1])
    return Remarks(article, newest[:NEWEST][::-1], may_comment(article, user), has_older=len(newest) > NEWEST)


def read_with_remarks(article, document, user):
    """The document as HTML with the open comments where each block begins, and those that have no block in it."""
    remarks = remarks_on(article, user)
    beside = {
        block["key"]: render_to_string(
            "admin/briefings/article/block_comments.html",
            remarks.beside(block["key"], excerpt(block, 40), named=kind_of(block).is_grouped),  # tiles are a row
        )
        for block in document.data["blocks"]
    }
    html = ANCHOR.sub(lambda found: found[0] + beside.get(found[1], ""), render_draft(document, anchored=True))
    return {"rendered": for_reading(html), "remarks": remarks, "remarks_besides": remarks.besides(beside.keys())}
