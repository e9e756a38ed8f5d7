from django.db import models

from briefings.articles.blocks import Block
from briefings.documents.kinds import register

from .kind import KIND

register(KIND)


class QuoteBlock(Block):
    kind = KIND
    icon = "format_quote"
    plain_texts = ("words",)

    words = models.TextField()
    speaker = models.CharField(max_length=100, blank=True)

    def excerpt(self):
        return self.words

    def resolve(self, resolution):
        return {"words": self.words, "speaker": self.speaker}
