from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..history.publishable import PublishableAdmin, VisibilityFilter
from ..lib.admin.search import FoldedSearch
from .models import Topic


@admin.register(Topic)
class TopicAdmin(FoldedSearch, PublishableAdmin):
    list_display = ["__str__", "name_es", "slug", "public_state"]
    list_filter = [VisibilityFilter]
    search_fields = ["name_en", "name_es", "slug"]
    prepopulated_fields = {"slug": ["name_en"], "slug_es": ["name_es"]}
    fieldsets = [
        (None, {"fields": ["name_en", "name_es", "slug", "slug_es"]}),
        (_("What belongs here"), {"fields": ["description_en", "description_es"]}),
    ]
