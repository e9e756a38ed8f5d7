"""The pieces of a body. Each is a plain model; `rendering.py` names the template of each."""

import uuid

from content_editor.models import PluginBase
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ...lib.html import text_of
from ...lib.periods import Period
from ...lib.spreadsheets import check_headings, table_rows
from ...lib.texts import PROSE, prose_field, text_field


class Block(PluginBase):
    """`key` names the piece through edits, restores and translations."""

    parent = models.ForeignKey("Article", models.CASCADE, related_name="%(class)s_set")
    region = models.CharField(max_length=20, default="main")
    ordering = models.IntegerField(default=0)
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    refers_to = ()  # paths that one query fetches along

    class Meta:
        abstract = True
        ordering = ["ordering", "pk"]
        constraints = [models.UniqueConstraint(fields=["parent", "key"], name="%(class)s_key_once")]

    def __str__(self):
        excerpt = Truncator(" ".join(self.excerpt().split())).chars(60)
        return f"{self._meta.verbose_name}: {excerpt}" if excerpt else str(self._meta.verbose_name)

    def excerpt(self):
        """The words by which an editor recognises this block."""
        return ""

    def clean(self):
        if self.region not in {region.key for region in self._meta.get_field("parent").related_model.regions}:
            raise ValidationError(_("An article has no part called “%(region)s”.") % {"region": self.region})


class RichTextBlock(Block):
    html = prose_field(_("text"))

    class Meta(Block.Meta):
        verbose_name = _("text")
        verbose_name_plural = _("texts")

    def excerpt(self):
        return text_of(self.html)


class TextTableBlock(Block):
    """A table of words, pasted from a spreadsheet: one line a row, cells parted by tabs."""

    refers_to = ("source",)
    caption = models.CharField(_("caption"), max_length=200, help_text=_("What, where, when."))
    cells = text_field(
        _("cells"),
        most=PROSE,
        help_text=_("Copy the cells in your spreadsheet and paste them here: one line a row, tabs between."),
    )
    header_row = models.BooleanField(_("the first row holds the headings"), default=True)
    note = text_field(_("note"), blank=True)
    source = models.ForeignKey("Source", models.PROTECT, null=True, blank=True, verbose_name=_("source"))

    class Meta(Block.Meta):
        verbose_name = _("text table")
        verbose_name_plural = _("text tables")

    def excerpt(self):
        return self.caption

    def clean(self):
        super().clean()
        try:
            rows = table_rows(self.cells)
            if self.header_row:
                check_headings(rows)
        except ValidationError as error:
            raise ValidationError({"cells": error}) from error

    @property
    def rows(self):
        """The cells as a list of rows of equal length."""
        return table_rows(self.cells)


class DataTableBlock(Block):
    refers_to = ("table",)
    table = models.ForeignKey("DataTable", models.PROTECT, verbose_name=_("data table"))

    class Meta(Block.Meta):
        verbose_name = _("data table")
        verbose_name_plural = _("data tables")

    def excerpt(self):
        return str(self.table)


class KeyFigureBlock(Block):
    """One observation, large; compared with another period of its series."""

    refers_to = ("series__indicator", "series__area", "series__source")
    series = models.ForeignKey("Series", models.PROTECT, verbose_name=_("series"))
    period = models.CharField(
        _("period"), max_length=20, help_text=_("2024, 2024-Q1, 2024-03, or 2024-01-01/P11M for January to November.")
    )
    compare_with = models.CharField(
        _("compare with"), max_length=20, blank=True, help_text=_("Another period of the same length; empty for none.")
    )
    label = models.CharField(_("label"), max_length=120, blank=True, help_text=_("Empty: the indicator's name."))

    class Meta(Block.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")

    def excerpt(self):
        return f"{self.label or self.series} {self.period}"

    def clean(self):
        super().clean()
        wrong = {}
        for name in ("period", "compare_with"):
            try:
                self.period_of(name)
            except ValueError as error:
                wrong[name] = str(error)
        if not wrong and self.compare_with and self.period_of("compare_with") == self.period_of("period"):
            wrong["compare_with"] = _("Compare with another period.")
        if wrong:
            raise ValidationError(wrong)

    def period_of(self, name):
        """`period` or `compare_with` as a Period, None where it is empty; ValueError in words where it is none."""
        text = getattr(self, name)
        return Period.parse(text) if text else None


class ImpactTableBlock(Block):
    caption = models.CharField(_("caption"), max_length=200)
    impacts = models.ManyToManyField("Impact", through="ImpactTableRow", verbose_name=_("impact assessments"))

    class Meta(Block.Meta):
        verbose_name = _("impact table")
        verbose_name_plural = _("impact tables")

    def excerpt(self):
        return self.caption


class ImpactTableRow(models.Model):
    block = models.ForeignKey("ImpactTableBlock", models.CASCADE, related_name="rows")
    impact = models.ForeignKey("Impact", models.PROTECT)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "impact"], name="impact_once_a_table")]

    def __str__(self):
        return str(self.impact)


class InitiativeTableBlock(Block):
    caption = models.CharField(_("caption"), max_length=200)
    initiatives = models.ManyToManyField("Initiative", through="InitiativeTableRow", verbose_name=_("initiatives"))

    class Meta(Block.Meta):
        verbose_name = _("initiative table")
        verbose_name_plural = _("initiative tables")

    def excerpt(self):
        return self.caption


class InitiativeTableRow(models.Model):
    block = models.ForeignKey("InitiativeTableBlock", models.CASCADE, related_name="rows")
    initiative = models.ForeignKey("Initiative", models.PROTECT)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "initiative"], name="initiative_once_a_table")]

    def __str__(self):
        return str(self.initiative)


class PictureBlock(Block):
    refers_to = ("image",)
    image = models.ForeignKey("Image", models.PROTECT, verbose_name=_("picture"))
    caption = models.CharField(_("caption"), max_length=300, blank=True)

    class Meta(Block.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def excerpt(self):
        return self.caption or str(self.image)


class CalloutBlock(Block):
    title = models.CharField(_("title"), max_length=200, blank=True)
    html = prose_field(_("text"))

    class Meta(Block.Meta):
        verbose_name = _("callout")
        verbose_name_plural = _("callouts")

    def excerpt(self):
        return self.title or text_of(self.html)


class SourcesBlock(Block):
    intro = text_field(_("introduction"), blank=True)
    sources = models.ManyToManyField("Source", through="SourcesRow", verbose_name=_("sources"))

    class Meta(Block.Meta):
        verbose_name = _("sources")
        verbose_name_plural = _("lists of sources")

    def excerpt(self):
        return self.intro


class SourcesRow(models.Model):
    block = models.ForeignKey("SourcesBlock", models.CASCADE, related_name="rows")
    source = models.ForeignKey("Source", models.PROTECT)
    release = models.ForeignKey("Release", models.PROTECT, null=True, blank=True, verbose_name=_("release"))
    locator = models.CharField(
        _("where in it"), max_length=200, blank=True, help_text=_("Where in it: page, table, section.")
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "source"], name="source_once_a_list")]

    def __str__(self):
        return ", ".join(str(part) for part in (self.source, self.release and self.release.title, self.locator) if part)

    def clean(self):
        if self.release and self.release.source_id != self.source_id:
            raise ValidationError({"release": _("This release is another source’s.")})


class UnknownBlock(Block):
    html = prose_field(_("text"), help_text=_("What nobody knows, or what sources disagree about."))

    class Meta(Block.Meta):
        verbose_name = _("not known or disputed")
        verbose_name_plural = _("not known or disputed")

    def excerpt(self):
        return text_of(self.html)


BLOCKS = [
    RichTextBlock,
    TextTableBlock,
    DataTableBlock,
    KeyFigureBlock,
    ImpactTableBlock,
    InitiativeTableBlock,
    PictureBlock,
    CalloutBlock,
    UnknownBlock,
    SourcesBlock,
]
