from .. import blocks
from .articles import Article, ArticleByline, Byline, TranslationGroup, Unread, Workflow
from .editions import Citation, Edition, EditionByline, EditionRelated, FigureUse, ImageUse, Rendering
from .follow_ups import FollowUp
from .reviewing import Comment, Presence, SecondLook, TypedCopy
from .versions import SavedVersion
