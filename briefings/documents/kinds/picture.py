from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Kind


class PictureKind(Kind):
    type = "picture"
    verbose_name = gettext_lazy("picture")
    verbose_name_plural = gettext_lazy("pictures")

    def words(self, block):
        return [block["image"]["alt"]["text"], block["caption"]]

    def own_words(self, block):
        return [block["caption"]]

    def name(self, block):
        return block["caption"]

    def parts(self, block):
        image = block["image"]
        return {
            _("caption"): block["caption"],
            _("picture"): image["alt"]["text"],
            _("credit"): image["credit"],
            _("licence"): image["licence"],
        }

    def invisible_change(self, before, after):
        if before["image"]["sha256"] != after["image"]["sha256"]:
            return _("Another picture file.")
        return super().invisible_change(before, after)

    def problems(self, block, language):
        alt = block["image"]["alt"]
        if not alt["text"].strip():
            return [_("Nothing says what this picture shows, for those who cannot see it.")]
        if alt.get("lang", language) != language:
            words = _("What this picture shows is not said in %(language)s.")
            return [words % {"language": dict(settings.LANGUAGES)[language]}]
        return []


KIND = PictureKind()
