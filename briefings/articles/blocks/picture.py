from django.db import models
from django.utils.translation import gettext_lazy as _

from ...documents.kinds.picture import KIND
from ...lib.texts import LineField
from .base import Block


class PictureBlock(Block):
    kind = KIND
    icon = "image"
    refers_to = ("image",)
    plain_texts = ("caption",)
    needed = ("image",)

    image = models.ForeignKey("Image", models.PROTECT, null=True, blank=True, verbose_name=_("picture"))
    caption = LineField(_("caption"), max_length=300, blank=True)

    def excerpt(self):
        return self.caption or str(self.image or "")

    def resolve(self, resolution):
        image = self.image
        resolution.images.add(image.pk)
        return {
            "caption": self.caption,
            "image": {
                "sha256": image.sha256,
                "extension": image.file.name.rpartition(".")[2],
                "width": image.width,
                "height": image.height,
                "alt": resolution.text_in(image, "alt"),
                "credit": image.credit,
                "licence": image.licence,
            },
        }
