"""Articles, their blocks, and the editions that readers see."""

from .articles import Address, Article, ArticleByline, Byline, TranslationGroup, Workflow
from .blocks import (
    BLOCKS,
    CalloutBlock,
    DataTableBlock,
    ImpactTableBlock,
    ImpactTableRow,
    InitiativeTableBlock,
    InitiativeTableRow,
    KeyFigureBlock,
    PictureBlock,
    RichTextBlock,
    SourcesBlock,
    SourcesRow,
    TextTableBlock,
    UnknownBlock,
)
from .desk import Comment, Presence, SecondLook
from .editions import Citation, Edition, EditionByline, EditionRelated, FigureUse, ImageUse, Rendering
from .versions import SavedVersion

__all__ = [
    "BLOCKS",
    "Address",
    "Article",
    "ArticleByline",
    "Byline",
    "CalloutBlock",
    "Citation",
    "Comment",
    "DataTableBlock",
    "Edition",
    "EditionByline",
    "EditionRelated",
    "FigureUse",
    "ImageUse",
    "ImpactTableBlock",
    "ImpactTableRow",
    "InitiativeTableBlock",
    "InitiativeTableRow",
    "KeyFigureBlock",
    "PictureBlock",
    "Presence",
    "Rendering",
    "RichTextBlock",
    "SavedVersion",
    "SecondLook",
    "SourcesBlock",
    "SourcesRow",
    "TextTableBlock",
    "TranslationGroup",
    "UnknownBlock",
    "Workflow",
]
