from .. import blocks
from .around_editions import Citation, EditionByline, EditionRelated, ImageUse
from .articles import Article, ArticleByline, Byline, TranslationGroup, Unread, Workflow
from .editions import Edition, FigureUse, Rendering
from .follow_ups import FollowUp
from .reviewing import Comment, Presence, SecondLook, TypedCopy
from .versions import SavedVersion
