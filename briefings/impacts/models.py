"""What the crisis does: impact assessments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..lib.bases import Named, Publishable


class Impact(Named, Publishable):
    """One assessed consequence at one level."""

    class Level(models.TextChoices):
        NATIONAL = "national", _("National security")
        REGIONAL = "regional", _("Regional stability")
        ECONOMIC = "economic", _("Economic consequences")
        SOCIAL = "social", _("Society and rights")
        INSTITUTIONAL = "institutional", _("Institutions")

    class Severity(models.IntegerChoices):
        LOW = 1, _("low")
        MODERATE = 2, _("moderate")
        SERIOUS = 3, _("serious")
        SEVERE = 4, _("severe")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    level = models.CharField(_("level"), max_length=16, choices=Level.choices)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity.choices)
    description_en = models.TextField(_("description in English"))
    description_es = models.TextField(_("description in Spanish"), blank=True)
    area = models.ForeignKey("Area", models.PROTECT, null=True, blank=True, verbose_name=_("area"))
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    public_act = "edit_impacts"
    realm = "articles"

    class Meta:
        verbose_name = _("impact assessment")
        verbose_name_plural = _("impact assessments")
        ordering = ["level", "-severity", "sort_en"]
        constraints = [
            models.CheckConstraint(condition=models.Q(severity__gte=1, severity__lte=4), name="impact_severity_1_to_4")
        ]

    @property
    def description(self):
        return self.said("description")
