from django.db import models
from django.utils.translation import gettext_lazy as _

from ...documents.kinds.initiative_table import KIND
from .base import Block


class InitiativeTableBlock(Block):
    kind = KIND
    icon = "flag"
    rows_refer_to = ("initiative",)
    plain_texts = ("caption",)

    caption = models.CharField(_("caption"), max_length=200)
    initiatives = models.ManyToManyField("Initiative", through="InitiativeTableRow", verbose_name=_("initiatives"))

    class Meta(Block.Meta):
        verbose_name = KIND.verbose_name
        verbose_name_plural = KIND.verbose_name_plural

    def excerpt(self):
        return self.caption

    def resolve(self, resolution):
        return {"caption": self.caption, "rows": [_row(row.initiative, resolution) for row in self.chosen]}


def _row(initiative, resolution):
    resolution.require_public(initiative)
    return {
        "slug": initiative.slug,
        "name": resolution.text_in(initiative, "name"),
        "description": resolution.text_in(initiative, "description"),
        "kind": initiative.get_kind_display(),
        "status": initiative.get_status_display(),
    }


class InitiativeTableRow(models.Model):
    block = models.ForeignKey("InitiativeTableBlock", models.CASCADE, related_name="rows")
    initiative = models.ForeignKey("Initiative", models.PROTECT)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "initiative"], name="initiative_once_a_table")]

    def __str__(self):
        return str(self.initiative)
