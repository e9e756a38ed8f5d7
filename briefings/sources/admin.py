from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..history.publishable import PublishableAdmin, VisibilityFilter
from ..lib.admin.autocomplete import KEY, AutocompleteFilter, AutocompleteFilterMixin
from ..lib.admin.lists import OpenEndedList
from ..lib.admin.search import FoldedSearch
from .models import Release, Source

URL_FIELDS = {models.URLField: {"assume_scheme": "https"}}  # what Django 6 does by itself


class ReleaseInline(admin.StackedInline):
    model = Release
    formfield_overrides = URL_FIELDS
    fields = ["title", "language", "url", ("published", "retrieved"), "sha256"]
    extra = 0
    verbose_name_plural = _("releases: each publication of this source, newest first")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")  # in the words of each


@admin.register(Source)
class SourceAdmin(FoldedSearch, PublishableAdmin):
    change_form_template = "admin/briefings/source/change_form.html"
    formfield_overrides = URL_FIELDS
    list_display = ["__str__", "publisher", "reliability", "licence", "public_state"]
    list_filter = [VisibilityFilter, "reliability"]
    search_fields = ["name_en", "name_es", "slug", "publisher"]
    prepopulated_fields = {"slug": ["name_en"], "slug_es": ["name_es"]}
    inlines = [ReleaseInline]
    fieldsets = [
        (None, {"fields": ["name_en", "name_es", "slug", "slug_es"]}),
        (
            _("Who publishes it"),
            {
                "fields": ["publisher", "url", "licence"],
                "description": _(
                    "A source is a publisher or one dataset of theirs. What they publish on a day is a release, below."
                ),
            },
        ),
        (
            _("How far it can be trusted"),
            {
                "fields": ["reliability", "description_en", "description_es"],
                "description": _("Readers see the letter beside every number from this source."),
            },
        ),
    ]

    class Media:
        css = {"all": ["briefings/admin/values.css"]}


@admin.register(Release)
class ReleaseAdmin(AutocompleteFilterMixin, OpenEndedList, FoldedSearch, admin.ModelAdmin):
    formfield_overrides = URL_FIELDS
    list_display = ["title", "source", "published", "retrieved"]
    list_filter = [("source", AutocompleteFilter)]
    list_select_related = ["source"]
    actions = []
    ordering = ["-published", "-pk"]
    search_fields = ["title", "source__name_en", "source__name_es", "url"]
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": ["source", "title", "language", "url"]}),
        (_("When"), {"fields": ["published", "retrieved"]}),
        (_("The file itself"), {"fields": ["sha256"]}),
    ]

    def get_queryset(self, request):
        releases = super().get_queryset(request).select_related("source")
        is_autocomplete = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        source = request.GET.get("source", "") if is_autocomplete else ""
        return releases.filter(source=source) if KEY.fullmatch(source) else releases
