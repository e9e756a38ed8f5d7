"""Articles, their blocks, and the editions that readers see."""

from .. import blocks
from .articles import Address, Article, ArticleByline, Byline, TranslationGroup, Workflow
from .desk import Comment, Presence, SecondLook
from .editions import Citation, Edition, EditionByline, EditionRelated, FigureUse, ImageUse, Rendering
from .versions import SavedVersion

__all__ = [
    "Address",
    "Article",
    "ArticleByline",
    "Byline",
    "Citation",
    "Comment",
    "Edition",
    "EditionByline",
    "EditionRelated",
    "FigureUse",
    "ImageUse",
    "Presence",
    "Rendering",
    "SavedVersion",
    "SecondLook",
    "TranslationGroup",
    "Workflow",
    "blocks",
]
