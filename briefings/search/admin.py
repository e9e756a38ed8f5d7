from django.contrib import admin

from ..lib.admin.search import FoldedSearch
from .models import Synonyms


@admin.register(Synonyms)
class SynonymsAdmin(FoldedSearch, admin.ModelAdmin):
    list_display = ["__str__"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["words"]
