"""The open comments on an article, shown beside the blocks of the form and of the text."""

import re
from dataclasses import dataclass
from html import escape

from django.db.models import BigIntegerField
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ....documents.kinds import kind_of
from ....documents.reading import excerpt
from ....documents.rendering import for_reading, render_draft
from ....lib.acts import why_not
from ....lib.rows.prepared import prepared
from ...acts.conditions import Attempt
from ...acts.review import COMMENT
from ...models import Comment

NEWEST = 20  # open comments on a page, with a link to older ones
ANCHOR = re.compile(r'<span id="text-([0-9a-f-]{36})" tabindex="-1"></span>')  # where the rendering begins a block


def comments_url(article, block_key="", comment=None):
    """The comments page, at the form for a comment on a block, or at a comment."""
    url = reverse("admin:briefings_article_comments", args=[article.pk])
    if comment:
        return f"{url}#comment-{comment.pk}"
    return _at_block(url, block_key) if block_key else url


def _at_block(url, block_key):
    return f"{url}?block={block_key}#new-comment"


def with_names(comments):
    return comments.select_related("by", "resolved_by", "visitor__link")


@dataclass(frozen=True)
class Remarks:
    """The newest open comments on an article."""

    article: object
    comments: list
    may_comment: bool
    has_older: bool

    @cached_property
    def url(self):
        return comments_url(self.article)

    def of_block(self, block_key, about: str, *, named=False) -> SafeString:
        """The comments on a block called `about`, and a link to write one; with `named` its name is visible too."""
        comments = [comment for comment in self.comments if str(comment.block_key) == str(block_key)]
        link = self._link(block_key, about, named=named) if self.may_comment else ""
        if comments:
            context = {"comments": comments, "may_comment": self.may_comment, "link": link, "about": about}
            return render_to_string("admin/briefings/article/block_comments.html", context | {"named": named})
        # No template where there is only the link: thirty of them took 3 of the form's 64 ms.
        return mark_safe(link and f'<div class="block-comments" lang="{get_language()}">{link}</div>')

    def _link(self, block_key, about, *, named):
        name = escape(f": {about}")
        visible, hidden = (name, "") if named else ("", name)
        hidden += f"<span data-other-tab> {escape(_('(opens in another tab)'))}</span>"
        words = f'{escape(_("Comment"))}{visible}<span class="visually-hidden">{hidden}</span>'
        return mark_safe(f'<p><a href="{_at_block(self.url, block_key)}" target="_blank" data-comment>{words}</a></p>')

    def outside_blocks(self, block_keys):
        """Comments on the whole article and on deleted blocks."""
        return [comment for comment in self.comments if str(comment.block_key) not in block_keys]


@prepared(article=BigIntegerField())
def _newest_open(article):
    return with_names(Comment.objects.open().filter(article=article)).order_by("-at", "-pk")[: NEWEST + 1]


def remarks_on(article, user):
    newest = _newest_open(article=article.pk)
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
        block["key"]: remarks.of_block(
            block["key"], excerpt(block, 40), named=kind_of(block).is_grouped
        )  # tiles: a row
        for block in document.data["blocks"]
    }
    html = ANCHOR.sub(lambda anchor: anchor[0] + of_blocks.get(anchor[1], ""), render_draft(document, anchored=True))
    return {
        "rendered": for_reading(html),
        "remarks": remarks,
        "outside_blocks": remarks.outside_blocks(of_blocks.keys()),
    }
