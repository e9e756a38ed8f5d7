from django import forms
from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..history.publishable import PublishableAdmin, VisibilityFilter
from ..lib.admin.autocomplete import KEY, AutocompleteFilter, AutocompleteFilterMixin
from ..lib.admin.lists import OpenEndedList
from ..lib.admin.search import FoldedSearch
from ..lib.clock import KnownDayField, Precision
from .models import Release, Source

URL_FIELDS = {models.URLField: {"assume_scheme": "https"}}  # what Django 6 does by itself


class ReleaseForm(forms.ModelForm):
    """The day of publication as precisely as it is known."""

    published = KnownDayField(
        required=False,
        label=_("published"),
        help_text=_("As precisely as it is known: 5 October 2026, October 2026 or 2026."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["published"] = self.instance.day_published or self.initial.get("published")

    def clean_published(self):
        day = self.cleaned_data["published"]
        self.instance.published_precision = day.precision if day else Precision.DAY
        return day and day.date


class ReleaseInline(admin.StackedInline):
    model = Release
    formfield_overrides = URL_FIELDS
    form = ReleaseForm
    fields = [
        "title", "language", "publisher", "url", "published", ("copy_url", "copy_keeper"), "retrieved", "sha256",
    ]  # fmt: skip
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
    form = ReleaseForm
    formfield_overrides = URL_FIELDS
    list_display = ["title", "source", "day_published", "retrieved"]
    list_filter = [("source", AutocompleteFilter)]
    list_select_related = ["source"]
    actions = []
    ordering = ["-published", "-pk"]
    search_fields = ["title", "source__name_en", "source__name_es", "url"]
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": ["source", "title", "language"]}),
        (_("Who published it"), {"fields": ["publisher", "published", "url"]}),
        (_("Our copy"), {"fields": ["copy_url", "copy_keeper", "retrieved", "sha256"]}),
    ]

    @admin.display(description=_("published"), ordering="published")
    def day_published(self, release):
        return release.day_published and release.day_published.label()

    def get_queryset(self, request):
        releases = super().get_queryset(request).select_related("source")
        is_autocomplete = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        source = request.GET.get("source", "") if is_autocomplete else ""
        return releases.filter(source=source) if KEY.fullmatch(source) else releases
