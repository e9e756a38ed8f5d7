from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ...history.publishable import PublishableAdmin, VisibilityFilter
from ...lib.admin.autocomplete import AutocompleteFilter, AutocompleteFilterMixin
from ...lib.admin.labelled_delete import LabelledDeleteFormSet
from ...lib.admin.search import FoldedSearch
from ..entering.showing import brings_own_values_home
from ..models import Area, AreaAlias, Indicator


class IndicatorForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "decimals": _(
                "The home page, statistics, tables and charts show so many at once; published briefings keep theirs. "
                "Stored values stay exact."
            )
        }

    def clean_part_of(self):
        """An indicator that is no longer part of another may come to the home page: not by whoever alone has seen its
        values."""
        part_of = self.cleaned_data["part_of"]
        is_changed = self.instance.is_public and "part_of" in self.changed_data
        if is_changed and brings_own_values_home(self.instance, part_of, self.by):
            words = _("The home page would print values that only you have seen. Another analyst makes this change.")
            raise ValidationError(words, code="seen_first")
        return part_of


@admin.register(Indicator)
class IndicatorAdmin(AutocompleteFilterMixin, FoldedSearch, PublishableAdmin):
    form = IndicatorForm
    list_display = ["__str__", "kind", "unit", "part_of", "public_state"]
    list_filter = [VisibilityFilter, "kind"]
    list_select_related = ["part_of"]
    search_fields = ["name_en", "name_es", "slug"]
    autocomplete_fields = ["part_of"]
    prepopulated_fields = {"slug": ["name_en"], "slug_es": ["name_es"]}
    fieldsets = [
        (None, {"fields": ["name_en", "name_es", "slug", "slug_es"]}),
        (
            _("What is measured"),
            {
                "fields": ["kind", "definition_en", "definition_es", "part_of"],
                "description": _(
                    "Say what counts and what does not. Where one source counts differently, say so in its series."
                ),
            },
        ),
        (_("How it is written"), {"fields": [("unit_en", "unit_es"), "decimals"]}),
        (_("When somebody looks twice"), {"fields": [("least_plausible", "most_plausible"), "materiality"]}),
    ]

    class Media:
        css = {"all": ["briefings/admin/values.css"]}

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    @admin.display(description=_("unit"))
    def unit(self, indicator):
        return indicator.unit


class AliasInline(admin.TabularInline):
    model = AreaAlias
    formset = LabelledDeleteFormSet
    fields = ["spelling"]
    extra = 1
    verbose_name_plural = _("spellings seen in sources: an import finds the area by any of them")


@admin.register(Area)
class AreaAdmin(AutocompleteFilterMixin, FoldedSearch, admin.ModelAdmin):
    list_display = ["__str__", "code", "official_code", "kind", "parent"]
    list_filter = ["kind", ("parent", AutocompleteFilter)]
    list_select_related = ["parent"]
    list_per_page = 50
    search_fields = ["name_en", "name_es", "code", "official_code", "aliases__spelling"]
    autocomplete_fields = ["parent"]
    show_full_result_count = False
    inlines = [AliasInline]
    fieldsets = [
        (None, {"fields": ["name_en", "name_es"]}),
        (_("Which place"), {"fields": ["kind", "parent", "code", "official_code"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []
