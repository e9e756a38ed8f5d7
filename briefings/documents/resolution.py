from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy

from ..lib.bases import Bilingual
from .document import Problem


class Resolution:
    """Collects what is found out while the blocks of one article are resolved.

    What blocks resolve to is in the article's language, problems are in the language of whoever asks.
    """

    def __init__(self, language: str):
        self.language, self.asked_in = language, translation.get_language()
        self.problems: list[Problem] = []
        self.observations: set[int] = set()
        self.images: set[int] = set()
        self._place: dict[str, str] = {}

    def about(self, **place: str) -> None:
        """Problems from now on are about this `block_key` or `field`."""
        self._place = place

    def add_problem(self, text: str, **values: object) -> None:
        """`text` is translated, lazily where values are put into it."""
        with translation.override(self.asked_in):
            words = str(text) % values if values else str(text)
        self.problems.append(Problem(words, **self._place))

    def text_in(self, thing: Bilingual, field: str) -> dict[str, str]:
        """The text in the article's language; where the other language stands in, with its `lang`."""
        text = thing.text_in(field, self.language)
        return {"text": str(text)} if text.language == self.language else {"text": str(text), "lang": text.language}

    def require_public(self, thing: models.Model) -> None:
        if not thing.is_public:
            self.add_problem(gettext_lazy("“%(thing)s” is not public yet."), thing=thing)

    def source(self, source: models.Model) -> dict:
        self.require_public(source)
        return {
            "slug": source.slug,
            "name": self.text_in(source, "name"),
            "publisher": source.publisher,
            "reliability": source.reliability,
            "url": source.url,
            "licence": source.licence,
        }
