"""One inline for each kind of block."""

from content_editor.admin import ContentEditorInline
from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...lib.admin.choice import KnownAutocomplete
from ..actions import may_edit
from ..models import (
    CalloutBlock,
    DataTableBlock,
    ImpactTableBlock,
    InitiativeTableBlock,
    KeyFigureBlock,
    PictureBlock,
    RichTextBlock,
    SourcesBlock,
    SourcesRow,
    TextTableBlock,
    UnknownBlock,
)
from .block_forms import BlockForm, BlockFormSet, KeyFigureForm, NotChecked, SelectionForm
from .form.widgets import OrderedChoice, OrderedChoiceField
from .source_list import SourceList, SourceListField, SourcesForm


def choice_field(row_field, label, help_text, field=OrderedChoiceField, widget=OrderedChoice):
    """An ordered selection of the things that a row's `row_field` points to."""
    return field(
        queryset=row_field.remote_field.model._default_manager.all(),
        widget=widget(row_field, admin.site),
        label=label,
        help_text=help_text,
    )


class BlockInline(ContentEditorInline):
    """Whoever may edit the article may edit its blocks; they have no permissions of their own."""

    form = BlockForm
    formset = BlockFormSet
    template = "admin/briefings/article/block.html"
    names = []  # what the words of its choices need, to be fetched at once
    rows = ""

    def get_queryset(self, request):
        blocks = super().get_queryset(request).select_related(*self.names)
        return blocks.prefetch_related(self.rows) if self.rows else blocks

    def get_fields(self, request, obj=None):
        return [*self.fields, "block_key", "region", "ordering"]

    def get_formset(self, request, obj=None, **kwargs):
        if "_edit" in request.POST:
            kwargs["form"] = type(f"Shown{self.form.__name__}", (NotChecked, self.form), {})
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", KnownAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.TextField) and db_field.name in ("note", "intro"):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return not (obj and obj.pk) or may_edit(obj, request.user)

    has_change_permission = has_delete_permission = has_add_permission


class RichTextInline(BlockInline):
    model, icon, fields = RichTextBlock, "notes", ["html"]


class TextTableInline(BlockInline):
    model, icon = TextTableBlock, "grid_on"
    fields, names = ["caption", "cells", "header_row", "note", "source"], ["source"]


class DataTableInline(BlockInline):
    model, icon = DataTableBlock, "table_chart"
    fields, names = ["table"], ["table"]


class KeyFigureInline(BlockInline):
    model, icon, form = KeyFigureBlock, "looks_one", KeyFigureForm
    fields = ["series", ("period", "compare_with"), "label"]
    names = ["series__indicator", "series__area", "series__source"]


class PictureInline(BlockInline):
    model, icon = PictureBlock, "image"
    fields, names = ["image", "caption"], ["image"]


class CalloutInline(BlockInline):
    model, icon, fields = CalloutBlock, "announcement", ["title", "html"]


class UnknownInline(BlockInline):
    model, icon, fields = UnknownBlock, "help_outline", ["html"]


def _selection(block, target, label, help_text, form=SelectionForm, **classes):
    """The form of a block whose rows point to things by `target`."""
    row_field = block._meta.get_field("rows").related_model._meta.get_field(target)
    members = {"target": target, "chosen": choice_field(row_field, label, help_text, **classes)}
    return type(f"{block.__name__}Form", (form,), members | {"__module__": __name__})


class ImpactTableInline(BlockInline):
    model, icon, fields, rows = ImpactTableBlock, "warning", ["caption", "chosen"], "rows__impact"
    form = _selection(
        ImpactTableBlock, "impact", _("Impact assessments"), _("They appear in this order; move them with the arrows.")
    )


class InitiativeTableInline(BlockInline):
    model, icon, fields, rows = InitiativeTableBlock, "flag", ["caption", "chosen"], "rows__initiative"
    form = _selection(
        InitiativeTableBlock, "initiative", _("Initiatives"), _("They appear in this order; move them with the arrows.")
    )


class SourcesInline(BlockInline):
    model, icon, fields = SourcesBlock, "menu_book", ["intro", "chosen"]
    rows = models.Prefetch("rows", SourcesRow.objects.select_related("source", "release__source"))
    form = _selection(
        SourcesBlock,
        "source",
        _("Sources"),
        _("They appear in this order; move them with the arrows. Name release and place where you know them."),
        SourcesForm,
        field=SourceListField,
        widget=SourceList,
    )


INLINES = [
    RichTextInline,
    TextTableInline,
    DataTableInline,
    KeyFigureInline,
    ImpactTableInline,
    InitiativeTableInline,
    PictureInline,
    CalloutInline,
    UnknownInline,
    SourcesInline,
]
