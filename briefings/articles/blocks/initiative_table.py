from django.db import models
from django.utils.translation import gettext_lazy as _

from ...documents.kinds.initiative_table import KIND
from .base import NamedRowsBlock


class InitiativeTableBlock(NamedRowsBlock):
    kind = KIND
    icon = "flag"
    rows_refer_to = ("initiative",)
    needed = ("caption", "initiatives")
    in_words = ("kind", "status")

    initiatives = models.ManyToManyField("Initiative", through="InitiativeTableRow", verbose_name=_("initiatives"))


class InitiativeTableRow(models.Model):
    block = models.ForeignKey("InitiativeTableBlock", models.CASCADE, related_name="rows")
    initiative = models.ForeignKey("Initiative", models.PROTECT)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "initiative"], name="initiative_once_a_table")]

    def __str__(self):
        return str(self.initiative)
