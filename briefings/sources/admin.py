from datetime import timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..history.publishable import PublishableAdmin, VisibilityFilter
from ..lib.admin.autocomplete import KEY, AutocompleteFilter, AutocompleteFilterMixin
from ..lib.admin.desk import FETCHED, Row, Section, on_desk
from ..lib.admin.lists import OpenEndedList
from ..lib.admin.search import FoldedSearch
from ..lib.clock import KnownDayField, Precision
from ..lib.numbers import as_number
from ..roles import may
from .models import Release, Source

SOON = timedelta(days=31)
MOST_RELEASES = 10  # in the form of a source
URL_FIELDS = {models.URLField: {"assume_scheme": "https"}}  # what Django 6 does by itself


def due():
    """Sources of which a release is expected within a month, or overdue; the longest overdue first."""
    soon = timezone.localdate() + SOON
    return Source.objects.filter(next_release__lte=soon).order_by("next_release", "pk")


class DueFilter(admin.SimpleListFilter):
    title = _("next release")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        return [("1", _("due or overdue"))]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=due().order_by().values("pk")) if self.value() == "1" else queryset


@on_desk
def releases_due(user):
    if not may(user, "enter_values"):
        return []
    today, rows = timezone.localdate(), []
    for source in due()[:FETCHED]:
        is_overdue, day = source.next_release < today, date_format(source.next_release, "DATE_FORMAT")
        note = gettext("overdue since %(day)s") if is_overdue else gettext("expected on %(day)s")
        url = f"{reverse('admin:briefings_importfile_add')}?source={source.pk}"
        rows.append(Row(url, str(source), note % {"day": day}, is_overdue))
    url = f"{reverse('admin:briefings_source_changelist')}?due=1"
    return [
        Section(
            3, gettext("Releases that are due"), rows, gettext("No release is due."), url, gettext("All that is due")
        )
    ]


ONCE = next(constraint for constraint in Release._meta.constraints if constraint.name == "release_once")


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

    def validate_unique(self):
        """Django leaves out the constraint because the precision is no field of the form."""
        super().validate_unique()
        if not self.errors:
            try:
                ONCE.validate(Release, self.instance)
            except ValidationError as error:
                self.add_error(None, error)


class ReleaseFormSet(forms.BaseInlineFormSet):
    """The newest releases of a source; the list of releases has all of them."""

    @cached_property
    def shown(self):
        """Of a form that is posted those that it showed when it was opened."""
        releases = super().get_queryset()
        if not self.is_bound:
            return releases[:MOST_RELEASES]
        numbers = range(min(self.initial_form_count(), self.absolute_max))
        posted = (as_number(self.data.get(f"{self.add_prefix(number)}-id", "")) for number in numbers)
        return releases.filter(pk__in=[key for key in posted if key])

    def get_queryset(self):
        return self.shown

    def clean(self):
        super().clean()
        known = set()
        for form in self.forms:
            release = form.instance
            key = release.title, release.published, release.published_precision
            if release.published and form not in self.deleted_forms and not form.errors:
                if key in known:
                    form.add_error(None, ONCE.violation_error_message)
                known.add(key)


class ReleaseInline(admin.StackedInline):
    model = Release
    formset = ReleaseFormSet
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
    list_display = ["__str__", "publisher", "reliability", "licence", "next_release", "public_state"]
    list_filter = [VisibilityFilter, DueFilter, "reliability"]
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
        (_("When the next release is due"), {"fields": [("release_every", "next_release")]}),
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
