from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...documents.kinds.key_figure import KIND
from ...lib.periods import Period
from ...lib.texts import LineField
from ...statistics.key_figures import key_figures
from .base import Block


class KeyFigureBlock(Block):
    """One observation, large; compared with another period of its series."""

    kind = KIND
    icon = "looks_one"
    shows_content = True
    refers_to = ("series__indicator", "series__area", "series__source")
    plain_texts = ("label",)
    needed = ("series", "period")

    series = models.ForeignKey("Series", models.PROTECT, null=True, blank=True, verbose_name=gettext_lazy("series"))
    period = LineField(
        gettext_lazy("period"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("2024, Q1 2024, March 2024, or January–November 2024."),
    )
    compare_with = LineField(
        gettext_lazy("compare with"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("Another period of the same length; empty for none."),
    )
    label = LineField(
        gettext_lazy("label"), max_length=120, blank=True, help_text=gettext_lazy("Empty: the indicator's name.")
    )

    def excerpt(self):
        try:
            period = self.period and Period.parse(self.period).label()
        except ValueError:
            period = self.period
        return ", ".join(filter(None, [str(self.label or self.series or ""), period]))

    def missing(self):
        if lacking := super().missing():
            return lacking
        try:
            period, compare_with = self.period_of("period"), self.period_of("compare_with")
        except ValueError as error:
            return [f"{self}: {error}"]
        if compare_with == period:
            return [_("“%(block)s” is compared with its own period.") % {"block": self}]
        if compare_with and compare_with.months != period.months:
            return [_("“%(block)s” is compared with a period of another length.") % {"block": self}]
        return []

    def period_of(self, name: str) -> Period | None:
        """`period` or `compare_with` as a Period, None where it is empty; ValueError in words where it is none."""
        text = getattr(self, name)
        return Period.parse(text) if text else None

    @classmethod
    def printing(cls, cells):
        for block in cls.objects.filter(series__in=cells.series).order_by("pk"):
            for name in ("period", "compare_with"):
                try:
                    key = block.series_id, block.period_of(name)
                except ValueError:
                    continue  # not typed to the end
                if change := cells.by_key.get(key):
                    yield block.parent_id, cells.use(change, where=block.label or cls._meta.verbose_name)

    @classmethod
    def prepare(cls, blocks, language):
        wanted = [(block.series, block.period_of("period"), block.period_of("compare_with")) for block in blocks]
        for block, figure in zip(blocks, key_figures(wanted, language), strict=True):
            block.resolved_figure = figure

    def resolve(self, resolution):
        if self.resolved_figure is None:
            resolution.add_problem(gettext_lazy("“%(block)s” has no value for this period."), block=self)
            return {"figure": None}
        figure = dict(self.resolved_figure)
        for problem in figure.pop("problems"):
            resolution.add_problem(problem)
        resolution.observations.add(figure["observation"])
        if figure["change"]:
            resolution.observations.add(figure["change"]["observation"])
        return {"figure": figure | ({"label": self.label} if self.label else {})}
