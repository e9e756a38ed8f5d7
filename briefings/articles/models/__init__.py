from .. import blocks
from .articles import Address, Article, ArticleByline, Byline, TranslationGroup, Workflow
from .desk import Comment, Presence, SecondLook
from .editions import Citation, Edition, EditionByline, EditionRelated, FigureUse, ImageUse, Rendering
from .versions import SavedVersion
