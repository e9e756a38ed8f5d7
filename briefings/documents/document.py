"""A briefing resolved to plain data: what is approved, hashed and published."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

FORMAT = 1


class ArticleKind(models.TextChoices):
    BRIEFING = "briefing", _("Briefing")
    ANALYSIS = "analysis", _("Analysis")
    DATA_NOTE = "data_note", _("Data note")
    EXPLAINER = "explainer", _("Explainer")


def canonical(data: object) -> str:
    """JSON with sorted keys and no blanks: the text that is hashed and stored."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Problem:
    """Something that keeps a document from being published, in an editor's words, and the block or field it is in."""

    words: str
    block_key: str = ""
    field: str = ""


class NamesAndAddress(NamedTuple):
    """Published with the text, but not part of the document: `bylines` are (name, hidden) in order; `slug` is the new
    address, empty if the article has one already."""

    bylines: tuple = ()
    slug: str = ""


@dataclass(frozen=True)
class Document:
    """`data` is JSON-able; `problems` are those met while resolving, the checklist knows more. `observations` and
    `images` are the keys of what the document prints."""

    data: dict
    problems: tuple[Problem, ...] = ()
    observations: frozenset[int] = frozenset()
    images: frozenset[int] = frozenset()
    names_and_address: NamesAndAddress | None = None

    @cached_property
    def text(self) -> str:
        return canonical(self.data)

    @cached_property
    def sha256(self) -> str:
        return _sha256(self.text)

    @cached_property
    def content_hash(self) -> str:
        """The hash without the day on which the figures were looked up: what the text says."""
        return _sha256(canonical({name: value for name, value in self.data.items() if name != "as_of"}))

    @cached_property
    def signed(self) -> str:
        """The hash of all that people see and approve: the text, the bylines and the address."""
        return _sha256(canonical([self.content_hash, self.names_and_address]))

    def with_address(self) -> "Document":
        """The same document once the article has its address."""
        return replace(self, names_and_address=self.names_and_address._replace(slug=""))
