"""What people have typed into the blocks of an article, and which of it still stands in the other language."""

import re

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat

from ..lib.html import text_of
from .blocks import block_models
from .models import Article

WORD = re.compile(r"\b[a-záéíóúüñ]{3,}\b")  # no name: those begin with a capital letter
WORDS = 3  # of a line that is the same in both languages, before it counts as not translated


def _text(*names):
    parts = [part for name in names for part in (Value("\n\n"), Cast(F(name), TextField()))]
    return Concat(*parts, output_field=TextField()) if parts else Value("", TextField())


def typed_texts(article: Article):
    """(block key, plain texts, rich texts) of every block with texts; one query."""
    parts = [
        model.objects.filter(parent=article)
        .order_by()
        .values_list("key", _text(*model.plain_texts), _text(*model.rich_texts))
        for model in block_models()
        if model.plain_texts or model.rich_texts
    ]
    return parts[0].union(*parts[1:], all=True)


def _lines(plain: str, html: str) -> set[str]:
    lines = {line.strip() for line in f"{plain}\n{text_of(html)}".split("\n")}
    return {line for line in lines if len(WORD.findall(line)) >= WORDS}


def not_translated(article: Article, original: Article) -> list[str]:
    """Keys of the blocks with a line that stands in the same words in the original; two queries."""
    before = {key: _lines(plain, html) for key, plain, html in typed_texts(original)}
    return [str(key) for key, plain, html in typed_texts(article) if before.get(key, set()) & _lines(plain, html)]
