from django.db import models

from briefings.articles.blocks import Block
from briefings.documents.kinds import register

from .kind import KIND

register(KIND)


class QuoteBlock(Block):
    kind = KIND
    icon = "format_quote"
    refers_to = ("portrait",)
    short_texts = ("words",)
    plain_texts = ("words",)

    words = models.TextField()
    speaker = models.CharField(max_length=100, blank=True)
    portrait = models.ForeignKey("briefings.Image", models.PROTECT, null=True, blank=True, related_name="+")

    def excerpt(self):
        return self.words

    def resolve(self, resolution):
        if self.portrait:
            resolution.images.add(self.portrait_id)
        return {"words": self.words, "speaker": self.speaker}
