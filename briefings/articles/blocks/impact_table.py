from django.db import models
from django.utils.translation import gettext_lazy as _

from ...documents.kinds.impact_table import KIND
from .base import Block


class ImpactTableBlock(Block):
    kind = KIND
    icon = "warning"
    rows_refer_to = ("impact",)
    plain_texts = ("caption",)

    caption = models.CharField(_("caption"), max_length=200)
    impacts = models.ManyToManyField("Impact", through="ImpactTableRow", verbose_name=_("impact assessments"))

    class Meta(Block.Meta):
        verbose_name = KIND.verbose_name
        verbose_name_plural = KIND.verbose_name_plural

    def excerpt(self):
        return self.caption

    def resolve(self, resolution):
        return {"caption": self.caption, "rows": [_row(row.impact, resolution) for row in self.chosen]}


def _row(impact, resolution):
    resolution.require_public(impact)
    return {
        "slug": impact.slug,
        "level": impact.get_level_display(),
        "name": resolution.text_in(impact, "name"),
        "description": resolution.text_in(impact, "description"),
        "severity": impact.get_severity_display(),
    }


class ImpactTableRow(models.Model):
    block = models.ForeignKey("ImpactTableBlock", models.CASCADE, related_name="rows")
    impact = models.ForeignKey("Impact", models.PROTECT)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "impact"], name="impact_once_a_table")]

    def __str__(self):
        return str(self.impact)
