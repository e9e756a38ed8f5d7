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
from .editions import Citation, Edition, FigureUse, ImageUse, Rendering

__all__ = [
    "BLOCKS",
    "Address",
    "Article",
    "ArticleByline",
    "Byline",
    "CalloutBlock",
    "Citation",
    "DataTableBlock",
    "Edition",
    "FigureUse",
    "ImageUse",
    "ImpactTableBlock",
    "ImpactTableRow",
    "InitiativeTableBlock",
    "InitiativeTableRow",
    "KeyFigureBlock",
    "PictureBlock",
    "Rendering",
    "RichTextBlock",
    "SourcesBlock",
    "SourcesRow",
    "TextTableBlock",
    "TranslationGroup",
    "UnknownBlock",
    "Workflow",
]
