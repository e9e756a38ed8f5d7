from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..history.logged_models import Logged
from ..lib.bases import Named, PublicQuerySet, Publishable, address_of, bilingual
from ..lib.numbers import language_code
from ..lib.texts import DESCRIPTION, AddressField, text_field
from ..roles import Realm
from ..search.searchable import Searchable
from ..sources.models import Sourced


class ImpactQuerySet(PublicQuerySet):
    def by_level(self):
        """By level in the order of its choices, the most severe first, then by name."""
        ranks = [models.When(level=level, then=rank) for rank, level in enumerate(Impact.Level.values)]
        ranked = self.annotate(level_rank=models.Case(*ranks))
        return ranked.order_by("level_rank", "-severity", f"sort_{language_code()}", "pk")


class Impact(Named, Publishable, Sourced, Searchable):
    read_by_public = True

    class Level(models.TextChoices):
        NATIONAL = "national", _("National security")
        REGIONAL = "regional", _("Regional stability")
        ECONOMIC = "economic", _("Economic consequences")
        SOCIAL = "social", _("Society and rights")
        INSTITUTIONAL = "institutional", _("Institutions")

    class Severity(models.IntegerChoices):
        LOW = 1, pgettext_lazy("severity", "low")
        MODERATE = 2, _("moderate")
        SERIOUS = 3, _("serious")
        SEVERE = 4, _("severe")

    slug = AddressField(
        _("address"),
        max_length=80,
        unique=True,
        help_text=_("Links to this assessment end in it. Once the assessment is public it stays as it is."),
    )
    level = models.CharField(
        _("level"), max_length=16, choices=Level.choices, help_text=_("At which level the consequence is felt.")
    )
    severity = models.PositiveSmallIntegerField(
        _("severity"), choices=Severity.choices, help_text=_("This is our judgement, and the page says so.")
    )
    description_en = text_field(
        _("description in English"),
        most=DESCRIPTION,
        help_text=_("Say what happens, to whom, and how far it is known."),
    )
    description_es = text_field(
        _("description in Spanish"),
        most=DESCRIPTION,
        blank=True,
        help_text=_("While it is empty, readers are shown the English text."),
    )
    description = bilingual("description")
    area = models.ForeignKey(
        "Area",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("area"),
        help_text=_("Where the consequence is felt. Leave it empty if it is not tied to a place."),
    )

    search_kind = "impact"
    publish_permission = "edit_impacts"
    logged = Logged(Realm.ARTICLES)

    objects = ImpactQuerySet.as_manager()

    class Meta:
        verbose_name = _("impact assessment")
        verbose_name_plural = _("impact assessments")
        ordering = ["level", "-severity", "sort_en"]
        constraints = [
            models.CheckConstraint(condition=models.Q(severity__gte=1, severity__lte=4), name="impact_severity_1_to_4")
        ]

    def get_absolute_url(self):
        language = language_code()
        return f"{reverse(f'impacts-{language}')}#{self.anchor(language)}"

    def anchor(self, language: str) -> str:
        """The id of the assessment on the list: in Spanish made from its name, with its key, so that no other has it.
        The list has the English one too, because the name may change and published links use it."""
        name = address_of(self.name_es) if language == "es" else ""
        return f"{name}-{self.pk}" if name else self.slug

    def search_words(self, language):
        return [self.get_level_display(), self.area.text_in("name", language) if self.area else ""]

    def search_details(self):
        return {"places": (self.area.code,) if self.area else ()}
