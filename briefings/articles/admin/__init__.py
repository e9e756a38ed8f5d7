from . import articles, bylines, editions
