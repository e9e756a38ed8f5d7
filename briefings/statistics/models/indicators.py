from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...addresses.models import WithPage
from ...history.logged_models import Logged
from ...lib.bases import Named, Publishable, bilingual
from ...lib.texts import DESCRIPTION, LineField, fold, text_field
from ...roles import Realm
from ...search.searchable import Searchable
from ..fields import ValueField

# Units of a population, folded.
PEOPLE = {
    "people", "persons", "inhabitants", "residents", "population", "personas", "habitantes", "residentes", "poblacion",
}  # fmt: skip

MEANING = "kind", "unit_en", "unit_es"  # what the numbers of an indicator mean

POPULATION = "population"  # the slug of the indicator that counts are divided by


class Indicator(Named, WithPage, Publishable, Searchable):
    """A concept such as "Intentional homicides", with its unit and definition."""

    read_by_public = True

    class Kind(models.TextChoices):
        COUNT = "count", _("count")
        RATE = "rate", _("rate")
        SHARE = "share", _("share")
        AMOUNT = "amount", _("amount")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    unit_en = LineField(_("unit in English"), max_length=100)
    unit_es = LineField(_("unit in Spanish"), max_length=100, blank=True)
    unit = bilingual("unit")
    decimals = models.PositiveSmallIntegerField(
        _("decimals shown"), default=0, validators=[MaxValueValidator(6)], help_text=_("Stored values stay exact.")
    )
    definition_en = text_field(_("definition in English"), most=DESCRIPTION)
    definition_es = text_field(_("definition in Spanish"), most=DESCRIPTION, blank=True)
    definition = bilingual("definition")
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    least_plausible = ValueField(
        _("least plausible value"),
        null=True,
        blank=True,
        help_text=_("Values below it or above the greatest one are asked about before they count. Empty: no limit."),
    )
    most_plausible = ValueField(_("greatest plausible value"), null=True, blank=True)
    materiality = models.DecimalField(
        _("materiality, in percent"),
        max_digits=5,
        decimal_places=2,
        default=1,
        help_text=_("A revision smaller than this is listed, but nobody is asked to act on it."),
    )

    page_name = search_kind = "indicator"
    search_fields = ("definition",)
    publish_permission = "edit_statistics"
    logged = Logged(Realm.STATISTICS)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["sort_en"]
        constraints = [
            models.CheckConstraint(condition=models.Q(decimals__lte=6), name="indicator_decimals_to_6"),
            models.CheckConstraint(
                condition=models.Q(least_plausible=None)
                | models.Q(most_plausible=None)
                | models.Q(least_plausible__lte=models.F("most_plausible")),
                name="indicator_least_to_most_plausible",
                violation_error_message=_("The least plausible value is greater than the greatest one."),
            ),
        ]

    def clean(self):
        """Numbers that readers see keep their unit and kind; a translation that is missing may be added."""
        super().clean()
        before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        fixed = [name for name in MEANING if before and getattr(before, name) not in ("", getattr(self, name))]
        if fixed and self.has_public_values():
            words = _(
                "Readers see values of this indicator, and this would change what they mean: make a new indicator."
            )
            raise ValidationError({name: ValidationError(words, code="public_values") for name in fixed})

    def has_public_values(self) -> bool:
        return self.series.public().filter(observations__current_value__isnull=False).exists()

    @property
    def is_percentage(self):
        return self.kind == self.Kind.SHARE or "%" in f"{self.unit_en}{self.unit_es}"

    def may_be_share_of(self, whole: "Indicator") -> bool:
        """Counts or amounts in one unit."""
        adds_up = {self.Kind.COUNT, self.Kind.AMOUNT}
        return self.kind == whole.kind and self.kind in adds_up and fold(self.unit_en) == fold(whole.unit_en)

    @property
    def counts_people(self):
        return self.kind == self.Kind.COUNT and bool({fold(self.unit_en), fold(self.unit_es)} & PEOPLE)

    def search_words(self, language):
        return [self.text_in("unit", language), *(area.text_in("name", language) for area in self._areas())]

    def search_details(self):
        return {"places": tuple(area.code for area in self._areas())}

    def _areas(self):
        """The areas of its public series."""
        series = self.series.public().order_by("area__code").select_related("area")
        return list(dict.fromkeys(each.area for each in series))
