from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ...history.publishable import PublishableAdmin, VisibilityFilter
from ...lib.admin.autocomplete import AutocompleteFilter, AutocompleteFilterMixin
from ...lib.admin.search import FoldedSearch
from ..models import Area, AreaAlias, Indicator


@admin.register(Indicator)
class IndicatorAdmin(AutocompleteFilterMixin, FoldedSearch, PublishableAdmin):
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

    @admin.display(description=_("unit"))
    def unit(self, indicator):
        return indicator.unit


class AliasInline(admin.TabularInline):
    model = AreaAlias
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
