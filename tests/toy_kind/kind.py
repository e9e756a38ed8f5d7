from django.utils.translation import gettext_lazy

from briefings.documents.kinds import Kind


class QuoteKind(Kind):
    type = "quote"
    verbose_name = gettext_lazy("quote")
    verbose_name_plural = gettext_lazy("quotes")

    def words(self, block):
        return [block["words"], block["speaker"]]

    def own_words(self, block):
        return [block["words"]]

    def name(self, block):
        return block["speaker"]

    def parts(self, block):
        return {"words": block["words"], "speaker": block["speaker"]}

    def problems(self, block, language):
        return [] if block["speaker"] else ["Nobody says this."]


KIND = QuoteKind()
