from content_editor.admin import ContentEditorInline
from django import forms

from ....lib.admin.autocomplete import KnownAutocomplete
from ...access import may_edit
from .forms import BlockForm, BlockFormSet, NotChecked


class BlockInline(ContentEditorInline):
    """Shows the fields of the block's model in their order. Whoever may edit the article may edit its blocks."""

    form = BlockForm
    formset = BlockFormSet
    template = "admin/briefings/article/block.html"
    fields = None

    @property
    def icon(self):
        return self.model.icon

    @property
    def lines(self):
        """The visible fields; those of a tuple stand beside each other."""
        own = [field.name for field in self.model.own_fields()]
        return self.fields or [*own, *(["chosen"] if self.model.row_model() else [])]

    def get_fields(self, request, obj=None):
        return [*self.lines, "block_key", "region", "ordering"]

    def get_formset(self, request, obj=None, **kwargs):
        if "_edit" in request.POST:
            kwargs["form"] = type(f"Shown{self.form.__name__}", (NotChecked, self.form), {})
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", KnownAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.model.short_texts:
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return not (obj and obj.pk) or may_edit(obj, request.user)

    has_change_permission = has_delete_permission = has_add_permission
