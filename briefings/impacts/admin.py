from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..history.publishable import PublishableAdmin, VisibilityFilter
from ..lib.admin.autocomplete import AutocompleteFilter, AutocompleteFilterMixin
from ..lib.admin.search import FoldedSearch
from .models import Impact


@admin.register(Impact)
class ImpactAdmin(AutocompleteFilterMixin, FoldedSearch, PublishableAdmin):
    list_display = ["__str__", "level", "severity", "area", "source", "public_state"]
    list_filter = [VisibilityFilter, "level", "severity", ("source", AutocompleteFilter)]
    list_select_related = ["area", "source"]
    search_fields = ["name_en", "name_es", "description_en", "description_es"]
    autocomplete_fields = ["area", "source"]
    prepopulated_fields = {"slug": ["name_en"]}
    fieldsets = [
        (None, {"fields": ["name_en", "name_es", "slug"]}),
        (_("Assessment"), {"fields": ["level", "severity", "description_en", "description_es"]}),
        (_("Where, and who says so"), {"fields": ["area", "source"]}),
    ]
