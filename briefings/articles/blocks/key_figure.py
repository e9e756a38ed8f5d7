from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...documents.kinds.key_figure import KIND
from ...lib.periods import Period
from ...statistics.key_figures import key_figures
from .base import Block


class KeyFigureBlock(Block):
    """One observation, large; compared with another period of its series."""

    kind = KIND
    icon = "looks_one"
    refers_to = ("series__indicator", "series__area", "series__source")
    plain_texts = ("label",)

    series = models.ForeignKey("Series", models.PROTECT, verbose_name=_("series"))
    period = models.CharField(
        _("period"), max_length=20, help_text=_("2024, 2024-Q1, 2024-03, or 2024-01-01/P11M for January to November.")
    )
    compare_with = models.CharField(
        _("compare with"), max_length=20, blank=True, help_text=_("Another period of the same length; empty for none.")
    )
    label = models.CharField(_("label"), max_length=120, blank=True, help_text=_("Empty: the indicator's name."))

    def excerpt(self):
        return f"{self.label or self.series} {self.period}"

    def clean(self):
        super().clean()
        errors = {}
        for name in ("period", "compare_with"):
            try:
                self.period_of(name)
            except ValueError as error:
                errors[name] = str(error)
        if not errors and self.compare_with and self.period_of("compare_with") == self.period_of("period"):
            errors["compare_with"] = _("Compare with another period.")
        if errors:
            raise ValidationError(errors)

    def period_of(self, name: str) -> Period | None:
        """`period` or `compare_with` as a Period, None where it is empty; ValueError in words where it is none."""
        text = getattr(self, name)
        return Period.parse(text) if text else None

    def has_periods(self) -> bool:
        try:
            return bool(self.period_of("period")) and self.period_of("compare_with") != self.period_of("period")
        except ValueError:
            return False

    @classmethod
    def prepare(cls, blocks, language):
        for block in blocks:
            block.resolved_figure = None
        complete = [block for block in blocks if block.has_periods()]
        wanted = [(block.series, block.period_of("period"), block.period_of("compare_with")) for block in complete]
        figures = key_figures(wanted, language) if wanted else []
        for block, figure in zip(complete, figures, strict=True):
            block.resolved_figure = figure

    def resolve(self, resolution):
        if self.resolved_figure is None:
            resolution.add_problem(_("“%(block)s” has no value for this period."), block=self)
            return {"figure": None}
        figure = dict(self.resolved_figure)
        for problem in figure.pop("problems"):
            resolution.add_problem(problem)
        resolution.observations.add(figure["observation"])
        if figure["change"]:
            resolution.observations.add(figure["change"]["observation"])
        return {"figure": figure | ({"label": self.label} if self.label else {})}
