"""The model of every kind of block, for tests that make some."""

from briefings.articles.blocks import block_models
from briefings.articles.blocks.callout import CalloutBlock
from briefings.articles.blocks.data_table import DataTableBlock
from briefings.articles.blocks.impact_table import ImpactTableBlock, ImpactTableRow
from briefings.articles.blocks.initiative_table import InitiativeTableBlock, InitiativeTableRow
from briefings.articles.blocks.key_figure import KeyFigureBlock
from briefings.articles.blocks.picture import PictureBlock
from briefings.articles.blocks.rich_text import RichTextBlock
from briefings.articles.blocks.sources import SourcesBlock, SourcesRow
from briefings.articles.blocks.text_table import TextTableBlock
from briefings.articles.blocks.unknown import UnknownBlock

__all__ = [
    "CalloutBlock",
    "DataTableBlock",
    "ImpactTableBlock",
    "ImpactTableRow",
    "InitiativeTableBlock",
    "InitiativeTableRow",
    "KeyFigureBlock",
    "PictureBlock",
    "RichTextBlock",
    "SourcesBlock",
    "SourcesRow",
    "TextTableBlock",
    "UnknownBlock",
    "block_models",
]
