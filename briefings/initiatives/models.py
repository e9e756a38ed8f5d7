from django.db import models
from django.utils.translation import gettext_lazy as _

from ..addresses.models import WithPage
from ..history.logged_models import Logged
from ..lib.bases import Bilingual, Named, PublicQuerySet, Publishable, bilingual
from ..lib.clock import DayField
from ..lib.texts import DESCRIPTION, LineField, text_field
from ..roles import Realm
from ..search.searchable import Searchable
from ..sources.models import Sourced


class InitiativeQuerySet(PublicQuerySet):
    def ranked(self):
        """With `status_rank`: the number of the status in the order of its choices."""
        ranks = [models.When(status=status, then=rank) for rank, status in enumerate(Initiative.Status.values)]
        return self.annotate(status_rank=models.Case(*ranks))


class Initiative(Named, WithPage, Publishable, Sourced, Searchable):
    read_by_public = True

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("programme")
        POLICY = "policy", _("policy")
        COOPERATION = "cooperation", _("international cooperation")
        OPERATION = "operation", _("operation")
        TRAINING = "training", _("training")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ANNOUNCED = "announced", _("announced")
        UNDER_WAY = "under_way", _("under way")
        PAUSED = "paused", _("paused")
        COMPLETED = "completed", _("completed")
        ENDED = "ended", _("ended early")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    status = models.CharField(
        _("status"),
        max_length=16,
        choices=Status.choices,
        default=Status.PROPOSED,
        help_text=_("What has happened so far, not what is hoped for."),
    )
    description_en = text_field(
        _("description in English"),
        most=DESCRIPTION,
        help_text=_("Say what is done, by whom and for whom. An empty line starts a paragraph."),
    )
    description_es = text_field(
        _("description in Spanish"),
        most=DESCRIPTION,
        blank=True,
        help_text=_("While it is empty, readers are shown the English text."),
    )
    description = bilingual("description")
    lead = LineField(
        _("lead"), max_length=200, blank=True, help_text=_("The body that is responsible for it, by its own name.")
    )
    partners = text_field(_("partners"), blank=True, help_text=_("Write one a line."))
    areas = models.ManyToManyField(
        "Area",
        blank=True,
        verbose_name=_("areas"),
        related_name="initiatives",
        help_text=_("Where it works. For the whole country choose Ecuador, not every province."),
    )
    starts = DayField(_("starts"), null=True, blank=True)
    ends = DayField(_("ends"), null=True, blank=True)
    target_series = models.ForeignKey(
        "Series",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("measured by"),
        help_text=_("The page shows this series' current figure, with its source and date."),
    )
    target_baseline = models.DecimalField(
        _("starting value"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Where the series stood at the start. Progress is measured from here."),
    )
    target_value = models.DecimalField(
        _("target"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_(
            "The value that is to be reached, in the unit of the series. Leave it empty if nobody has named one."
        ),
    )
    target_by = DayField(
        _("target date"), null=True, blank=True, help_text=_("The day by which the target is to be reached.")
    )

    page_name = search_kind = "initiative"
    publish_permission = "edit_initiatives"
    logged = Logged(Realm.ARTICLES, many=("areas",))

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["sort_en"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(starts=None) | models.Q(ends__gte=models.F("starts")),
                name="initiative_ends_after_start",
                violation_error_message=_("An initiative cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(target_value=None) | models.Q(target_series__isnull=False),
                name="initiative_target_is_measured",
                violation_error_message=_("A target needs the series that measures it."),
            ),
            models.CheckConstraint(
                condition=models.Q(target_baseline=None)
                | models.Q(target_value=None)
                | ~models.Q(target_baseline=models.F("target_value")),
                name="initiative_target_moves",
                violation_error_message=_("The target is the same as the starting value."),
            ),
        ]

    @property
    def partner_list(self):
        return [line.strip() for line in self.partners.splitlines() if line.strip()]

    def search_words(self, language):
        steps = (step.text_in("title", language) for step in self.milestones.all())
        return [self.lead, self.partners, *(area.text_in("name", language) for area in self.areas.all()), *steps]

    def search_details(self):
        places = tuple(area.code for area in self.areas.order_by("code"))
        return {"places": places, "year": self.starts.year if self.starts else None}


class Milestone(Bilingual):
    read_by_public = True

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="milestones")
    position = models.PositiveIntegerField(_("position"), default=0)
    title_en = LineField(_("step in English"), max_length=300)
    title_es = LineField(_("step in Spanish"), max_length=300, blank=True)
    title = bilingual("title")
    due = DayField(_("due"), null=True, blank=True, help_text=_("Leave it empty while nobody has named a date."))
    reached = DayField(_("reached"), null=True, blank=True)

    search_parts_of = ("initiative",)
    logged = Logged(Realm.ARTICLES, part_of="initiative")

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["position", "pk"]

    def __str__(self):
        return str(self.title)
