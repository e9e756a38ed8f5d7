from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..history.publishable import PublishableAdmin, VisibilityFilter
from ..lib.admin.autocomplete import AutocompleteFilter, AutocompleteFilterMixin
from ..lib.admin.labelled_delete import LabelledDeleteFormSet
from ..lib.admin.search import FoldedSearch
from .models import Initiative, Milestone


class MilestoneForm(forms.ModelForm):
    position = forms.IntegerField(
        label=_("Position"),
        required=False,
        min_value=0,
        max_value=9999,
        widget=AdminIntegerFieldWidget,
        help_text=_("Leave it empty to put the milestone last."),
    )

    class Meta:
        model = Milestone
        fields = ["position", "title_en", "title_es", "due", "reached"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.initial["position"] = None


class MilestoneFormSet(LabelledDeleteFormSet):
    def clean(self):
        """Milestones without a position go last, in the order of the forms."""
        super().clean()
        filled = [form for form in self.forms if hasattr(form, "cleaned_data") and form.cleaned_data]
        last = max((form.cleaned_data.get("position") or 0 for form in filled), default=0)
        for form in filled:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.instance.position = last


class MilestoneInline(admin.TabularInline):
    model = Milestone
    form = MilestoneForm
    formset = MilestoneFormSet
    fields = ["position", "title_en", "title_es", "due", "reached"]
    extra = 1
    max_num = 100  # all are on the page of the initiative
    verbose_name_plural = _("milestones, in the order of their positions")


@admin.register(Initiative)
class InitiativeAdmin(AutocompleteFilterMixin, FoldedSearch, PublishableAdmin):
    list_display = ["__str__", "kind", "status", "lead", "starts", "source", "public_state"]
    list_filter = [VisibilityFilter, "status", "kind", ("areas", AutocompleteFilter)]
    list_select_related = ["source"]
    search_fields = ["name_en", "name_es", "lead", "partners"]
    autocomplete_fields = ["areas", "source", "target_series"]
    prepopulated_fields = {"slug": ["name_en"], "slug_es": ["name_es"]}
    inlines = [MilestoneInline]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 5, "cols": 80})}}
    fieldsets = [
        (None, {"fields": ["name_en", "name_es", "slug", "slug_es"]}),
        (_("What it is"), {"fields": ["kind", "status", "description_en", "description_es"]}),
        (_("Who and where"), {"fields": ["lead", "partners", "areas", "starts", "ends"]}),
        (_("Who says so"), {"fields": ["source"]}),
        (_("What it is to reach"), {"fields": ["target_series", "target_baseline", "target_value", "target_by"]}),
    ]
