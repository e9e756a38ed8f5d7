"""Two texts side by side: what somebody typed and what is stored, or two documents."""

import difflib
import re

from django.db import models
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ...lib.html import text_of
from ..documents import block_words
from ..models import BLOCKS

OWN_WORDS = {"id", "parent", "region", "ordering", "key"}


def fields_in_words(thing, skip=frozenset(), more=()):
    """What the fields of an article or block say, a line for each; rich text without its marks."""
    lines = []
    for field in thing._meta.fields:
        if field.name in skip or not field.editable or getattr(thing, field.attname) in (None, ""):
            continue
        value = thing
        if isinstance(field, models.ForeignKey):
            value = getattr(thing, field.name)
        elif isinstance(field, models.BooleanField):
            value = _("yes") if getattr(thing, field.name) else _("no")
        elif field.choices:
            value = getattr(thing, f"get_{field.name}_display")()
        else:
            value = getattr(thing, field.name)
        if field.name == "html":
            value = text_of(value)
        lines.append(f"{field.verbose_name}: {value}")
    return "\n".join(lines + [str(thing) for thing in more])


def marked(before, after):
    """Both texts as safe HTML in which the words that the other does not have are marked."""
    a, b = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    if len(a) + len(b) > 6000:
        return conditional_escape(before), conditional_escape(after)
    left, right = [], []
    for kind, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        for side, words in ((left, a[a1:a2]), (right, b[b1:b2])):
            side.append((kind != "equal", "".join(words)))
    return _marks(left), _marks(right)


def _marks(pieces) -> SafeString:
    shown = (
        (mark_safe("<mark>"), text, mark_safe("</mark>")) if differs else ("", text, "") for differs, text in pieces
    )
    return format_html_join("", "{}{}{}", (piece for piece in shown if piece[1]))


def rows_of(before, after):
    """Rows for a comparison from two lists of (key, heading, text): everything of both, in the order of the second."""
    known, order = {key: (heading, text) for key, heading, text in before}, [key for key, *_rest in after]
    new = {key: (heading, text) for key, heading, text in after}
    gone = [key for key, *_rest in before if key not in new]
    for key in order + gone:
        heading = (new.get(key) or known[key])[0]
        old_text, new_text = known.get(key, ("", ""))[1], new.get(key, ("", ""))[1]
        left, right = marked(old_text, new_text)
        yield {
            "heading": heading,
            "before": left,
            "after": right,
            "differs": old_text != new_text or (key in new) != (key in known),
        }


def words_of_document(data):
    """A document as a list for `rows_of`."""
    kinds = {model._meta.model_name.removesuffix("block"): model._meta.verbose_name for model in BLOCKS}
    lines = [("title", _("title"), data["title"]), ("summary", _("summary"), data["summary"])]
    lines.append(("topics", _("topics"), ", ".join(topic["name"]["text"] for topic in data["topics"])))
    for block in data["blocks"]:
        lines.append((block["key"], kinds.get(block["type"].replace("_", ""), block["type"]), block_words(block)))
    return lines


def documents_compared(before, after):
    """Rows for a comparison of two documents, or none where there is nothing to compare with."""
    return list(rows_of(words_of_document(before), words_of_document(after))) if before else []


def selection_of(block):
    """The chosen things of a stored block, in order."""
    return [str(row) for row in block.rows.all()] if hasattr(getattr(type(block), "rows", None), "rel") else []


def words_of_article(article, about, pieces):
    """An article as a list for `rows_of`: `about` are (label, text), `pieces` are (block, words of its selection)."""
    lines = [
        (name, article._meta.get_field(name).verbose_name, getattr(article, name)) for name in ("title", "summary")
    ]
    lines.append(("kind", _("kind"), article.get_kind_display()))
    lines.append(("slug", _("address"), article.slug))
    lines += [(label, label, text) for label, text in about]
    for block, chosen in sorted(pieces, key=lambda piece: piece[0].ordering):
        lines.append((str(block.key), block._meta.verbose_name, fields_in_words(block, OWN_WORDS, chosen)))
    return lines
