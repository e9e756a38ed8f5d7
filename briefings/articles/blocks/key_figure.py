from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...documents.kinds.key_figure import KIND
from ...lib.numbers import language_code
from ...lib.periods import Period
from ...lib.texts import LineField
from ...statistics.key_figures import key_figures
from ...statistics.printed_in.calculated import Calculated, name_of_change
from .base import Block

PERIODS = "period", "compare_with"


def _period(text):
    """None where it is empty or not typed to the end."""
    try:
        return Period.parse(text) if text else None
    except ValueError:
        return None


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
    def printing(cls, cells, blocks):
        """A period is stored as it was typed, so the texts that mean one of the periods are looked up first."""
        blocks = blocks.filter(series__in=cells.series)
        texts = {}
        for series, *typed in blocks.order_by().values_list("series", *PERIODS).distinct():
            texts.setdefault(series, set()).update(
                text for text in typed if text and (series, _period(text)) in cells.by_key
            )
        series_by_texts = {}
        for series, found in texts.items():
            if found:
                series_by_texts.setdefault(frozenset(found), []).append(series)
        matches = models.Q()
        for found, series in series_by_texts.items():
            matches |= models.Q(models.Q(period__in=found) | models.Q(compare_with__in=found), series__in=series)
        return blocks.filter(matches) if matches else blocks.none()

    @classmethod
    def uses(cls, cells, blocks):
        blocks, compared = list(blocks), {}
        for block in blocks:
            period, before = (_period(getattr(block, name)) for name in PERIODS)
            if period and before:
                compared[block] = (block.series_id, period), (block.series_id, before)
        calculated = Calculated(cells, {key for keys in compared.values() for key in keys})
        for block in blocks:
            for name in PERIODS:
                if change := cells.by_key.get((block.series_id, _period(getattr(block, name)))):
                    yield block.parent_id, cells.use(change, where=block.label or cls._meta.verbose_name)
            if block in compared:
                yield from cls._uses_of_change(cells, block, compared[block], calculated)

    @classmethod
    def _uses_of_change(cls, cells, block, keys, calculated):
        change, *_more = (cells.by_key[key] for key in keys if key in cells.by_key)
        (_series, period), (_series, before) = keys
        text, new = calculated.change(change.series, period, before, language_code())
        if text or new:
            yield block.parent_id, cells.use(change, text=text, new=new, where=name_of_change(before))

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
