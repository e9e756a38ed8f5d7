from django.contrib import admin
from django.db import models
from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from ..history.publishable import PublishableAdmin, VisibilityFilter
from .models import Initiative, Milestone


class MilestoneInline(admin.TabularInline):
    model = Milestone
    fields = ["position", "title_en", "title_es", "due", "reached"]
    extra = 1
    verbose_name_plural = _("milestones, in the order of their positions")


@admin.register(Initiative)
class InitiativeAdmin(PublishableAdmin):
    list_display = ["__str__", "kind", "status", "lead", "starts", "source", "public_state"]
    list_filter = [VisibilityFilter, "status", "kind", ("areas", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["source"]
    list_per_page = 50
    search_fields = ["name_en", "name_es", "sort_en", "sort_es", "lead", "partners"]
    autocomplete_fields = ["areas", "source", "target_series"]
    prepopulated_fields = {"slug": ["name_en"]}
    show_full_result_count = False
    inlines = [MilestoneInline]
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 5, "cols": 80})}}
    fieldsets = [
        (None, {"fields": ["name_en", "name_es", "slug"]}),
        (_("What it is"), {"fields": ["kind", "status", "description_en", "description_es"]}),
        (_("Who and where"), {"fields": ["lead", "partners", "areas", "starts", "ends"]}),
        (_("Who says so"), {"fields": ["source"]}),
        (_("What it is to reach"), {"fields": ["target_series", "target_baseline", "target_value", "target_by"]}),
    ]
