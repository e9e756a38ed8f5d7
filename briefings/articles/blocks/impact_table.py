from django.db import models
from django.utils.translation import gettext_lazy as _

from ...documents.kinds.impact_table import KIND
from .base import NamedRowsBlock


class ImpactTableBlock(NamedRowsBlock):
    kind = KIND
    icon = "warning"
    rows_refer_to = ("impact",)
    needed = ("caption", "impacts")
    in_words = ("level", "severity")

    impacts = models.ManyToManyField("Impact", through="ImpactTableRow", verbose_name=_("impact assessments"))


class ImpactTableRow(models.Model):
    block = models.ForeignKey("ImpactTableBlock", models.CASCADE, related_name="rows")
    impact = models.ForeignKey("Impact", models.PROTECT)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "impact"], name="impact_once_a_table")]

    def __str__(self):
        return str(self.impact)
